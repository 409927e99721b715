"""The linter: each rule with a program that triggers it and one that does not; fixes that hold."""

from __future__ import annotations

import ast
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.programs.lint.findings import Finding, lint, mend
from firstcall.providers import Provider
from firstcall.steps.good_habits import exercises
from firstcall.steps.own_code import samples
from tests.quickly import examples

CLAUDE = """\
import anthropic

client = anthropic.Anthropic(timeout=60)
message = client.messages.create(
    model="claude-haiku-5-5",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hi"}],
)
print("".join(block.text for block in message.content if block.type == "text"))
print(message.stop_reason)
"""
GPT = """\
import openai

client = openai.OpenAI(timeout=60)
response = client.chat.completions.create(
    model="gpt-6-luna",
    reasoning_effort="none",
    max_completion_tokens=1024,
    messages=[{"role": "user", "content": "Hi"}],
)
print(response.choices[0].message.content)
print(response.choices[0].finish_reason)
"""
STREAM = """\
import openai

client = openai.OpenAI(timeout=60)
stream = client.chat.completions.create(
    model="gpt-6-luna",
    max_completion_tokens=1024,
    stream=True,
    stream_options={"include_usage": True},
    messages=[{"role": "user", "content": "Hi"}],
)
for chunk in stream:
    print(chunk.choices[0].delta.content, chunk.choices[0].finish_reason)
"""
TOOL_LOOP = """\
import anthropic

client = anthropic.Anthropic(timeout=60)
messages = [{"role": "user", "content": "What is the weather in Paris?"}]
while True:
    message = client.messages.create(
        model="claude-haiku-5-5", max_tokens=1024, tools=[{"name": "get_weather", "input_schema": {"type": "object"}}],
        messages=messages,
    )
    if message.stop_reason != "tool_use":
        break
    messages.append({"role": "assistant", "content": message.content})
    asked = [block for block in message.content if block.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": block.id, "content": "18 degrees"} for block in asked]
    messages.append({"role": "user", "content": results})
"""
_TURN = '    messages.append({"role": "assistant", "content": message.content})\n'
GATHERED = """\
import asyncio
import openai

client = openai.AsyncOpenAI(timeout=60)


async def ask(word):
    response = await client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1024,
        messages=[{"role": "user", "content": word}],
    )
    return response.choices[0].message.content, response.choices[0].finish_reason


async def main(words):
    print(await asyncio.gather(*[ask(word) for word in words]))


asyncio.run(main(open("words.txt").read().split()))
"""
RESPONSE = """\
import openai

client = openai.OpenAI(timeout=60)
response = client.responses.create(model="gpt-6-luna", max_output_tokens=1024, input="Hi")
print(response.output_text, response.status)
"""
EVENTS = """\
import openai

client = openai.OpenAI(timeout=60)
stream = client.responses.create(model="gpt-6-luna", max_output_tokens=1024, stream=True, input="Hi")
for event in stream:
    print(event.delta, end="")
"""
RETRY = """\
import time
import anthropic

client = anthropic.Anthropic(timeout=60)
for attempt in range(4):
    try:
        message = client.messages.create(
            model="claude-haiku-5-5", max_tokens=1024, messages=[{"role": "user", "content": "Hi"}]
        )
        print(message.stop_reason)
        break
    except anthropic.RateLimitError:
        time.sleep(2**attempt)
"""
GEMINI_RETRY = """\
import time
from google import genai
from google.genai import errors

client = genai.Client(http_options={"timeout": 60_000})
for attempt in range(4):
    try:
        response = client.models.generate_content(
            model="gemini-3.5-flash-lite", config={"max_output_tokens": 1024}, contents="Hi"
        )
        print(response.candidates[0].finish_reason)
        break
    except errors.APIError:
        time.sleep(2**attempt)
"""
CHAT = """\
import openai

client = openai.OpenAI(timeout=60)
history = []
while True:
    question = input("> ")
    history.append({"role": "user", "content": question})
    response = client.chat.completions.create(
        model="gpt-6-luna", reasoning_effort="none", max_completion_tokens=500, messages=history
    )
    answer = response.choices[0].message.content
    print(answer, response.choices[0].finish_reason)
    history.append({"role": "assistant", "content": answer})
"""


