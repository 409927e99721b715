"""What the learner's program prints, told without running it."""

from types import SimpleNamespace
from typing import Any

import pytest

from firstcall.programs import Printed, printed
from firstcall.programs.follow.program import MOST_LINES


class ThinkingBlock:
    type = "thinking"


MESSAGE = SimpleNamespace(
    content=[ThinkingBlock(), SimpleNamespace(type="text", text="Hi you")],
    stop_reason="end_turn",
    usage=SimpleNamespace(input_tokens=3, output_tokens=4),
)
CHUNKED: dict[str, Any] = {
    "stream": object(),
    "stop_reason": "stop",
    "usage": SimpleNamespace(total_tokens=7),
    "chunk": SimpleNamespace(id="chatcmpl-1", model="gpt-6-luna"),
}
CREATE = "message = client.messages.create(model='m')\n"
STREAM = "with client.messages.stream(model='m') as stream:\n"
CHUNKS = "stream = client.chat.completions.create(stream=True, stream_options={'include_usage': True})\n"


def output(source: str, text: str = "Hi you", **names: Any) -> str:
    """What the program prints if all of it can be followed."""
    lines = printed(source, names or {"message": MESSAGE}, text)
    assert all(line.error is None for line in lines), lines
    return "".join("<lost>" if line.text is None else line.text for line in lines)


def test_plain_program_prints_the_text_and_the_tokens() -> None:
    source = (
        "import anthropic\n"
        + CREATE
        + 'text = "".join(b.text for b in message.content if b.type == "text")\n'
        + "print(text)\n"
        + 'print(message.usage.input_tokens, "in", sep=":", end="!")\n'
    )
    assert printed(source, {"message": MESSAGE}) == [Printed(4, "Hi you\n"), Printed(5, "3:in!")]


def test_streamed_text_is_printed_once() -> None:
    source = (
        STREAM + "    for text in stream.text_stream:\n        print(text, end='', flush=True)\nprint()\n"
    )
    assert printed(source, {"message": MESSAGE}, "Hi you") == [Printed(3, "Hi you"), Printed(4, "\n")]


def test_error_is_told_as_python_tells_it_and_ends_the_program() -> None:
    source = CREATE + "print(message.content[0].text)\nprint('never')"
    assert printed(source, {"message": MESSAGE}) == [
        Printed(2, None, "AttributeError: 'ThinkingBlock' object has no attribute 'text'")
    ]


