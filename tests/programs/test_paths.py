"""The expressions that are evaluated on a response, and those that are refused."""

from types import SimpleNamespace
from typing import Any

import pytest

from firstcall.programs import NotAllowed, evaluate


class ThinkingBlock:
    type = "thinking"


NAMES: dict[str, Any] = {
    "message": SimpleNamespace(
        content=[
            ThinkingBlock(),
            SimpleNamespace(type="text", text="Hi "),
            SimpleNamespace(type="text", text="you"),
        ],
        usage=SimpleNamespace(input_tokens=3, output_tokens=4, details=None),
        _request_id="req_1",
        _secret="s",
    ),
    "stream": SimpleNamespace(
        response=SimpleNamespace(headers={"request-id": "req_2"}, request="the key"), __iter__=None
    ),
    "told": {"a": {"b": 1}},
    "empty": None,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ('"".join(block.text for block in message.content if block.type == "text")', "Hi you"),
        ("message.usage.input_tokens + message.usage.output_tokens", 7),
        ("message._request_id", "req_1"),
        ('stream.response.headers["request-id"]', "req_2"),
        ('stream.response.headers.get("x", "none")', "none"),
        ("message.content[-1].text[:2]", "yo"),
        ('next((b.text for b in message.content if b.type == "text"), None)', "Hi "),
        ('next((b for b in message.content if b.type == "x"), "nothing")', "nothing"),
        ("empty or ''", ""),
        ("empty and empty.text", None),
        ("'yes' if len(message.content) > 2 else 'no'", "yes"),
        ("1 < message.usage.input_tokens <= 3", True),
        ('"Hi" in message.content[1].text and not empty', True),
        ("empty is None", True),
        ('f"{message.usage.input_tokens:>5}|{1 / 3:.2f}|{empty!r}"', "    3|0.33|None"),
        ("round(10 / 3, 2)", 3.33),
        ("sum(len(b.text) for b in message.content[1:])", 6),
        ('int("5") + int(2.9)', 7),
        ("[b.type for b in message.content]", ["thinking", "text", "text"]),
        ('told["a"].get("b")', 1),
        ("len('a b'.split())", 2),
        ("max(1, 2)", 2),
        ("-message.usage.input_tokens", -3),
    ],
)
def test_expression_is_evaluated(path: str, value: object) -> None:
    assert evaluate(path, NAMES) == value


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("message.content[0].text", AttributeError, "'ThinkingBlock' object has no attribute 'text'"),
        ("message.content[9]", IndexError, "list index out of range"),
        ('told["x"]', KeyError, "'x'"),
        ("message.content['a']", TypeError, "list indices must be integers or slices, not str"),
        ("empty.text", AttributeError, "'NoneType' object has no attribute 'text'"),
        ("reply", NameError, "name 'reply' is not defined"),
        ("1 + 'a'", TypeError, "unsupported operand type(s) for +: 'int' and 'str'"),
        ("len(5)", TypeError, "object of type 'int' has no len()"),
        ("[x for x in 5]", TypeError, "'int' object is not iterable"),
        ("1 / 0", ZeroDivisionError, "division by zero"),
    ],
)
def test_error_of_the_path_is_pythons_own(path: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        evaluate(path, NAMES)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "path",
    [
        "message._secret",
        "message.__class__",
        "stream.response.request",
        "().__class__.__bases__",
        "'{0.__class__}'.format(message)",
        "'%09999999999d' % 1",
        "f'{1:999999999}'",
        "f'{message:x}'",
        "open('/etc/passwd')",
        "__import__('os')",
        "print('x')",
        "getattr(message, 'content')",
        "type(message)",
        "len",
        "message.content.append(1)",
        "message.content.append",
        "(lambda: 1)()",
        "(lambda: 1)",
        "{**told}",
        "{1, 2}",
        "len(*message.content)",
        "(x := 5)",
        "2 ** 9999999",
        "1 << 9999999",
        "'x' * 9999999999",
        "[0] * 9999999",
        "[[[[[[0] * 99] * 99] * 99] * 99] * 99] * 99",
        "sum([1 for a in 'x' * 999 for b in 'x' * 999])",
        "(b for b in message.content)",
        "sorted(message.content, key=len)",
        "sum([[1], [2]], [])",
        "next(stream)" if hasattr(type(NAMES["stream"]), "__next__") else "await message",
        "x = 5",
        "",
        "1 +",
        "(" * 300,
        "-" * 5000 + "1",
        "a\0",
        "x" * 20_000,
    ],
)
def test_expression_is_refused(path: str) -> None:
    with pytest.raises(NotAllowed):
        evaluate(path, NAMES)


def test_loop_over_a_stream_is_refused() -> None:
    class Stream:
        def __iter__(self) -> Any:
            raise AssertionError("the stream was read")

    with pytest.raises(NotAllowed):
        evaluate("[x for x in stream]", {"stream": Stream()})


def test_response_is_shown_as_json() -> None:
    from openai.types import CompletionUsage

    usage = CompletionUsage(prompt_tokens=1, completion_tokens=2, total_tokens=3)
    assert evaluate("usage.model_dump_json()", {"usage": usage}).startswith('{"completion_tokens":2')