def having(source: str, *changes: tuple[str, str]) -> str:
    for before, after in changes:
        assert before in source, before
        source = source.replace(before, after)
    return source


def rules(source: str, provider_id: str | None = None) -> set[str]:
    return {found.rule for found in lint(source, provider_id)}


def the(rule: str, source: str) -> Finding:
    return next(found for found in lint(source) if found.rule == rule)


ARGS = "    max_tokens=1024,\n"
LUNA = '    reasoning_effort="none",\n'
HISTORY = "messages=history"
OLDER = ("claude-haiku-5-5", "claude-haiku-4-5")
OLD_WAY = '    extra_body={"temperature": 0.5}, extra_headers={"anthropic-version": "2023-06-01"},\n'
PREFILL = ('"Hi"}],', '"Hi"}, {"role": "assistant", "content": "Ahoy"}],')
LOOKS_AT_STATUS = "anthropic.APIStatusError as e:\n        if e.status_code < 429:\n            raise"
CALL_IN_TRY = "    try:\n        client.chat.completions.create()\n    except Exception:\n        print(1)\n"
SPANS = "from opentelemetry.instrumentation.google_genai import GoogleGenAiSdkInstrumentor\n"
INSTRUMENTS = SPANS + "GoogleGenAiSdkInstrumentor().instrument()\n"
CAPTURES = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
COUNTED = having(
    TOOL_LOOP,
    ("while True:", "turn = 0\nwhile True:\n    turn += 1"),
    ('"tool_use":\n', '"tool_use" or turn > 5:\n'),
)
TURN_LOST = having(TOOL_LOOP, (_TURN, ""), ("while True", "for turn in range(5)"))
BAD_HABITS: tuple[tuple[str, str], ...] = (
    ("no-spans", "from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor\n" + GPT),
    ("no-spans", INSTRUMENTS),
    ("no-spans", SPANS + "spans = GoogleGenAiSdkInstrumentor()\nspans.instrument(tracer_provider=tracing)\n"),
    ("prompts-in-spans", f'import os\nos.environ["{CAPTURES}"] = "SPAN_ONLY"\n' + GPT),
    ("prompts-in-spans", having(CLAUDE, ("timeout=60", 'open_telemetry={"traces": {"content_mode": "content"}}'))),
    ("tool-loop-unbounded", TOOL_LOOP),
    ("tool-turn-lost", TURN_LOST),
    ("tool-turn-lost", having(TURN_LOST, ("append({", "extend([{"), (": results})", ": results}])"))),
    ("no-call-limit", GATHERED),
    ("no-call-limit", having(GATHERED, ("*[ask(word) for word in words]", "*map(ask, words)"))),
    ("no-call-limit", having(GATHERED, ("*[ask(word) for word in words]", "*(ask(word) for word in words)"))),
    ("hard-coded-key", having(CLAUDE, ("timeout=60", 'api_key="sk-ant-api03-abcdefgh12345678"'))),
    ("hard-coded-key", having(CLAUDE, ("timeout=60", 'api_key="my own key"'))),
    ("hard-coded-key", 'import os\nos.environ["OPENAI_API_KEY"] = "sk-proj-abcdefgh12345678"\n' + GPT),
    ("hard-coded-key", 'h = {"x-api-key": "abc", "anthropic-version": "2026-10-21"}'),
    ("hard-coded-key", 'h = {"Authorization": "Bearer sk-abcdefgh12345678"}'),
    ("hard-coded-key", 'API_KEY = "sk-proj-abcdefgh12345678"'),
    ("hard-coded-key", 'import os\nk = os.getenv("OPENAI_API_KEY", "sk-proj-abcdefgh12345678")'),
    ("key-with-blanks", having(CLAUDE, ("timeout=60", 'api_key=open("key.txt").read()'))),
    ("key-with-blanks", having(GPT, ("timeout=60", 'api_key="sk-abcdefgh12345678\\n"'))),
    ("no-token-limit", having(CLAUDE, (ARGS, ""))),
    ("no-token-limit", having(GPT, ("    max_completion_tokens=1024,\n", ""))),
    ("refused-parameter", having(GPT, ("max_completion_tokens=1024", "max_tokens=1024"))),
    ("refused-parameter", having(GPT, (LUNA, LUNA + "    max_tokens=10,\n"))),
    ("limit-too-high", having(CLAUDE, ("1024", "500_000"))),
    ("limit-too-high", having(CLAUDE, ("1024", "30_000"), ("timeout=60", ""))),
    ("retired-model", having(CLAUDE, ("claude-haiku-5-5", "claude-3-haiku-20240307"))),
    ("retired-model", having(CLAUDE, ("claude-haiku-5-5", "claude-3-opus-20240229"))),
    ("retired-model", having(GPT, ("gpt-6-luna", "gpt-4-turbo"), (LUNA, ""))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "gpt-6-lunar"))),
    ("unknown-model", having(CLAUDE, ("claude-haiku-5-5", "gpt-6-luna"))),
    ("other-endpoint", having(GPT, ("gpt-6-luna", "gpt-5.5-pro"))),
    ("other-endpoint", having(GPT, ("gpt-6-luna", "davinci-002"))),
    ("other-endpoint", having(GPT, ("gpt-6-luna", "text-embedding-3-small"))),
    ("refused-parameter", having(CLAUDE, (ARGS, ARGS + "    temperature=0.5,\n"))),
    ("refused-parameter", having(CLAUDE, (ARGS, ARGS + '    extra_body={"temperature": 0.5},\n'))),
    ("refused-parameter", having(GPT, (LUNA, "    temperature=0.5,\n"))),
    ("refused-parameter", having(GPT, ('"none"', '"high", temperature=0'))),
    ("refused-parameter", having(GPT, ("gpt-6-luna", "gpt-5.4-mini"), (LUNA, '    stop=["6."],\n'))),
    ("out-of-range", having(GPT, (LUNA, LUNA + "    temperature=3,\n"))),
    ("blank-stop", having(CLAUDE, (ARGS, ARGS + '    stop_sequences=["\\n", "END"],\n'))),
    ("refused-parameter", having(CLAUDE, (ARGS, ARGS + '    thinking={"type": "enabled", "budget_tokens": 500},\n'))),
    ("refused-parameter", having(CLAUDE, OLDER, (ARGS, ARGS + '    thinking={"type": "adaptive"},\n'))),
    ("refused-parameter", having(GPT, ('"none"', '"minimal"'))),
    ("prefill", having(CLAUDE, PREFILL)),
    ("system-role", having(CLAUDE, ("messages=[", 'messages=[{"role": "system", "content": "Be brief."}, '))),
    ("unknown-argument", having(CLAUDE, ("max_tokens", "max_output_tokens"))),
    ("unknown-argument", having(GPT, (LUNA, '    system="Be brief.",\n'))),
    ("unknown-argument", having(GPT, ("reasoning_effort", "reasoning_efort"))),
    ("unknown-argument", having(GPT, ("timeout=60", "max_retry=3"))),
    ("missing-argument", having(CLAUDE, ('    model="claude-haiku-5-5",\n', ""))),
    ("wrong-method", having(CLAUDE, ("anthropic.Anthropic", "openai.OpenAI"))),
    ("wrong-path", having(CLAUDE, ("print(message.stop_reason)", "print(message.choices[0].message.content)"))),
    ("wrong-path", having(GPT, ("response.choices[0].message.content", "response.content[0].text"))),
    ("wrong-path", having(GPT, ("print(response.choices[0].finish_reason)", "print(response.stop_reason)"))),
    ("wrong-path", having(CLAUDE, ("message.stop_reason", "message.usage.total_tokens"))),
    ("dict-access", having(GPT, (".choices[0].message.content", '["choices"][0]["message"]["content"]'))),
    ("dict-access", having(STREAM, ("delta.content,", 'delta.get("content", ""),'))),
    ("stream-read-whole", having(GPT, (LUNA, LUNA + "    stream=True,\n"))),
    ("first-block", having(CLAUDE, ("print(message.stop_reason)", "print(message.content[0].text, message.stop_reason)"))),
    ("first-block", having(CLAUDE, (' if block.type == "text"', ""))),
    ("raw-content", CLAUDE + "print(message.content)\n"),
    ("raw-content", CLAUDE + 'print(f"Reply: {message.content}")\n'),
    ("usage-chunk", STREAM),
    ("limit-too-low", having(RESPONSE, ("1024", "15"))),
    ("no-room-for-thoughts", having(RESPONSE, ("1024", "20"))),
    ("no-room-for-thoughts", having(CLAUDE, ("1024", "50"))),
    ("no-room-for-thoughts", having(GPT, ("1024", "50"), ('"none"', '"low"'))),
    ("limit-too-low", having(GPT, ("1024", "0"))),
    ("delta-kind", EVENTS),
    ("wrong-path", having(EVENTS, ("event.delta", "event.choices[0].delta.content"))),
    ("unknown-argument", having(RESPONSE, ("input=", "messages="))),
    ("unknown-argument", having(RESPONSE, ("max_output_tokens", "max_tokens"))),
    ("unknown-argument", having(RESPONSE, ("input=", 'system="Be brief.", input='))),
    ("unknown-argument", having(RESPONSE, ("input=", 'stop=["6."], input='))),
    ("wrong-path", having(RESPONSE, ("response.output_text", "response.choices[0].message.content"))),
    ("wrong-path", having(GPT, ("response.choices[0].message.content", "response.output_text"))),
    ("no-stop-reason", having(RESPONSE, (", response.status", ""))),
    ("no-stop-reason", having(CLAUDE, ("print(message.stop_reason)\n", ""))),
    ("no-stop-reason", having(GPT, ("print(response.choices[0].finish_reason)\n", ""))),
    ("retry-4xx", having(RETRY, ("anthropic.RateLimitError", "Exception"))),
    ("retry-4xx", having(RETRY, ("anthropic.RateLimitError", "(anthropic.BadRequestError, anthropic.RateLimitError)"))),
    ("retry-4xx", having(RETRY, (" anthropic.RateLimitError", ""))),
    ("retry-4xx", GEMINI_RETRY),
    ("retry-4xx", having(GEMINI_RETRY, ("errors.APIError", "Exception as oh"))),
    ("tight-loop", having(RETRY, ("time.sleep(2**attempt)", "pass"))),
    ("no-attempt-limit", having(RETRY, ("for attempt in range(4)", "while True"), ("2**attempt", "2"))),
    ("zero-as-guarantee", having(GPT, (LUNA, LUNA + "    temperature=0,  # deterministic\n"))),
    ("last-message-only", having(CHAT, (HISTORY, 'messages=[{"role": "user", "content": question}]'))),
    ("last-message-only", having(CHAT, (HISTORY, "messages=history[-1:]"))),
    ("half-history", having(CHAT, ('    history.append({"role": "assistant", "content": answer})\n', ""))),
    ("wrong-base-url", having(GPT, ("timeout=60", 'base_url="https://api.openai.com"'))),
    ("wrong-base-url", having(CLAUDE, ("timeout=60", 'base_url="https://api.anthropic.com/v1"'))),
    ("no-timeout", having(CLAUDE, ("timeout=60", ""))),
    ("old-sdk", 'import openai\nr = openai.ChatCompletion.create(model="gpt-6-luna", messages=[])'),
    ("old-sdk", 'import openai\nr = openai.Completion.create(model="gpt-6-luna", prompt="Hi")'),
    ("old-sdk", "import openai\ntry:\n    pass\nexcept openai.error.RateLimitError:\n    pass"),
    ("old-sdk", "from openai.error import RateLimitError"),
    ("old-sdk", "from anthropic import Anthropic, HUMAN_PROMPT, AI_PROMPT"),
    ("old-sdk", 'c.completions.create(model="claude-haiku-5-5", max_tokens_to_sample=9, prompt="Hi")'),
    ("old-sdk", "import google.generativeai as genai"),
    ("old-sdk", 'import openai\nopenai.api_key = os.environ["OPENAI_API_KEY"]\nclient = openai.OpenAI()'),
    ("not-python", having(GPT, ('"Hi"', "\u201cHi\u201d"))),
    ("not-python", "!pip install openai\n" + GPT),
    ("left-over", "python\nCopy\nEdit\n" + GPT),
    ("notebook", json.dumps({"cells": [{"cell_type": "code", "source": GPT}], "nbformat": 4, "metadata": {}})),
)  # fmt: skip
GOOD_HABITS: tuple[tuple[str, str], ...] = (
    ("no-spans", "from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor\n" + GPT),
    ("no-spans", having(INSTRUMENTS, ("ment()", "ment(skip_dep_check=True)"))),
    ("no-spans", having(INSTRUMENTS, ("ment()", "ment(**known)"))),
    ("prompts-in-spans", f'import os\nos.environ["{CAPTURES}"] = "NO_CONTENT"\n' + GPT),
    ("prompts-in-spans", having(CLAUDE, ("timeout=60", "open_telemetry=False"))),
    ("tool-loop-unbounded", TURN_LOST),
    ("tool-loop-unbounded", COUNTED),
    ("tool-loop-unbounded", having(TOOL_LOOP, ('"tool_use":\n', '"tool_use" or len(messages) > 20:\n'))),
    ("tool-turn-lost", TOOL_LOOP),
    ("tool-turn-lost", having(TURN_LOST, ("results})\n", "results})\n    messages.insert(1, message)\n"))),
    ("tool-turn-lost", having(TURN_LOST, ("    asked =", "    messages += [*turn_of(message)]\n    asked ="))),
    ("no-call-limit", having(GATHERED, ("(timeout=60)\n", "(timeout=60)\nplaces = asyncio.Semaphore(4)\n"))),
    ("no-call-limit", having(GATHERED, ("in words]", "in words[:5]]"))),
    ("no-call-limit", having(GATHERED, ("in words]", 'in ("ahoy", "aye")]'))),
    ("no-call-limit", having(GATHERED, ("*[ask(word) for word in words]", 'ask("ahoy"), ask("aye")'))),
    ("not-awaited", "def f():\n  def go():\n    pass\n  go()\nasync def g():\n  async def go():\n    pass\n  await go()\n"),
    ("hard-coded-key", having(CLAUDE, ("timeout=60", 'api_key=os.environ["ANTHROPIC_API_KEY"]'))),
    ("hard-coded-key", having(GPT, ("timeout=60", 'api_key="ollama", base_url="http://localhost:11434/v1"'))),
    ("hard-coded-key", 'NAME = "sk-learn is a package"'),
    ("key-with-blanks", having(CLAUDE, ("timeout=60", 'api_key=open("key.txt").read().strip()'))),
    ("no-token-limit", having(CLAUDE, (ARGS, "    **more,\n"))),
    ("no-token-limit", having(GPT, ("max_completion_tokens", "max_tokens"), ("gpt-6-luna", "gpt-4o-mini"))),
    ("refused-parameter", having(GPT, ("max_completion_tokens", "max_tokens"), ("gpt-6-luna", "gpt-4o-mini"), (LUNA, ""))),
    ("limit-too-high", having(CLAUDE, ("1024", "21_333"))),
    ("limit-too-high", having(CLAUDE, ("1024", "30_000"))),
    ("retired-model", CLAUDE),
    ("retiring-model", CLAUDE),
    ("unknown-model", having(GPT, ("gpt-6-luna", "ft:gpt-6-luna:me::1"))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "llama3.2"), ("timeout=60", 'base_url="http://localhost:11434/v1"'))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "gpt-6.2-astra"))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "gpt-5.5-pro"))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "whisper-1"))),
    ("other-endpoint", having(GPT, ("gpt-6-luna", "gpt-5.2"))),
    ("other-endpoint", having(GPT, ("gpt-6-luna", "o1"))),
    ("refused-parameter", having(CLAUDE, OLDER, (ARGS, ARGS + OLD_WAY))),
    ("refused-parameter", having(GPT, (LUNA, LUNA + "    temperature=0.5,\n"))),
    ("refused-parameter", having(GPT, (LUNA, LUNA + '    stop=["\\n"],\n'))),
    ("out-of-range", having(GPT, (LUNA, LUNA + "    temperature=2,\n"))),
    ("blank-stop", having(CLAUDE, (ARGS, ARGS + '    stop_sequences=["6."],\n'))),
    ("refused-parameter", having(CLAUDE, (ARGS, ARGS + '    thinking={"type": "disabled"},\n'))),
    ("prefill", having(CLAUDE, OLDER, PREFILL)),
    ("system-role", having(CLAUDE, (ARGS, ARGS + '    system="Be brief.",\n'))),
    ("system-role", having(GPT, ("messages=[", 'messages=[{"role": "system", "content": "Be brief."}, '))),
    ("unknown-argument", having(GPT, (LUNA, LUNA + "    verbosity=None, seed=1, store=False,\n"))),
    ("missing-argument", having(CLAUDE, ('    model="claude-haiku-5-5",\n', "    **more,\n"))),
    ("wrong-method", CLAUDE),
    ("wrong-path", CLAUDE),
    ("wrong-path", GPT),
    ("dict-access", 'r = requests.post(url).json()\nprint(r["choices"][0]["message"]["content"])'),
    ("stream-read-whole", STREAM),
    ("first-block", having(CLAUDE, ("claude-haiku-5-5", "claude-haiku-4-5"))),
    ("first-block", CLAUDE + 'for b in message.content:\n    if b.type == "text":\n        print(b.text)\n'),
    ("raw-content", CLAUDE + 'history = [{"role": "assistant", "content": message.content}]\n'),
    ("usage-chunk", having(STREAM, ('    stream_options={"include_usage": True},\n', ""))),
    ("usage-chunk", having(STREAM, ("    print(", "    if not chunk.choices:\n        continue\n    print("))),
    ("usage-chunk", having(STREAM, ("    print(", "    if chunk.choices:\n        print("))),
    ("limit-too-low", having(RESPONSE, ("1024", "16"))),
    ("no-room-for-thoughts", having(RESPONSE, ("1024", "100"))),
    ("no-room-for-thoughts", having(CLAUDE, ("1024", "50"), ("claude-haiku-5-5", "claude-haiku-4-5"))),
    ("no-room-for-thoughts", having(CLAUDE, ("max_tokens=1024", 'max_tokens=50, thinking={"type": "disabled"}'))),
    ("no-room-for-thoughts", having(GPT, ("1024", "50"))),
    ("limit-too-low", having(GPT, ("1024", "1"))),
    ("delta-kind", having(EVENTS, ("    print(", '    if event.type == "response.output_text.delta":\n        print('))),
    ("delta-kind", having(EVENTS, ("event.delta", 'getattr(event, "delta", "")'))),
    ("unknown-argument", having(RESPONSE, ("input=", 'instructions="Be brief.", store=False, input='))),
    ("wrong-path", RESPONSE),
    ("no-stop-reason", RESPONSE),
    ("no-stop-reason", CLAUDE),
    ("retry-4xx", RETRY),
    ("retry-4xx", having(RETRY, ("anthropic.RateLimitError:", LOOKS_AT_STATUS))),
    ("retry-4xx", having(RETRY, ("    except anth", "    except anthropic.BadRequestError:\n        raise\n    except anth"))),
    ("retry-4xx", having(CHAT, ("    answer =", CALL_IN_TRY + "    answer ="))),
    ("tight-loop", RETRY),
    ("no-attempt-limit", RETRY),
    ("zero-as-guarantee", having(GPT, (LUNA, LUNA + "    temperature=0,  # nearly deterministic, not guaranteed\n"))),
    ("zero-as-guarantee", having(GPT, (LUNA, LUNA + "    temperature=1,  # deterministic\n"))),
    ("last-message-only", CHAT),
    ("half-history", CHAT),
    ("wrong-base-url", having(GPT, ("timeout=60", 'base_url="https://api.openai.com/v1"'))),
    ("wrong-base-url", having(CLAUDE, ("timeout=60", 'base_url="https://api.anthropic.com"'))),
    ("no-timeout", CLAUDE),
    ("old-sdk", GPT),
    ("old-sdk", "from google import genai"),
    ("not-python", GPT),
    ("left-over", "copy = 1\ncopy\n" + GPT),
    ("left-over", '"""Edit"""\n' + GPT),
    ("notebook", '{"cells_of": [], "nbformat": 4}'),
    ("notebook", "[" + GPT.strip().splitlines()[0].partition(" ")[2] + "]"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "source"), BAD_HABITS, ids=[f"{n}-{r}" for n, (r, _) in enumerate(BAD_HABITS)]
)
def test_a_bad_habit_is_found(rule: str, source: str) -> None:
    assert rule in rules(source)