def test_usage_chunk_without_choices_is_the_error_it_is_in_life() -> None:
    source = CHUNKS + "for c in stream:\n    print(c.choices[0].delta.content or '', end='')\n"
    assert printed(source, CHUNKED, "Hi") == [
        Printed(3, "Hi"),
        Printed(3, None, "IndexError: list index out of range"),
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("print('before')\n" + CREATE + "print('after')", "after\n"),
        ("reply = client.messages.create()\nprint(reply.stop_reason)", "end_turn\n"),
        ("print(client.messages.create().stop_reason)", "end_turn\n"),
        ("MODEL = 'm'\n" + CREATE + "print(MODEL)", "m\n"),
        (
            CREATE + "for block in message.content:\n    if block.type == 'text':\n        print(block.text)",
            "Hi you\n",
        ),
        (
            CREATE + "for b in message.content:\n    print(b.type)\n    break\nelse:\n    print('x')",
            "thinking\n",
        ),
        (
            CREATE + "if message.stop_reason == 'max_tokens':\n    print('cut')\nelse:\n    print('all')",
            "all\n",
        ),
        (CREATE + "n = 1\nn += message.usage.input_tokens\nprint(f'{n:03d}')", "004\n"),
        ("try:\n    " + CREATE + "except ValueError:\n    print('no')\nelse:\n    print('yes')", "yes\n"),
        ("if __name__ == '__main__':\n    " + CREATE + "    print(1)", "1\n"),
        ("with anthropic.Anthropic() as client:\n    " + CREATE + "    print(1)", "1\n"),
        (CREATE + "print(*[1, 2], sep='-')", "1-2\n"),
        (CREATE + "a = []\nb = a\na.append(1)\nprint(b)", "[1]\n"),
        (CREATE + "exit()\nprint(1)", ""),
        (CREATE + "load_dotenv()\nimport os\n'a word'\npass", ""),
        (STREAM + "    final = stream.get_final_message()\nprint(final.stop_reason)", "end_turn\n"),
        (STREAM + "    print(stream.get_final_text())", "Hi you\n"),
        (STREAM + "    for t in stream.text_stream:\n        print(t)", "<lost>"),
        (STREAM + "    for t in stream.text_stream:\n        print('.', end='')", "<lost>"),
        (STREAM + "    for t in stream.text_stream:\n        pass\nprint(t)", "<lost>"),
        ("r = ''\n" + STREAM + "    for t in stream.text_stream:\n        r += t\nprint(r)", "Hi you\n"),
        (
            "r = []\n" + STREAM + "    for t in stream.text_stream:\n        r.append(t)\nprint(''.join(r))",
            "Hi you\n",
        ),
        (
            "r = []\n" + STREAM + "    for t in stream.text_stream:\n        r.append(t)\nprint(len(r))",
            "<lost>",
        ),
        ("n = 0\n" + STREAM + "    for t in stream.text_stream:\n        n += 1\nprint(n)", "<lost>"),
        (
            STREAM
            + "    for event in stream:\n        if event.type == 'text':\n            print(event.text, end='')",
            "Hi you",
        ),
        (
            STREAM
            + "    for e in stream:\n"
            + "        if e.type == 'content_block_delta' and e.delta.type == 'text_delta':\n"
            + "            print(e.delta.text, end='')\n"
            + "        elif e.type == 'message_delta':\n"
            + "            print('', e.delta.stop_reason)",
            "Hi you end_turn\n",
        ),
        (CREATE + "print(open('x').read())", "<lost>"),
        (CREATE + "while True:\n    print(1)", "1\n" * MOST_LINES + "<lost>"),
        (CREATE + "x = now()\nprint(x)", "<lost>"),
        (CREATE + "[print(b) for b in message.content]", "<lost>"),
        ("def show(m):\n    print(m)\n" + CREATE + "show(message.stop_reason)", "end_turn\n"),
        ("def ask():\n    " + CREATE + "    return message\nprint(ask().stop_reason)", "end_turn\n"),
        ("for q in ['a', 'b']:\n    " + CREATE + "    print(q)", "a\n<lost>"),
        ("x = 1", ""),
    ],
)
def test_program_is_followed(source: str, said: str) -> None:
    assert output(source) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("    if c.choices:\n        print(c.choices[0].delta.content or '', end='')", "Hi you"),
        (
            "    if c.choices and c.choices[0].delta.content:\n        print(c.choices[0].delta.content, end='')",
            "Hi you",
        ),
        ("    if c.choices:\n        print(c.choices[0].delta.content, end='')", "Hi youNone"),
        ("    if c.usage:\n        print(c.usage.total_tokens)", "7\n"),
        (
            "    if c.choices:\n        reason = c.choices[0].finish_reason\nprint(reason, c.model)",
            "stop gpt-6-luna\n",
        ),
        ("    print(c)", "<lost>" * 4),
        ("    print('.', end='')", ".<lost>.."),
    ],
)
def test_loop_over_openai_chunks_is_followed(body: str, said: str) -> None:
    assert output(CHUNKS + "for c in stream:\n" + body, **CHUNKED) == said


def test_events_of_openais_stream_helper_are_followed() -> None:
    source = (
        "with client.chat.completions.stream(model='m') as stream:\n"
        "    for event in stream:\n"
        "        if event.type == 'content.delta':\n"
        "            print(event.delta, end='')\n"
        "    response = stream.get_final_completion()\n"
        "print(response.model)\n"
    )
    assert output(source, response=SimpleNamespace(model="gpt-6-luna")) == "Hi yougpt-6-luna\n"


def test_error_inside_a_try_is_not_told_for_it_may_be_caught() -> None:
    source = "try:\n    " + CREATE + "    print(message.nothing)\nexcept AttributeError:\n    print('caught')"
    assert printed(source, {"message": MESSAGE}) == [Printed(3, None)]


def test_list_that_doubles_itself_ends_nobody() -> None:
    source = CREATE + "a = [0]\n" + "a = [a, a]\n" * 60 + "print(a)"
    assert output(source) == "<lost>"
