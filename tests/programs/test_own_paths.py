"""What a reply of an SDK has is nowhere called a wrong path: each field of its own types, as a program reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import anthropic.types
import ollama
import openai.types.chat
import openai.types.responses
import pytest
from google.genai import types
from pydantic import BaseModel

from firstcall.programs.lint.findings import lint

CALLS: dict[type[BaseModel], str] = {
    anthropic.types.Message: """import anthropic
reply = anthropic.Anthropic().messages.create(
    model="claude-haiku-5-5", max_tokens=100, messages=[{"role": "user", "content": "Hi"}])
""",
    openai.types.chat.ChatCompletion: """import openai
reply = openai.OpenAI().chat.completions.create(
    model="gpt-6-luna", reasoning_effort="none", messages=[{"role": "user", "content": "Hi"}])
""",
    openai.types.responses.Response: """import openai
reply = openai.OpenAI().responses.create(model="gpt-6-luna", max_output_tokens=100, input="Hi")
""",
    types.GenerateContentResponse: """from google import genai
client = genai.Client()
reply = client.models.generate_content(model="gemini-3.5-flash-lite", contents="Hi")
""",
    ollama.ChatResponse: """import ollama
reply = ollama.Client().chat(model="llama3.2", messages=[{"role": "user", "content": "Hi"}])
""",
}
DEEP = 4


def paths(reply: type[BaseModel], deep: int = DEEP) -> Iterator[str]:
    """Each path from a reply down to this depth; of a list, by its first element, of a dict by a key."""
    for name, field in reply.model_fields.items() if deep else ():
        yield f".{name}"
        for step, inside in _inside(field.annotation, f".{name}"):
            yield from (step + path for path in paths(inside, deep - 1))


def _inside(annotation: Any, step: str) -> Iterator[tuple[str, type[BaseModel]]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield step, annotation
    further = {list: "[0]", dict: "['one']"}.get(getattr(annotation, "__origin__", None), "")
    for part in get_args(annotation):
        yield from _inside(part, step + further)


@pytest.mark.parametrize("reply", CALLS, ids=lambda reply: reply.__name__)
def test_each_field_that_a_reply_has_may_be_read(reply: type[BaseModel]) -> None:
    own = sorted(set(paths(reply)))
    source = CALLS[reply] + "".join(f"print(reply{path})\n" for path in own)
    before = CALLS[reply].count("\n")
    wrong = [own[found.line - before - 1] for found in lint(source) if found.rule.startswith("wrong-path")]
    assert len(own) > 15
    assert wrong == []
