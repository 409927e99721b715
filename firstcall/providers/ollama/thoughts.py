"""Thinking of local models: on or off, or in levels, and whole in the reply.

https://docs.ollama.com/capabilities/thinking and `ollama/_types.py`, `Message.thinking`. Its tokens are among those of
`eval_count`, not told apart.
"""

from __future__ import annotations

from firstcall import models
from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._thoughts import OTHER_THOUGHTS, Entries, Thoughts


def _has_levels(call: Call) -> bool:
    found = models.find(call.model)
    return bool(found and found.effort)


def _on(call: Call) -> Call:
    return call if _has_levels(call) else changed(call, think=True)


def _off(call: Call) -> Call | None:
    return None if _has_levels(call) else changed(call, think=False)


def _left_out(turn: Entries) -> Entries:
    return [{name: value for name, value in entry.items() if name != "thinking"} for entry in turn]


def _altered(turn: Entries) -> Entries:
    return [{**entry, "thinking": OTHER_THOUGHTS} if "thinking" in entry else entry for entry in turn]


THOUGHTS = Thoughts(
    on=_on,
    off=_off,
    words="response.message.thinking",
    model="qwen3:4b",
    left_out=_left_out,
    altered=_altered,
)
