"""Lines with curl, read by the rules of the API, and by what an SDK does that curl does not."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.programs.lint.findings import lint, mend
from firstcall.programs.lint.rules import Program
from firstcall.programs.read import curl
from firstcall.programs.read.text_kind import kind_of
from firstcall.programs.verdict import verdict
from firstcall.providers import Provider
from tests.programs.test_lint import having
from tests.quickly import examples

GPT = """\
curl https://api.openai.com/v1/chat/completions \\
  -H "content-type: application/json" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -d '{"model": "gpt-6-luna", "reasoning_effort": "none", "max_completion_tokens": 99, "messages": []}'
"""
CLAUDE = """\
curl https://api.anthropic.com/v1/messages \\
  -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" \\
  --json '{
    "model": "claude-haiku-5-5", "max_tokens": 200, "messages": [{"role": "user", "content": "é it'\\''s"}]
  }' | jq .content
"""
GEMINI = """\
curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:generateContent" \\
  -H "x-goog-api-key: $GEMINI_API_KEY" -H "Content-Type: application/json" \\
  -d '{"contents": [], "generationConfig": {"maxOutputTokens": 99}}'
"""
BODY = GPT[GPT.index("{") : GPT.rindex("}") + 1]
EFFORT = r" \"reasoning_effort\": \"none\","
ESCAPED = GPT.replace(f"'{BODY}'", '"' + BODY.replace('"', '\\"') + '"')


FAULTS: tuple[tuple[str, str], ...] = (
    ("retired-model", having(GPT, ("gpt-6-luna", "gpt-3.5-turbo"))),
    ("retired-model", having(CLAUDE, ("claude-haiku-5-5", "claude-3-haiku-20240307"))),
    ("retired-model", having(GEMINI, ("gemini-3.5-flash-lite", "gemini-1.5-flash"))),
    ("unknown-model", having(GPT, ("gpt-6-luna", "claude-haiku-5-5"))),
    ("hard-coded-key", having(GPT, ("$OPENAI_API_KEY", "sk-abcdefgh12345678"))),
    ("no-token-limit", having(CLAUDE, (' "max_tokens": 200,', ""))),
    ("refused-parameter", having(GPT, ("max_completion_tokens", "max_tokens"))),
    ("refused-parameter", having(GPT, ('"reasoning_effort": "none"', '"temperature": 0.5'))),
    ("refused-parameter", having(CLAUDE, ('"max_tokens": 200', '"max_tokens": 200, "temperature": 0'))),
    ("out-of-range", having(GPT, ('"none"', '"none", "temperature": 3'))),
    ("system-role", having(CLAUDE, ('"user"', '"system"'))),
    ("curl-no-key", having(GPT, ('  -H "Authorization: Bearer $OPENAI_API_KEY" \\\n', ""))),
    ("curl-header", having(CLAUDE, (' -H "anthropic-version: 2023-06-01"', ""))),
    ("curl-not-called-json", having(GPT, ('  -H "content-type: application/json" \\\n', ""))),
    ("curl-no-json", having(GPT, ('"messages": []}', '"messages": [],}'))),
    ("curl-no-json", having(GPT, ('"none"', "'none'"))),
    ("curl-open-quote", having(GPT, ('"none"', "'none"))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "source"), FAULTS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(FAULTS)]
)
def test_a_fault_is_found(rule: str, source: str) -> None:
    assert rule in {found.rule for found in lint(source)}


OLD_CLAUDE = having(
    CLAUDE, ("claude-haiku-5-5", "claude-haiku-4-5"), ('"max_tokens"', '"temperature": 0.5, "max_tokens"')
)


@pytest.mark.parametrize(
    "source", [GPT, CLAUDE, GEMINI, OLD_CLAUDE, f"$ export X=1\n$ {GPT}", GPT.replace(" \\\n", " ^\n")]
)
def test_a_request_as_it_should_be_has_none(source: str) -> None:
    assert kind_of(source) == "curl"
    assert lint(source) == []
    assert [one.says for one in verdict(source)] == ["curl", "calls"]


def test_the_products_own_requests_are_read_and_clean(provider: Provider) -> None:
    effort = "none" if provider.id == "openai" else None
    said = 'It\'s "5" \\ é\n$HOME'
    asked = Settings(models.DEFAULT[provider.id], (Message("user", said),), "", 1024, None, (), effort, False)
    source = programs.render(provider.compose(asked, None), provider, "curl")
    assert lint(source) == []
    (call,) = Program(curl.read(source)).calls
    assert (call.provider.id, call.model_id) == (provider.id, asked.model)
    assert repr(said) in ast.unparse(call.words[call.kind.messages])


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        (having(GPT, ("gpt-6-luna", "gpt-4o")), GPT),
        (having(GEMINI, ("gemini-3.5-flash-lite", "gemini-1.5-flash")), GEMINI),
        (having(ESCAPED, ("gpt-6-luna", "gpt-4o")), ESCAPED),
        (having(ESCAPED, ("gpt-6-luna", "gpt-4o"), (EFFORT, "")), ESCAPED),
    ],
    ids=["json", "url", "escaped", "escaped, with an entry more"],
)
def test_a_model_is_replaced_where_it_stands(source: str, mended: str) -> None:
    found = next(one for one in lint(source) if one.rule in {"retired-model", "retiring-model"})
    line = source.splitlines()[found.line - 1]
    assert line[found.column : found.end_column].strip('"\\') in {"gpt-4o", "gemini-1.5-flash"}
    assert found.fixed == mended


BODIES = (
    '{"max_tokens": 30, "model": "gpt-6-luna", "reasoning_effort": "none", "messages": []}',
    '{"model": "gpt-4", "max_tokens": 30, "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.5}',
    '{"model": "gpt-6-luna", "messages": [], "temperature": 0.5}',
)


@pytest.mark.parametrize("body", BODIES)
def test_a_body_in_the_shells_own_quotes_is_mended_as_one_in_others(body: str) -> None:
    def request(quoted: str) -> str:
        return having(GPT, (f"'{BODY}'", quoted))

    plain, escaped = request(f"'{body}'"), request('"' + body.replace('"', '\\"') + '"')
    mended = mend(plain)
    assert mended != plain and not [one for one in lint(mended) if one.severity == "error"]
    within = mended[mended.index("{") : mended.rindex("}") + 1]
    assert mend(escaped) == request('"' + within.replace('"', '\\"') + '"')


def test_requests_to_others_are_nobodys_fault() -> None:
    source = 'curl https://api.groq.com/openai/v1/chat/completions --json \'{"model": "llama-3.3-70b"}\'\n'
    assert lint(source) == []
    assert [one.says for one in verdict(source)] == ["curl", "others/elsewhere"]


def test_a_text_below_the_line_is_its_body() -> None:
    head = "curl https://api.openai.com/v1/responses -H 'Authorization: Bearer $K' --json @- <<'JSON'\n"
    found = lint(head + '{"model": "gpt-4"}\nJSON\n')
    assert [(one.rule, one.line) for one in found if one.severity == "error"] == [("retired-model", 2)]


def test_several_requests_are_several_calls() -> None:
    assert len(Program(curl.read(GPT + CLAUDE + GEMINI)).calls) == 3


@pytest.mark.parametrize(
    "source", ["import os\ncurl = 1\n", "# curl https://x\nprint(1)\n", "x = 'curl https://x'\n"]
)
def test_python_that_speaks_of_curl_is_python(source: str) -> None:
    assert kind_of(source) == "python"


@given(st.text(alphabet="curl -dH'\"{}:\\\n$@é,[]h", max_size=80))
@examples(100)
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(lint(f"curl https://api.openai.com/v1/responses {text}"), list)
    mend(f'curl https://api.openai.com/v1/responses -d \'{{"model": "gpt-4"}}\' {text}')