@pytest.mark.parametrize(
    ("rule", "source"), GOOD_HABITS, ids=[f"{n}-{r}" for n, (r, _) in enumerate(GOOD_HABITS)]
)
def test_a_good_habit_is_left_alone(rule: str, source: str) -> None:
    assert rule not in rules(source)


def test_every_rule_has_a_case_of_both_kinds() -> None:
    assert {rule for rule, _ in BAD_HABITS} <= {rule for rule, _ in GOOD_HABITS}


@pytest.mark.parametrize(
    ("rule", "source"), BAD_HABITS, ids=[f"{n}-{r}" for n, (r, _) in enumerate(BAD_HABITS)]
)
def test_a_fix_is_python_and_mends_its_finding(rule: str, source: str) -> None:
    for found in lint(source):
        if found.fixed is not None:
            ast.parse(found.fixed)
            before = [one.rule for one in lint(source)].count(found.rule)
            assert [one.rule for one in lint(found.fixed)].count(found.rule) < before


@pytest.mark.parametrize(
    ("rule", "source"), BAD_HABITS, ids=[f"{n}-{r}" for n, (r, _) in enumerate(BAD_HABITS)]
)
def test_fixing_everything_comes_to_an_end(rule: str, source: str) -> None:
    mended = mend(source)
    assert all(found.fixed is None for found in lint(mended))
    assert mend(mended) == mended


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("temperature", [None, 0.5])
def test_the_products_own_programs_are_clean(
    provider: Provider, stream: bool, temperature: float | None
) -> None:
    takes = {"anthropic": "claude-haiku-4-5", "google": "gemini-3.1-flash-lite"}
    usual = models.DEFAULT[provider.id]
    model = usual if temperature is None else takes.get(provider.id, usual)
    effort = "none" if provider.id == "openai" else None
    asked = Settings(
        model, (Message("user", "Hi"),), "Be brief.", 1024, temperature, ("END",), effort, stream
    )
    source = programs.render(provider.compose(asked, None), provider)
    assert [found.rule for found in lint(source, provider.id) if found.severity != "info"] == []


