"""JSON by a schema: `text.format`, flat, and `responses.parse`, which fills it from a class.

https://platform.openai.com/docs/guides/structured-outputs, `openai/lib/_parsing/_responses.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstcall.calls.written import Written
from firstcall.providers._arrange import changed
from firstcall.providers._structured import Structured

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call


def add(call: Call, name: str, schema: Written) -> Call:
    format = {"type": "json_schema", "name": name, "strict": True, "schema": schema}
    return changed(call, text={**(call.arguments.get("text") or {}), "format": format})


def helped(call: Call, model: type[BaseModel]) -> Call:
    kept = {name: value for name, value in (call.arguments.get("text") or {}).items() if name != "format"}
    return changed(call, ("text",), "responses.parse", text_format=model, **({"text": kept} if kept else {}))


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper="client.responses.parse(…, text_format={name})",
    parsed="response.output_parsed",
    travels=("text", "format", "schema"),
)
