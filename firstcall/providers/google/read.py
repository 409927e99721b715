"""A call of Google's SDK as settings."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call, Settings
from firstcall.providers import _values
from firstcall.providers.google.compose import messages_of


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments.get("config")
    config = given if isinstance(given, Mapping) else {}
    thinking = config.get("thinking_config")
    return Settings(
        model=call.model,
        messages=messages_of(call.arguments.get("contents")),
        system=config.get("system_instruction") or "",
        max_tokens=config.get("max_output_tokens"),
        temperature=config.get("temperature"),
        stop=_values.strings(config.get("stop_sequences")),
        effort=thinking.get("thinking_level") if isinstance(thinking, Mapping) else None,
        stream=call.streamed,
    )