@given(st.text(max_size=300))
@examples(300)
def test_no_text_makes_it_raise(source: str) -> None:
    assert isinstance(lint(source), list)


PIECES = st.sampled_from([line for _, source in BAD_HABITS for line in source.splitlines(keepends=True)])


@given(st.lists(PIECES, max_size=12), st.sampled_from([None, "anthropic", "openai"]))
@examples(300)
def test_no_heap_of_lines_makes_it_raise(lines: list[str], provider_id: str | None) -> None:
    for found in lint("".join(lines), provider_id):
        assert found.line >= 1
        assert found.fixed is None or isinstance(ast.parse(found.fixed), ast.Module)


@given(
    st.lists(
        st.sampled_from([source for rule, source in BAD_HABITS if rule != "not-python"]),
        min_size=2,
        max_size=4,
    )
)
@examples(60)
def test_fixing_several_programs_in_one_text_comes_to_an_end(sources: list[str]) -> None:
    mended = mend("\n".join(sources))
    ast.parse(mended)
    assert mend(mended) == mended


def test_a_finding_says_where() -> None:
    found = the(
        "wrong-path", having(GPT, ("print(response.choices[0].message.content)", "print(response.text)"))
    )
    assert (found.line, found.column, found.end_line, found.end_column) == (10, 6, 10, 19)


