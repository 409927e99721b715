"""JavaScript programs for the same SDKs, read by the same rules where they apply."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import models, programs, text
from firstcall.calls import Message, Settings
from firstcall.programs.lint import WORDS, other
from firstcall.programs.lint.findings import lint, mend
from firstcall.programs.lint.rules import Program
from firstcall.programs.read import javascript
from firstcall.programs.read.text_kind import kind_of
from firstcall.programs.verdict import verdict
from firstcall.providers import Provider
from tests.programs.test_lint import having
from tests.quickly import examples

GPT = """\
import OpenAI from "openai";

const client = new OpenAI();
const response = await client.chat.completions.create({
  model: "gpt-6-luna",
  reasoning_effort: "none",
  max_completion_tokens: 1024,
  messages: [{ role: "user", content: "Hi" }],
});
console.log(response.choices[0].message.content);
"""
CLAUDE = """\
const Anthropic = require("@anthropic-ai/sdk");

const client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });

async function main() {
  const message = await client.messages.create({
    model: "claude-haiku-5-5",
    max_tokens: 1024,
    messages: [{ role: "user", content: `Hi` }],
  });
  for (const block of message.content) {
    if (block.type === "text") console.log(block.text);
  }
}

main();
"""
GEMINI = """\
import { GoogleGenAI } from "@google/genai";

const ai = new GoogleGenAI({});
const response = await ai.models.generateContent({
  model: "gemini-3.5-flash-lite",
  contents: "Hi",
  config: { maxOutputTokens: 1024 },
});
console.log(response.text);
"""
FETCH = """\
const reply = await fetch("https://api.openai.com/v1/chat/completions", {
  method: "POST",
  headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
  body: JSON.stringify({ model: "gpt-6-luna", messages: [] }),
});
"""
TYPED = """\
import OpenAI from "openai";

