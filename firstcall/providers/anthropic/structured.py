"""JSON by a schema: `output_config.format`, and `messages.parse`, which fills it from a class.

https://platform.claude.com/docs/en/build-with-claude/structured-outputs, `anthropic/lib/_parse/_transform.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcall.calls.written import Written
from firstcall.providers._arrange import changed
from firstcall.providers._structured import Structured

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call


def add(call: Call, name: str, schema: Written) -> Call:
    config = call.arguments.get("output_config") or {}
    format = {"type": "json_schema", "schema": schema}
    return changed(call, output_config={**config, "format": format})


def helped(call: Call, model: type[BaseModel]) -> Call:
    config = {
        name: value for name, value in (call.arguments.get("output_config") or {}).items() if name != "format"
    }
    kept = {"output_config": config} if config else {}
    return changed(call, ("output_config",), "messages.parse", output_format=model, **kept)


def transformed(model: type[BaseModel]) -> dict[str, Any]:
    """Bounds moved into descriptions, objects closed."""
    import anthropic

    return anthropic.transform_schema(model)


def declined(names: Mapping[str, Any]) -> str:
    """The stop reason alone says so (`types/stop_reason.py`)."""
    reason = getattr(names.get("message"), "stop_reason", None)
    return reason if reason == "refusal" else ""


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper="client.messages.parse(…, output_format={name})",
    hands="output_format",
    format_at=("output_config", "format"),
    declined=declined,
    parsed="message.parsed_output",
    travels=("output_config", "format", "schema"),
    code=lambda name: f"anthropic.transform_schema({name})",
    transforms={"transform_schema": transformed},
)
