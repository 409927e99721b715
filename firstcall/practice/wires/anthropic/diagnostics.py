"""Why a prompt could not be read from the cache as the request before it was: `diagnostics` of a request and its answer.

Rules: anthropic 2.14.0 `types/diagnostics.py`, `diagnostics_param.py`, `cache_miss_*.py`. A request that has the
field, be it without an earlier message, is remembered by its answer's id; of its prompt only fingerprints are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from firstcall.practice.kept import Kept
from firstcall.practice.prompt_cache import Cached, fingerprints
from firstcall.practice.wires.anthropic.cache import parts_of
from firstcall.practice.wires.anthropic.shapes import Request

_BYTES_OF_ONE, _BYTES_OF_PART = 400, 60


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request's prompt in fingerprints, and how many of its tokens the next could have read from the cache."""

    model: str
    system: tuple[bytes, ...]
    tools: tuple[bytes, ...]
    messages: tuple[bytes, ...]
    others: str
    cached: int

    @classmethod
    def of(cls, request: Request, cached: Cached) -> Remembered:
        parts = {
            kind: tuple(fingerprints(part.text for part in parts_of(request) if part.place.startswith(kind)))
            for kind in ("system", "tools", "messages")
        }
        others = repr((request.thinking, request.tool_choice, request.output_config))
        model = f"{request.model} {request.speed or 'standard'}"
        return cls(model, **parts, others=others, cached=cached.read + cached.written_tokens)

    def keep(self, kept: Kept, key: str, id: str) -> None:
        parts = len(self.system) + len(self.tools) + len(self.messages)
        kept.put(key, id, self, _BYTES_OF_ONE + _BYTES_OF_PART * parts)


def diagnosed(
    now: Remembered, read: int, kept: Kept, key: str, previous: str | None
) -> dict[str, Any] | None:
    """The answer's `diagnostics`: `None` where there is nothing to compare with or nothing that differs."""
    if previous is None:
        return None
    earlier = kept.get(key, previous)
    if not isinstance(earlier, Remembered):
        return {"cache_miss_reason": {"type": "previous_message_not_found"}}
    changed = next(_changed(now, earlier), None)
    if changed is not None:
        missed = max(0, earlier.cached - read)
        return {"cache_miss_reason": {"type": f"{changed}_changed", "cache_missed_input_tokens": missed}}
    return None if now.others == earlier.others else {"cache_miss_reason": {"type": "unavailable"}}


def _changed(now: Remembered, earlier: Remembered) -> Iterator[str]:
    """Messages may have been added after those of the earlier request; all else has to be the same."""
    for name in ("model", "system", "tools"):
        if getattr(now, name) != getattr(earlier, name):
            yield name
    if now.messages[: len(earlier.messages)] != earlier.messages:
        yield "messages"
