"""JSON by a schema: `text.format`, flat, and `responses.parse`, which fills it from a class.

https://platform.openai.com/docs/guides/structured-outputs, `openai/lib/_parsing/_responses.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcall.calls.written import Written
from firstcall.providers._arrange import changed
from firstcall.providers._structured import Structured
from firstcall.providers.openai.structured import strict

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call


def add(call: Call, name: str, schema: Written) -> Call:
    format = {"type": "json_schema", "name": name, "strict": True, "schema": schema}
    return changed(call, text={**(call.arguments.get("text") or {}), "format": format})


def helped(call: Call, model: type[BaseModel]) -> Call:
    kept = {name: value for name, value in (call.arguments.get("text") or {}).items() if name != "format"}
    return changed(call, ("text",), "responses.parse", text_format=model, **({"text": kept} if kept else {}))


def declined(names: Mapping[str, Any]) -> str:
    """A sentence in a part of its own kind (`types/responses/response_output_refusal.py`)."""
    items = getattr(names.get("response"), "output", None) or ()
    parts = [part for item in items for part in getattr(item, "content", None) or ()]
    return next((str(part.refusal) for part in parts if part.type == "refusal"), "")


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper="client.responses.parse(…, text_format={name})",
    hands="text_format",
    format_at=("text", "format"),
    strict_by="strict",
    strict=strict,
    declined=declined,
    parsed="response.output_parsed",
    travels=("text", "format", "schema"),
)