interface Answer {
  text: string;
}
const client: OpenAI = new OpenAI();
async function ask(question: string, model: string = "gpt-6-luna", most?: number): Promise<Answer> {
  const response = await client.chat.completions.create({
    model,
    reasoning_effort: "none" as const,
    max_completion_tokens: 1024,
    messages: [{ role: "user", content: question }],
  });
  return { text: response.choices[0].message.content! } satisfies Answer;
}
ask("Hi").then(console.log);
"""
LUNA = '  reasoning_effort: "none",\n'


FAULTS: tuple[tuple[str, str], ...] = (
    ("retired-model", having(GPT, ("gpt-6-luna", "gpt-3.5-turbo"))),
    ("retired-model", having(CLAUDE, ("claude-haiku-5-5", "claude-3-haiku-20240307"))),
    ("retired-model", having(GEMINI, ("gemini-3.5-flash-lite", "gemini-1.5-flash"))),
    ("retired-model", having(FETCH, ("gpt-6-luna", "gpt-4"))),
    ("retired-model", 'import { ChatOpenAI } from "@langchain/openai";\nconst llm = new ChatOpenAI({ model: "gpt-4" });\n'),
    ("retired-model", 'import { openai } from "@ai-sdk/openai";\nconst model = openai("gpt-4");\n'),
    ("unknown-model", having(GPT, ("gpt-6-luna", "gpt-6-lunar"))),
    ("unknown-model", having(CLAUDE, ("claude-haiku-5-5", "gpt-6-luna"))),
    ("hard-coded-key", having(GPT, ("OpenAI()", 'OpenAI({ apiKey: "sk-proj-abcdefgh12345678" })'))),
    ("hard-coded-key", having(FETCH, ("${process.env.OPENAI_API_KEY}", "sk-abcdefgh12345678"))),
    ("hard-coded-key", having(GPT, ("OpenAI()", 'OpenAI({ apiKey: "OPENAI_API_KEY" })'))),
    ("no-token-limit", having(CLAUDE, ("    max_tokens: 1024,\n", ""))),
    ("refused-parameter", having(GPT, ("max_completion_tokens", "max_tokens"))),
    ("refused-parameter", having(GPT, (LUNA, "  temperature: 0.5,\n"))),
    ("refused-parameter", having(CLAUDE, ("max_tokens: 1024", "max_tokens: 1024, temperature: 0"))),
    ("refused-parameter", having(GPT, ('"none"', '"minimal"'))),
    ("out-of-range", having(GPT, (LUNA, f"{LUNA}  temperature: 3,\n"))),
    ("system-role", having(CLAUDE, ("messages: [", 'messages: [{ role: "system", content: "x" }, '))),
    ("prefill", having(CLAUDE, ("`Hi` }]", '`Hi` }, { role: "assistant", content: "A" }]'))),
    ("wrong-path", having(GPT, ("choices[0].message.content", "content[0].text"))),
    ("wrong-base-url", having(GPT, ("OpenAI()", 'OpenAI({ baseURL: "https://api.openai.com" })'))),
    ("first-block", having(CLAUDE, ("  for (const", "  console.log(message.content[0].text);\n  for (const"))),
    ("javascript-no-await", having(GPT, ("= await client", "= client"))),
    ("javascript-no-await", having(TYPED, ("await ", ""))),
    ("retired-model", having(TYPED, ("gpt-6-luna", "gpt-4"))),
    ("refused-parameter", having(TYPED, ("max_completion_tokens", "max_tokens"))),
    ("javascript-key-in-page", having(GPT, ("OpenAI()", "OpenAI({ dangerouslyAllowBrowser: true })"))),
    ("javascript-gone", 'const { OpenAIApi } = require("openai");\nconst openai = new OpenAIApi();\n'),
    ("javascript-gone", 'const r = await openai.createChatCompletion({ model: "gpt-6-luna" });\nconsole.log(r.data);\n'),
    ("javascript-gone", 'const { GoogleGenerativeAI } = require("@google/generative-ai");\nconsole.log(1);\n'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "source"), FAULTS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(FAULTS)]
)
def test_a_fault_is_found(rule: str, source: str) -> None:
    assert rule in {found.rule for found in lint(source)}


@pytest.mark.parametrize(
    "source", [GPT, CLAUDE, GEMINI, FETCH, TYPED, GPT.replace("await client", "await  client")]
)
def test_todays_programs_have_none(source: str) -> None:
    assert lint(source) == []
    assert verdict(source)[0].says == "javascript"


@pytest.mark.parametrize("stream", [False, True])
def test_the_products_own_programs_are_read_and_clean(provider: Provider, stream: bool) -> None:
    effort = "none" if provider.id == "openai" else None
    asked = Settings(
        models.DEFAULT[provider.id], (Message("user", "Hi"),), "", 1024, None, (), effort, stream
    )
    source = programs.render(provider.compose(asked, None), provider, "javascript")
    assert kind_of(source) == "javascript"
    assert [found.says for found in lint(source, provider.id) if found.severity != "info"] == []
    assert [call.provider.id for call in Program(javascript.read(source)).calls] == [provider.id]


def test_a_finding_stands_where_it_is_written() -> None:
    source = having(GPT, ('"gpt-6-luna"', '/* é 日本 */ "gpt-4"'))
    found = next(one for one in lint(source) if one.rule == "retired-model")
    line = source.splitlines()[found.line - 1]
    assert line[found.column : found.end_column] == '"gpt-4"'


def test_what_is_mended_is_javascript() -> None:
    """That it runs as well is shown by `test_mended_elsewhere`."""
    for _, source in FAULTS:
        assert javascript.is_whole(source)
        for found in lint(source):
            assert found.fixed is None or javascript.is_whole(found.fixed)
    assert '"gpt-6-luna"' in mend(having(GPT, ("gpt-6-luna", "gpt-3.5-turbo")))
    assert '"https://api.openai.com/v1"' in mend(
        having(GPT, ("OpenAI()", 'OpenAI({ baseURL: "https://api.openai.com" })'))
    )


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("const f = async (q, model = 'm') => { return g(model); };", "async def f(q, model='m'):\n    return g(model)"),
        ("x.on('a', (e) => { const y = 1; });", "def _(e):\n    y = 1\nx.on('a', ())"),
        ("const { a, b } = f(...rest);", "a, b = f((rest,))"),
        ("const m = process.env.MODEL || 'gpt-4';", "m = os.environ['MODEL'] or 'gpt-4'"),
        ("let x = 1_000 + -2.5; // one", "x = 1000 + -2.5"),
        ("class A { ask(q) { return this.c.f({ maxTokens: 5 }); } }",
         "class A:\n\n    def ask(q):\n        return this.c.f(max_tokens=5)"),
        ("for await (const c of s) { p(c?.d ?? ''); }", "async for c in s:\n    p(c.d or '')"),
        ("if (a === 1) { b(); } else c();", "if a == 1:\n    b()\nelse:\n    c()"),
        ('import A, { B as C } from "x-y";', "from x_y import default as A, B as C"),
        ("const f = (q: string, n?: number, m: string = 'x') => (<any>q)!;", "def f(q, n, m='x'):\n    return q"),
        ("interface A { a: string }\nconst a = b satisfies A;", "a = b"),
        ("const s = `a${b}c`;", "s = f'a{(b,)}c'"),
    ],
)  # fmt: skip
def test_javascript_as_python(source: str, read: str) -> None:
    assert ast.unparse(javascript.read(source).tree) == read


@pytest.mark.parametrize(
    "source", ["x = [1, 2\n", "def f(:\n  pass", "{% for x in y %}", "Paste me => here", "a ? b : c"]
)
def test_what_only_has_a_sign_of_it_is_not_taken_for_javascript(source: str) -> None:
    assert kind_of(source) != "javascript"


@given(st.text(alphabet="{}()[];=>`'\"$.,:constawit \n/*", max_size=120))
@examples(100)
def test_no_text_makes_it_raise(source: str) -> None:
    javascript.read(source)
    assert isinstance(lint(f"const a = 1;\nconst b = 2;\n{source}"), list)


def test_a_nest_that_is_too_deep_is_refused_like_pythons() -> None:
    assert lint(f"const a = {'[' * 2000}{']' * 2000};\nconst b = 1;\n") != []


def test_words_of_another_language_belong_to_a_rule_or_are_its_own() -> None:
    own = "".join(file.read_text("utf-8") for file in other.WORDS.folder.glob("*.py"))
    for section in text.read(other.WORDS.folder / "en.md").sections:
        assert WORDS.find(section) is not None or f'"{section}"' in own
