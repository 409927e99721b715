"""A call of Ollama's SDK as settings."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call, Settings
from firstcall.providers import _values


def read(call: Call) -> Settings:
    """The settings that a call says. `think=True` or `False` is no effort: only some models take a level."""
    given, think = call.arguments.get("options"), call.arguments.get("think")
    options = given if isinstance(given, Mapping) else {}
    messages = _values.messages_of(call.arguments.get("messages"))
    system = messages[0].content if messages and messages[0].role == "system" else ""
    return Settings(
        model=call.model,
        messages=messages[1:] if system else messages,
        system=system,
        max_tokens=options.get("num_predict"),
        temperature=options.get("temperature"),
        stop=_values.strings(options.get("stop")),
        effort=think if isinstance(think, str) else None,
        stream=call.streamed,
    )
