"""A call of OpenAI's SDK as settings."""

from __future__ import annotations

from firstcall.calls import Call, Settings
from firstcall.providers import _values
from firstcall.providers.openai.compose import LIMITS


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments
    messages = _values.messages_of(given.get("messages"))
    system = messages[0].content if messages and messages[0].role in {"system", "developer"} else ""
    return Settings(
        model=call.model,
        messages=messages[1:] if system else messages,
        system=system,
        max_tokens=next((given[name] for name in LIMITS if name in given), None),
        temperature=given.get("temperature"),
        stop=_values.strings(given.get("stop")),
        effort=given.get("reasoning_effort"),
        stream=call.streamed,
    )
