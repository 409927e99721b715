"""Anthropic's prompt caching: a mark at the end of what is worth keeping.

https://platform.claude.com/docs/en/build-with-claude/prompt-caching and `anthropic/types/cache_control_ephemeral_param.py`
(`ttl` is "5m" or "1h"), `anthropic/types/usage.py`.
"""

from __future__ import annotations

from dataclasses import replace

from firstcall.calls import Call
from firstcall.providers._caching import Caching


def _adds(call: Call) -> Call:
    """The system prompt as a block of its own that carries a mark."""
    system = call.arguments.get("system")
    if not isinstance(system, str):
        return call
    block = {"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}
    return replace(call, arguments={**call.arguments, "system": [block]})


CACHING = Caching(
    adds=_adds,
    counters={
        "fresh": "message.usage.input_tokens",
        "written": "message.usage.cache_creation_input_tokens",
        "read": "message.usage.cache_read_input_tokens",
    },
    an_hour=True,
    marks=frozenset({"cache_control"}),
)
