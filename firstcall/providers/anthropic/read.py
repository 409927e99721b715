"""A call of Anthropic's SDK as settings."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call, Settings
from firstcall.providers import _values


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments
    body = given.get("extra_body")
    config = given.get("output_config")
    inside = body.get("temperature") if isinstance(body, Mapping) else None
    return Settings(
        model=call.model,
        messages=_values.messages_of(given.get("messages")),
        system=_values.text_of(given.get("system")) or "",
        max_tokens=given.get("max_tokens"),
        temperature=given.get("temperature", inside),
        stop=_values.strings(given.get("stop_sequences")),
        effort=config.get("effort") if isinstance(config, Mapping) else None,
        stream=call.streamed,
    )
