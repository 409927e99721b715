"""Mended programs of "Spot the bug", and programs that only look so: changes of the program or its solution."""

# ruff: noqa: E501 - a changed program on one line, as long as it is, is read more easily

from __future__ import annotations

from firstcall.course.exercise import Evidence
from firstcall.steps.good_habits.exercises import Bug, find
from tests.course.answered import Answers, Did

JOINED = '"".join(b.text for b in message.content if b.type == "text")'
CONTENT = "response.choices[0].message.content"
QUESTION = 'messages=[{"role": "user", "content": "What is an API?"}]'


def version(source: str, *changes: tuple[str, str]) -> Did:
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return lambda: Evidence(code=source)


def versions(name: str, right: dict[str, object], wrong: dict[str, object]) -> Answers:
    """Programs by what was changed: `[…]` in the program as it came, `(…)` in its solution, or a whole text."""
    bug = find(name)
    emptied = {
        "emptied": "print('hello')\n",
        "no Python": bug.solution + "print(",
        "a remark": bug.source + "# ?\n",
    }
    return Answers(
        {"its solution": lambda: Evidence(code=bug.solution)}
        | {n: _did(bug, one) for n, one in right.items()},
        {n: _did(bug, one) for n, one in (emptied | wrong).items()},
    )


def _did(bug: Bug, change: object) -> Did:
    if isinstance(change, list):
        return version(bug.source, *change)
    if isinstance(change, tuple):
        return version(bug.solution, *change)
    return lambda: Evidence(code=str(change))


TEXT = 'text = "".join(block.text for block in message.content if block.type == "text")\nprint(text)\n'
CLAUDES_WAYS = {
    "a loop": ((TEXT, 'for block in message.content:\n    if block.type == "text":\n        print(block.text)\n'),),
    "in one line": ((TEXT, f"print({JOINED})\n"),),
    "the last block": ((TEXT, "print(message.content[-1].text)\n"),),
    "with words before": ((TEXT, f'print(f"Answer: {{{JOINED}}}")\n'.replace('"".join', "''.join").replace('== "text"', "== 'text'")),),
}  # fmt: skip
CLAUDES_FAULTS = {
    "hello": ((TEXT, 'print("hello")\n'),),
    "second block": ((TEXT, "print(message.content[1].text)\n"),),
    "all of it": ((TEXT, "print(message)\n"),),
    "the blocks": ((TEXT, "print(message.content)\n"),),
    "another model id": (("claude-haiku-5-5", "claude-4"),),
    "no tokens": (("max_tokens=1024", "max_tokens=0"),),
    "a limit below zero": (("max_tokens=1024", "max_tokens=-1"),),
}
GPTS_WAYS = {
    "the last choice": ((CONTENT, "response.choices[-1].message.content"),),
    "by a name": ((f"print({CONTENT})", f"text = {CONTENT}\nprint(text)"),),
    "with words before": ((f"print({CONTENT})", f'print("Answer:", {CONTENT})'),),
    "the choice first": (
        (f"print({CONTENT})", "choice = response.choices[0]\nprint(choice.message.content)"),
    ),
}
GPTS_FAULTS = {
    "hello": ((f"print({CONTENT})", 'print("hello")'),),
    "second choice": ((CONTENT, "response.choices[1].message.content"),),
    "all of it": ((f"print({CONTENT})", "print(response)"),),
    "the message": ((f"print({CONTENT})", "print(response.choices[0].message)"),),
    "another model id": (("gpt-6-luna", "gpt-7"),),
    "no tokens": (("max_completion_tokens=1024", "max_completion_tokens=0"),),
    "half of it": ((CONTENT, f"{CONTENT}[:20]"),),
}
WAIT = "time.sleep(2**attempt)"
PASSING = "(anthropic.RateLimitError, anthropic.InternalServerError, anthropic.APIConnectionError)"

