"""What OpenAI counted for a response, whole or broken off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import _received


def usage_of(response: Any) -> Usage | None:
    """The same counts as those of Chat Completions under other names: `input_tokens` counts cached tokens in,
    `output_tokens` counts reasoning in (`openai/types/responses/response_usage.py`)."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "input_tokens_details", None)
    cached, written = _received.counts(details, "cached_tokens", "cache_write_tokens")
    (thinking,) = _received.counts(getattr(usage, "output_tokens_details", None), "reasoning_tokens")
    return _received.usage(
        getattr(usage, "input_tokens", None),
        getattr(usage, "output_tokens", None),
        cached=cached,
        written=written,
        thinking=thinking,
        tier=(getattr(response, "service_tier", None),),
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    """A stream names its counts with its last event alone; before that its response has none."""
    last = names.get("response") or getattr(names.get("event"), "response", None)
    return usage_of(last)
