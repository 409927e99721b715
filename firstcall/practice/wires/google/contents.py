"""The turns of a request to Gemini: which are refused, and their text.

The sentences are Google's as publicly reported: a turn of the model's at the end (LibreChat-AI/agents 323), parts
without anything in them, roles; `tool` is one in the README of google-genai 3.6.1. Function calls are in `calls`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.models import Model
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google.errors import refused

_DATA = (
    "text",
    "shown",
    "inlineData",
    "fileData",
    "functionCall",
    "functionResponse",
    "executableCode",
    "codeExecutionResult",
    "toolCall",
    "toolResponse",
)
Content = Mapping[str, Any]


def check_contents(contents: Sequence[Content], model: Model) -> None:
    """Raises `Refusal` for turns that this model does not take."""
    if not contents:
        raise refused("* GenerateContentRequest.contents: contents is not specified\n")
    wrong = [said for place, content in enumerate(contents) for said in _wrong_parts(content, place)]
    if wrong:
        raise refused("".join(f"* GenerateContentRequest.{said}\n" for said in wrong))
    for content in contents:
        _check_role(content.get("role", "user"))
    last = contents[-1]
    if last.get("role") == "model" and not model.prefill and "functionResponse" not in last["parts"][-1]:
        raise refused(
            "Requests ending with a model turn are not supported unless the last part is a function response."
        )


def _wrong_parts(content: Content, place: int) -> list[str]:
    parts = content.get("parts", [])
    if not parts:
        return [f"contents[{place}].parts: contents.parts must not be empty."]
    return [
        f"contents[{place}].parts[{at}].data: required oneof field 'data' must have one initialized field"
        for at, part in enumerate(parts)
        if not any(name in part for name in _DATA)
    ]


def _check_role(role: str) -> None:
    if role == "system":
        raise refused("Content with system role is not supported.")
    if role not in ("user", "model", "function", "tool", ""):
        raise Refusal(400, "Please use a valid role: user, model.")


def text_of(content: Content) -> str:
    """The text of a turn, without what was thought."""
    return "\n".join(
        part["text"] for part in content.get("parts", ()) if "text" in part and not part.get("thought")
    )


def everything(content: Content) -> str:
    """All of a turn as text, calls and their responses as JSON: they count too. What is bytes is left out."""
    other = [
        json.dumps(part[name], ensure_ascii=False, default=str)
        for part in content.get("parts", ())
        for name in ("functionCall", "functionResponse", "executableCode", "codeExecutionResult", "fileData")
        if name in part
    ]
    return "\n".join([text_of(content), *other])
