"""Programs in JavaScript and requests with curl: each fails as it stands, and says what was meant when it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstcall import providers
from firstcall.programs.lint.findings import lint, mend
from tests import run_programs

TURN = '[{ role: "user", content: "Repeat after me: ahoy" }]'
GPT = f"""\
import OpenAI from "openai";

const client = new OpenAI();
const response = await client.chat.completions.create({{
  model: "gpt-6-luna", // small
  reasoning_effort: "none",
  max_completion_tokens: 600,
  messages: {TURN},
}});
console.log(response.choices[0].message.content);
"""
CLAUDE = f"""\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const message = await client.messages.create({{ model: "claude-haiku-5-5", max_tokens: 600, messages: {TURN} }});
for (const block of message.content) {{
  if (block.type === "text") console.log(block.text);
}}
"""
OBJECT = (
    CLAUDE.replace("await client.messages.create(", "")
    .replace("const message", "const wanted")
    .replace(" });\n", " };\nconst message = await client.messages.create(wanted);\n", 1)
)
GEMINI = """\
import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY });
const response = await client.models.generateContent({
  model: "gemini-3.5-flash-lite",
  contents: "Repeat after me: ahoy",
  config: { maxOutputTokens: 600 },
});
console.log(response.text);
"""
CURL_GPT = """\
curl -sS "${OPENAI_BASE_URL:-https://api.openai.com/v1}/chat/completions" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" -H "content-type: application/json" \\
  -d '{
    "model": "gpt-6-luna",
    "reasoning_effort": "none",
    "max_completion_tokens": 600,
    "messages": [{"role": "user", "content": "Repeat after me: ahoy"}]
  }'
"""
CURL_CLAUDE = """\
curl -sS "${ANTHROPIC_BASE_URL:-https://api.anthropic.com}/v1/messages" \\
  -H "x-api-key: $ANTHROPIC_API_KEY" -H "content-type: application/json" -H "anthropic-version: 2023-06-01" \\
  -d '{"model": "claude-haiku-5-5", "max_tokens": 600, "messages": [{"role": "user", "content": "Repeat after me: ahoy"}]}'
"""
NONE = '  reasoning_effort: "none",\n'
LIMIT = "max_completion_tokens"

BROKEN: tuple[tuple[str, str, str, str, str], ...] = (
    ("refused-parameter", "openai", GPT, LIMIT, "max_tokens"),
    ("refused-parameter", "openai", GPT, NONE, "  temperature: 0.5,\n"),
    ("refused-parameter", "openai", GPT, NONE, f'{NONE}  temperature: 0.5,\n'.replace("none", "low")),
    ("refused-parameter", "openai", GPT, LIMIT, 'stop: ["x"],\n  max_tokens'),
    ("retired-model", "openai", GPT, f"gpt-6-luna\", // small\n{NONE}", 'gpt-4", // small\n'),
    ("wrong-path", "openai", GPT, "response.choices", "response.data.choices"),
    ("wrong-path", "openai", GPT, "choices[0].message.content", "content[0].text.trim()"),
    ("javascript-no-await", "openai", GPT, "await ", ""),
    ("no-token-limit", "anthropic", OBJECT, "max_tokens: 600, ", ""),
    ("refused-parameter", "anthropic", OBJECT, "max_tokens: 600", "max_tokens: 600, top_k: 5"),
    ("no-token-limit", "anthropic", CLAUDE, "max_tokens: 600, ", ""),
    ("refused-parameter", "anthropic", CLAUDE, "max_tokens: 600", "temperature: 0.5, max_tokens: 600"),
    ("refused-parameter", "anthropic", CLAUDE, f"messages: {TURN}", f"messages: {TURN}, top_p: 1"),
    ("system-role", "anthropic", CLAUDE, "[{ role", '[{ role: "system", content: "Be brief." }, { role'),
    ("wrong-path", "google", GEMINI, "response.text", "response.candidates[0].text"),
    ("refused-parameter", "openai", CURL_GPT, LIMIT, "max_tokens"),
    ("refused-parameter", "openai", CURL_GPT, '"reasoning_effort": "none"', '"temperature": 0.5'),
    ("retired-model", "openai", CURL_GPT, "gpt-6-luna", "gpt-4"),
    ("curl-no-key", "openai", CURL_GPT, '-H "Authorization: Bearer $OPENAI_API_KEY" ', ""),
    ("curl-not-called-json", "openai", CURL_GPT, ' -H "content-type: application/json"', ""),
    ("no-token-limit", "anthropic", CURL_CLAUDE, '"max_tokens": 600, ', ""),
    ("refused-parameter", "anthropic", CURL_CLAUDE, '"max_tokens": 600', '"temperature": 0.5, "max_tokens": 600'),
    ("curl-header", "anthropic", CURL_CLAUDE, ' -H "anthropic-version: 2023-06-01"', ""),
    ("curl-no-key", "anthropic", CURL_CLAUDE, '-H "x-api-key: $ANTHROPIC_API_KEY" ', ""),
    ("system-role", "anthropic", CURL_CLAUDE, '[{"role"', '[{"role": "system", "content": "Be brief."}, {"role"'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "provider", "source", "right", "wrong"),
    BROKEN,
    ids=[f"{number}-{rule}" for number, (rule, *_) in enumerate(BROKEN)],
)
def test_a_program_that_fails_runs_when_it_is_mended(
    rule: str, provider: str, source: str, right: str, wrong: str, practice: str, tmp_path: Path
) -> None:
    assert right in source
    broken = source.replace(right, wrong)
    assert rule in {one.rule for one in lint(broken) if one.severity == "error"}
    mended = mend(broken)
    assert [one.says for one in lint(mended) if one.severity == "error"] == []
    language = "curl" if "curl" in source else "javascript"
    ran = [
        run_programs.run(text, language, providers.get(provider), practice, tmp_path)
        for text in (broken, mended)
    ]
    assert [one.returncode == 0 and "ahoy" in one.stdout.lower() for one in ran] == [False, True], ran[1]
