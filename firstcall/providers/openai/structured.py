"""JSON by a schema: `response_format`, and `chat.completions.parse`, which fills it from a class.

https://platform.openai.com/docs/guides/structured-outputs, `openai/lib/_parsing/_completions.py`.
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
    wanted = {"name": name, "strict": True, "schema": schema}
    return changed(call, response_format={"type": "json_schema", "json_schema": wanted})


def helped(call: Call, model: type[BaseModel]) -> Call:
    return changed(call, ("response_format",), "chat.completions.parse", response_format=model)


def strict(model: type[BaseModel]) -> dict[str, Any]:
    """Each object closed, each field required: what the SDK makes of a class, for a tool as for a reply."""
    import openai

    return dict(openai.pydantic_function_tool(model)["function"]["parameters"])


def declined(names: Mapping[str, Any]) -> str:
    """A sentence in a field of its own (`types/chat/chat_completion_message.py`)."""
    choices = getattr(names.get("response"), "choices", None) or ()
    return next((str(said) for one in choices if (said := getattr(one.message, "refusal", None))), "")


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper="client.chat.completions.parse(…, response_format={name})",
    hands="response_format",
    format_at=("response_format", "json_schema"),
    strict_by="strict",
    strict=strict,
    declined=declined,
    parsed="response.choices[0].message.parsed",
    travels=("response_format", "json_schema", "schema"),
)