ANSWERS = {
    "first_block": versions("first_block", CLAUDES_WAYS, CLAUDES_FAULTS),
    "no_limit": versions("no_limit", {**CLAUDES_WAYS, "another limit": (("1024", "600"),)}, CLAUDES_FAULTS),
    "other_path": versions("other_path", GPTS_WAYS, GPTS_FAULTS),
    "temperature": versions("temperature", CLAUDES_WAYS, {
        **CLAUDES_FAULTS, "zero": [("0.7", "0")], "one": [("0.7", "1.0")], "by another name": [("temperature", "top_p")],
    }),
    "old_limit": versions("old_limit", {**GPTS_WAYS, "another limit": (("1024", "500"),)}, {
        **GPTS_FAULTS, "no limit": [("    max_tokens=1024,\n", "")], "misspelt": [("max_tokens", "max_tokns")],
    }),
    "reasoning_temperature": versions(
        "reasoning_temperature",
        {
            "no temperature": [("    temperature=0.2,\n", "")],
            "another model": [("gpt-6-luna", "gpt-4o-mini")],
            "warmer": (("0.2", "0.9"),),
        },
        {**GPTS_FAULTS, "some thinking": (('"none"', '"low"'),), "too warm": (("0.2", "3"),)},
    ),
    "retired_model": versions(
        "retired_model", {**CLAUDES_WAYS, "a larger one": (("haiku-5-5", "sonnet-5"),)}, {
            **CLAUDES_FAULTS, "another provider's": (("claude-haiku-5-5", "gpt-6-luna"),), "no id": (("claude-haiku-5-5", ""),),
        },
    ),
    "system_role": versions("system_role", CLAUDES_WAYS, {
        **CLAUDES_FAULTS, "as a user": [('"system"', '"user"')], "left out": (('    system="Answer in three words.",\n', ""),),
        "other words": (("three words", "verse"),), "as an assistant": [('"system"', '"assistant"')],
    }),
    "dict_access": versions("dict_access", GPTS_WAYS, {
        **GPTS_FAULTS, "half way": [('response["choices"][0]["message"]["content"]', 'response.choices[0]["message"]')],
    }),
    "raw_content": versions("raw_content", CLAUDES_WAYS, {
        **CLAUDES_FAULTS, "as text": [("message.content", "str(message.content)")],
    }),
    "usage_chunk": versions(
        "usage_chunk",
        {
            "by length": (("if chunk.choices:", "if len(chunk.choices) > 0:"),),
            "left early": (("    if chunk.choices:\n        print(chunk.choices[0].delta.content or \"\", end=\"\")\n        stop_reason = chunk.choices[0].finish_reason\n    if chunk.usage:\n",
                            "    if not chunk.choices:\n        continue\n    print(chunk.choices[0].delta.content or \"\", end=\"\")\n"),
                           ("        print(\"\\n\", chunk.usage.total_tokens, \"tokens,\", stop_reason)\n", ""),),
            "a loop over choices": (("    if chunk.choices:\n        print(chunk.choices[0].delta.content or \"\", end=\"\")\n        stop_reason = chunk.choices[0].finish_reason\n",
                                     "    for choice in chunk.choices:\n        print(choice.delta.content or \"\", end=\"\")\n        stop_reason = choice.finish_reason\n"),),
        },
        {
            "not asked for": [("    stream_options={\"include_usage\": True},\n", "")],
            "hello": (("chunk.choices[0].delta.content or \"\"", '"hello"'),),
            "the delta": (("chunk.choices[0].delta.content or \"\"", "chunk.choices[0].delta"),),
            "second choice": (("choices[0].delta.content", "choices[1].delta.content"),),
        },
    ),
    "no_stop_reason": versions(
        "no_stop_reason",
        {
            "printed always": [(f"print({CONTENT})", f"print({CONTENT})\nprint(response.choices[0].finish_reason)")],
            "not stop": (('== "length"', '!= "stop"'),),
            "an error": (('print("… (cut off by the token limit)")', 'raise RuntimeError("cut off")'),),
        },
        {
            "a larger limit": [("max_completion_tokens=30", "max_completion_tokens=1024")],
            "another reason": (('== "length"', '== "max_tokens"'),),
            "nothing said": (('print("… (cut off by the token limit)")', "pass"),),
            "tokens": [(f"print({CONTENT})", f"print({CONTENT})\nprint(response.usage.completion_tokens)")],
            "said of all": [(f"print({CONTENT})", f'print({CONTENT})\nprint("maybe cut off")')],
        },
    ),
    "key_in_code": versions(
        "key_in_code",
        {
            "from the environment": [("import openai", "import os\n\nimport openai"), ('"sk-proj-1f6hQ0example0example"', 'os.environ["OPENAI_API_KEY"]')],
            **GPTS_WAYS,
        },
        {
            **GPTS_FAULTS,
            "by a name": [("client =", 'key = "sk-proj-1f6hQ0example0example"\nclient ='), ('api_key="sk-proj-1f6hQ0example0example"', "api_key=key")],
            "another key": [("sk-proj-1f6hQ0example0example", "sk-proj-another0example")],
            "no prefix": [("sk-proj-1f6hQ0example0example", "1f6hQ0example0example")],
        },
    ),
    "retry_400": versions(
        "retry_400",
        {
            "raised": [(WAIT, "raise")],
            "busy alone": (("(anthropic.RateLimitError, anthropic.InternalServerError, anthropic.APIConnectionError)", "anthropic.RateLimitError"),),
            "bad ones first": [("        except anthropic.APIError:", "        except (anthropic.BadRequestError, anthropic.AuthenticationError, anthropic.PermissionDeniedError, anthropic.NotFoundError, anthropic.RequestTooLargeError):\n            raise\n        except anthropic.APIError:")],
            "by status": [("        except anthropic.APIError:", "        except anthropic.APIStatusError as error:\n            if error.status_code < 429:\n                raise")],
        },
        {
            "everything": [("anthropic.APIError", "Exception")],
            "statuses": [("anthropic.APIError", "anthropic.APIStatusError")],
            "bad alone": [("anthropic.APIError", "anthropic.BadRequestError")],
            "swallowed": [(WAIT, "return None")],
            "half": [("        except anthropic.APIError:", "        except anthropic.BadRequestError:\n            raise\n        except anthropic.APIError:")],
            "fewer": [("range(5)", "range(3)")],
        },
    ),
    "tight_loop": versions(
        "tight_loop",
        {
            "one second": ((WAIT, "time.sleep(1)"),),
            "with chance": (("import time", "import random\nimport time"), (WAIT, "time.sleep(2**attempt * random.uniform(0.5, 1))")),
            "raised": [('print("Once more", attempt)', "raise")],
            "capped": ((WAIT, "time.sleep(min(2**attempt, 8))"),),
        },
        {
            "zero": ((WAIT, "time.sleep(0)"),),
            "a millisecond": ((WAIT, "time.sleep(0.001)"),),
            "zero first": ((WAIT, "time.sleep(attempt)"),),
            "swallowed": [('print("Once more", attempt)', "return None")],
            "passed": [('print("Once more", attempt)', "pass")],
            "waits before the loop": (("    for attempt in range(5):", "    time.sleep(5)\n    for attempt in range(5):"), (WAIT, "pass")),
        },
    ),
    "endless": versions(
        "endless",
        {
            "raised": [("time.sleep(5)", "raise")],
            "counted": [("    while True:", "    attempt = 0\n    while attempt < 5:\n        attempt += 1")],
            "a way out": [("    while True:", "    left = 4\n    while True:"), ("            time.sleep(5)", "            left -= 1\n            if left == 0:\n                raise\n            time.sleep(5)")],
            "eight times": (("range(5)", "range(8)"),),
        },
        {
            "a counter that never moves": [("    while True:", "    attempt = 0\n    while attempt < 5:")],
            "a counter that goes back": [("    while True:", "    attempt = 0\n    while attempt < 5:\n        attempt -= 1")],
            "while 1": [("while True", "while 1")],
            "for ever by count": [("import time", "import itertools\nimport time"), ("while True", "for attempt in itertools.count()")],
            "a million": (("range(5)", "range(1000000)"),),
            "no pause": ((WAIT, "pass"),),
            "zero": ((WAIT, "time.sleep(0)"),),
        },
    ),
    "guarantee": versions(
        "guarantee",
        {
            "lower case": (('assert "Paris" in ask(question)', 'assert "paris" in ask(question).lower()'),),
            "by a name": (('assert "Paris" in ask(question)', 'answer = ask(question)\n    assert "Paris" in answer'),),
            "asked twice": (('assert "Paris" in ask(question)', 'assert "Paris" in ask(question) and "Paris" in ask(question)'),),
        },
        {
            "equal to one word": (('assert "Paris" in ask(question)', 'assert ask(question) == "Paris"'),),
            "equal, asked another way": (('assert "Paris" in ask(question)', "first = ask(question)\n    assert first == ask(question)"),),
            "anything": (('assert "Paris" in ask(question)', "assert ask(question)"),),
            "no assertion": (('assert "Paris" in ask(question)', "ask(question)"),),
            "a text": (('assert "Paris" in ask(question)', 'assert "Paris"'),),
            "a seed": [("temperature=0", "temperature=0,\n        seed=1")],
        },
    ),
    "last_message": versions(
        "last_message",
        {
            "a copy": (("messages=history", "messages=list(history)"),),
            "another name": (("history", "turns"),),
            "added up": (('    history.append({"role": "user", "content": question})\n', '    history = history + [{"role": "user", "content": question}]\n'),),
        },
        {
            "the first alone": (("messages=history", "messages=history[:1]"),),
            "the last two": (("messages=history", "messages=history[-2:]"),),
            "without answers": (('    history.append({"role": "assistant", "content": answer})\n', ""),),
            "forgotten each turn": (("while True:", "while True:\n    history = []"),),
            "the answers as users": (('"role": "assistant"', '"role": "user"'),),
        },
    ),
    "base_url": versions(
        "base_url",
        {
            "none": [('base_url="https://api.openai.com", ', "")],
            "a slash": (('.com/v1"', '.com/v1/"'),),
            "by a name": (("client = ", 'url = "https://api.openai.com/v1"\nclient = '), ('base_url="https://api.openai.com/v1"', "base_url=url")),
        },
        {
            "a slash alone": [('.com"', '.com/"')],
            "another version": [('.com"', '.com/v2"')],
            "the whole path": [('.com"', '.com/v1/chat/completions"')],
            "another provider": [("api.openai.com", "api.anthropic.com/v1")],
            "empty": [("https://api.openai.com", "")],
            "hello": ((f"print({CONTENT})", 'print("hello")'),),
        },
    ),
}  # fmt: skip