def test_columns_count_characters() -> None:
    found = the("first-block", CLAUDE + 'print("é", "日本", message.content[0].text)\n')
    assert (found.line, found.column) == (11, 17)


def test_a_key_is_never_repeated() -> None:
    source = having(CLAUDE, ("timeout=60", 'api_key="sk-ant-api03-SECRETSECRET"'))
    found = the("hard-coded-key", source)
    assert "SECRET" not in found.message + found.why + (found.fix_label or "") + (found.fixed or "")


def test_the_smallest_fix_of_a_tutorials_temperature() -> None:
    source = having(CLAUDE, (ARGS, ARGS + "    temperature=0.5,\n"))
    assert the("refused-parameter", source).fixed == CLAUDE


def test_an_old_model_keeps_its_temperature_under_the_old_version() -> None:
    source = having(CLAUDE, ("claude-haiku-5-5", "claude-haiku-4-5"), (ARGS, ARGS + "    temperature=0.5,\n"))
    found = the("refused-parameter", source)
    assert found.says == "refused-parameter old-version"
    assert found.fixed is not None
    assert (
        '    extra_body={"temperature": 0.5},\n    extra_headers={"anthropic-version": "2023-06-01"},\n'
        in found.fixed
    )


def test_the_first_block_fails_on_a_model_that_thinks_and_is_a_habit_on_others() -> None:
    reads = (
        '"".join(block.text for block in message.content if block.type == "text")',
        "message.content[0].text",
    )
    assert the("first-block", having(CLAUDE, reads)).severity == "error"
    older = having(CLAUDE, reads, ("claude-haiku-5-5", "claude-haiku-4-5"))
    assert the("first-block", older).severity == "warning"


