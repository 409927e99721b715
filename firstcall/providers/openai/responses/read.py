"""A call of the Responses API as settings."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call, Settings
from firstcall.providers.openai.responses.compose import LIMIT, messages_of, system_in


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments
    messages, inside, reasoning = messages_of(given.get("input")), system_in(given), given.get("reasoning")
    return Settings(
        model=call.model,
        messages=messages[1:] if inside else messages,
        system=inside.content if inside else given.get("instructions") or "",
        max_tokens=given.get(LIMIT),
        temperature=given.get("temperature"),
        effort=reasoning.get("effort") if isinstance(reasoning, Mapping) else None,
        stream=call.streamed,
    )
