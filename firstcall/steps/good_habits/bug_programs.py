"""The programs of "spot the bug", each with its solution: (with the mistake, mended)."""

from __future__ import annotations

_CLAUDE = """\
import anthropic

client = anthropic.Anthropic(timeout=60)
message = client.messages.create(
    model="claude-haiku-5-5",
    max_tokens=1024,
    messages=[{"role": "user", "content": "What is an API?"}],
)

text = "".join(block.text for block in message.content if block.type == "text")
print(text)
print(message.stop_reason)
"""
_GPT = """\
import openai

client = openai.OpenAI(timeout=60)
response = client.chat.completions.create(
    model="gpt-6-luna",
    reasoning_effort="none",
    max_completion_tokens=1024,
    messages=[{"role": "user", "content": "What is an API?"}],
)

print(response.choices[0].message.content)
print(response.choices[0].finish_reason)
"""


def _with(program: str, *changes: tuple[str, str]) -> str:
    for before, after in changes:
        assert program.count(before) == 1, before
        program = program.replace(before, after)
    return program


_JOINED = """\
text = "".join(block.text for block in message.content if block.type == "text")
print(text)
"""
FIRST_BLOCK = (_with(_CLAUDE, (_JOINED, "print(message.content[0].text)\n")), _CLAUDE)
NO_LIMIT = (_with(_CLAUDE, ("    max_tokens=1024,\n", "")), _CLAUDE)
OTHER_PATH = (_with(_GPT, ("response.choices[0].message.content", "response.content[0].text")), _GPT)
TEMPERATURE = (_with(_CLAUDE, ("max_tokens=1024,\n", "max_tokens=1024,\n    temperature=0.7,\n")), _CLAUDE)
OLD_LIMIT = (_with(_GPT, ("max_completion_tokens", "max_tokens")), _GPT)
REASONING_TEMPERATURE = (
    _with(_GPT, ('    reasoning_effort="none",\n', "    temperature=0.2,\n")),
    _with(_GPT, ("    max_completion", "    temperature=0.2,\n    max_completion")),
)
RETIRED_MODEL = (_with(_CLAUDE, ("claude-haiku-5-5", "claude-3-haiku-20240307")), _CLAUDE)
SYSTEM_ROLE = (
    _with(
        _CLAUDE,
        (
            '[{"role": "user", "content": "What is an API?"}]',
            '[\n        {"role": "system", "content": "Answer in three words."},\n'
            '        {"role": "user", "content": "What is an API?"},\n    ]',
        ),
    ),
    _with(_CLAUDE, ("    messages=", '    system="Answer in three words.",\n    messages=')),
)
DICT_ACCESS = (
    _with(_GPT, (".choices[0].message.content", '["choices"][0]["message"]["content"]')),
    _GPT,
)
RAW_CONTENT = (_with(_CLAUDE, (_JOINED, "print(message.content)\n")), _CLAUDE)
NO_STOP_REASON = (
    _with(_GPT, ("print(response.choices[0].finish_reason)\n", ""), ("1024", "30")),
    _with(
        _GPT,
        (
            "print(response.choices[0].finish_reason)\n",
            'if response.choices[0].finish_reason == "length":\n    print("… (cut off by the token limit)")\n',
        ),
        ("1024", "30"),
    ),
)

_STREAM = """\
import openai

client = openai.OpenAI(timeout=60)
stream = client.chat.completions.create(
    model="gpt-6-luna",
    reasoning_effort="none",
    max_completion_tokens=1024,
    stream=True,
    stream_options={"include_usage": True},
    messages=[{"role": "user", "content": "What is an API?"}],
)

for chunk in stream:
"""
USAGE_CHUNK = (
    _STREAM
    + """\
    print(chunk.choices[0].delta.content or "", end="")
    stop_reason = chunk.choices[0].finish_reason
    if chunk.usage:
        print("\\n", chunk.usage.total_tokens, "tokens,", stop_reason)
""",
    _STREAM
    + """\
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="")
        stop_reason = chunk.choices[0].finish_reason
    if chunk.usage:
        print("\\n", chunk.usage.total_tokens, "tokens,", stop_reason)
""",
)
KEY_IN_CODE = (
    _with(_GPT, ("timeout=60", 'api_key="sk-proj-1f6hQ0example0example", timeout=60')),
    _GPT,
)

_RETRY_CLAUDE = """\
import time

import anthropic

client = anthropic.Anthropic(timeout=60, max_retries=0)


def ask(question):
    for attempt in range(5):
        try:
            message = client.messages.create(
                model="claude-haiku-5-5",
                max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )
            return message.stop_reason, message.usage
        except ERRORS:
            time.sleep(2**attempt)
"""
RETRY_400 = (
    _RETRY_CLAUDE.replace("ERRORS", "anthropic.APIError"),
    _RETRY_CLAUDE.replace(
        "ERRORS", "(anthropic.RateLimitError, anthropic.InternalServerError, anthropic.APIConnectionError)"
    ),
)
_RETRY_GPT = """\
import time

import openai

client = openai.OpenAI(timeout=60, max_retries=0)


def ask(question):
    for attempt in range(5):
        try:
            response = client.chat.completions.create(
                model="gpt-6-luna",
                max_completion_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )
            return response.choices[0].finish_reason, response.usage
        except openai.RateLimitError:
            WAIT
"""
TIGHT_LOOP = (
    _RETRY_GPT.replace("import time\n\n", "").replace("WAIT", 'print("Once more", attempt)'),
    _RETRY_GPT.replace("WAIT", "time.sleep(2**attempt)"),
)
_ENDLESS = """\
import time

import anthropic

client = anthropic.Anthropic(timeout=60, max_retries=0)


def ask(question):
    LOOP
        try:
            message = client.messages.create(
                model="claude-haiku-5-5",
                max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )
            return message.stop_reason, message.usage
        except anthropic.RateLimitError:
            time.sleep(WAIT)
"""
ENDLESS = (
    _ENDLESS.replace("LOOP", "while True:").replace("WAIT", "5"),
    _ENDLESS.replace("LOOP", "for attempt in range(5):").replace("WAIT", "2**attempt")
    + '    raise RuntimeError("No answer after five attempts.")\n',
)
_TEST = """\
import openai

client = openai.OpenAI(timeout=60)


def ask(question):
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        temperature=0,
        max_completion_tokens=200,
        messages=[{"role": "user", "content": question}],
    )
    assert response.choices[0].finish_reason == "stop"
    return response.choices[0].message.content


def test_capital():
    question = "What is the capital of France?"
    ASSERTION
"""
GUARANTEE = (
    _TEST.replace("ASSERTION", "assert ask(question) == ask(question)"),
    _TEST.replace("ASSERTION", 'assert "Paris" in ask(question)'),
)
_CHAT = """\
import anthropic

client = anthropic.Anthropic(timeout=60)
history = []

while True:
    question = input("You: ")
    history.append({"role": "user", "content": question})
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1024,
        messages=MESSAGES,
    )
    answer = "".join(block.text for block in message.content if block.type == "text")
    history.append({"role": "assistant", "content": answer})
    print(answer, f"({message.stop_reason})")
"""
LAST_MESSAGE = (
    _CHAT.replace("MESSAGES", '[{"role": "user", "content": question}]'),
    _CHAT.replace("MESSAGES", "history"),
)
BASE_URL = (
    _with(_GPT, ("timeout=60", 'base_url="https://api.openai.com", timeout=60')),
    _with(_GPT, ("timeout=60", 'base_url="https://api.openai.com/v1", timeout=60')),
)