def test_a_model_that_ends_within_sixty_days_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    class Monday(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 11, 23)

    monkeypatch.setattr("firstcall.programs.lint.findings.date", Monday)
    source = having(GPT, ("gpt-6-luna", "gpt-4o-mini"), (LUNA, ""), ("max_completion_tokens", "max_tokens"))
    found = the("retiring-model", source)
    assert found.severity == "warning"
    assert "gpt-4o-mini" in found.message and "14 January 2027" in found.message and "52" in found.message


def test_the_old_openai_program_becomes_todays() -> None:
    assert mend(samples.OLD_PROGRAMS[0].source).count("client.chat.completions.create(") == 1


@pytest.mark.parametrize("sample", samples.OLD_PROGRAMS, ids=lambda sample: sample.name)
def test_an_old_tutorial_breaks_today_and_can_be_mended(sample: samples.OldProgram) -> None:
    assert "error" in {found.severity for found in lint(sample.source)}
    assert [found.rule for found in lint(mend(sample.source)) if found.severity == "error"] == []


def test_a_finding_within_a_function_follows_the_default_of_its_parameter() -> None:
    source = (
        'def ask(q, model="gpt-4"):\n    return client.chat.completions.create(model=model, messages=[])\n'
    )
    found = the("retired-model", source)
    assert (found.line, found.column) == (1, 17)


