"""Anthropic's thinking: by itself on today's models, its summary on request.

https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking and `anthropic/types/thinking_config_*_param.py`:
`display` is "omitted" unless the request says "summarized" (`thinking_config_adaptive_param.py`). Switched off at the
default effort alone: https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall import models
from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._thoughts import OTHER_THOUGHTS, Entries, Thoughts


def _on(call: Call) -> Call:
    return changed(call, thinking={"type": "adaptive", "display": "summarized"})


def _off(call: Call) -> Call | None:
    """The call with the kind of thinking that is none, and without an effort."""
    found = models.find(call.model)
    kind = (
        next((kind for kind in found.thinking_types if kind in found.thinking_off), None) if found else None
    )
    return changed(call, ("output_config",), thinking={"type": kind}) if kind else None


def _left_out(turn: Entries) -> Entries:
    return [
        {**entry, "content": [block for block in entry["content"] if block["type"] != "thinking"]}
        for entry in turn
    ]


def _altered(turn: Entries) -> Entries:
    return [{**entry, "content": [_with_others(block) for block in entry["content"]]} for entry in turn]


def _with_others(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**block, "thinking": OTHER_THOUGHTS} if block["type"] == "thinking" else block


THOUGHTS = Thoughts(
    on=_on,
    off=_off,
    words='"".join(block.thinking for block in message.content if block.type == "thinking")',
    tokens="message.usage.output_tokens_details.thinking_tokens",
    left_out=_left_out,
    altered=_altered,
)