def test_a_reply_is_followed_through_a_function() -> None:
    source = having(
        GPT, ("response =", "def ask():\n  return"), ("print(response.", "r = ask()\nprint(r.output_text, r.")
    )
    assert "wrong-path" in rules(source)


def test_twilio_is_not_anthropic() -> None:
    assert lint('client.messages.create(to="+1", from_="+2", body="Hi")') == []


def test_a_text_that_was_looked_at_is_not_looked_at_again() -> None:
    assert lint(STREAM)[0] is lint(STREAM)[0]


def test_bugs_and_rules_speak_the_same_names() -> None:
    assert {bug.rule for bug in exercises.BUGS} <= {rule for rule, _ in BAD_HABITS} | {"retiring-model"}


@pytest.mark.parametrize(
    ("source", "variable"),
    [
        ('KEY = "sk-abcdefgh12345678"', "OPENAI_API_KEY"),
        ('KEY = "sk-ant-api03-abcdefgh12345678"', "ANTHROPIC_API_KEY"),
        ('h = {"Authorization": "Bearer sk-abcdefgh12345678"}', "OPENAI_API_KEY"),
        ('h = {"api-key": "abcdefgh12345678"}', "OPENAI_API_KEY"),
        ('h = {"x-api-key": "abcdefgh12345678"}', "ANTHROPIC_API_KEY"),
    ],
)
def test_a_key_in_no_particular_program_is_read_from_the_likeliest_variable(
    source: str, variable: str
) -> None:
    fixed = the("hard-coded-key", source).fixed
    assert fixed is not None and f'os.environ["{variable}"]' in fixed
