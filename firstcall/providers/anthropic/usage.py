"""What Anthropic counted: of a reply, of a stream that broke off, of a prompt that is not sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import _received


def usage_of(usage: Any) -> Usage | None:
    """Anthropic's `input_tokens` leaves cached tokens out; ours counts the whole prompt.

    What stays in the cache for an hour is told apart, and `service_tier` and `speed` say how the call was
    served: https://platform.claude.com/docs/en/build-with-claude/prompt-caching and `anthropic/types/usage.py`.
    """
    cached, written = _received.counts(usage, "cache_read_input_tokens", "cache_creation_input_tokens")
    (thinking,) = _received.counts(getattr(usage, "output_tokens_details", None), "thinking_tokens")
    (for_an_hour,) = _received.counts(getattr(usage, "cache_creation", None), "ephemeral_1h_input_tokens")
    fresh = _received.count(getattr(usage, "input_tokens", None))
    return _received.usage(
        None if fresh is None else fresh + cached + written,
        getattr(usage, "output_tokens", None),
        cached=cached,
        written=written,
        thinking=thinking,
        for_an_hour=for_an_hour,
        tier=(getattr(usage, "speed", None), getattr(usage, "service_tier", None)),
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    stream = names.get("stream")
    message = names.get("message") or (stream and stream._current_snapshot_or_none())
    return usage_of(getattr(message, "usage", None))


def count_tokens(client: Any, model: str, text: str) -> int:
    """What this model makes of one user message, a few tokens around it included. Free of charge.
    Raises `ValueError` where what came back is no count.

    https://platform.claude.com/docs/en/build-with-claude/token-counting
    """
    counted = client.messages.count_tokens(model=model, messages=[{"role": "user", "content": text}])
    tokens = _received.count(counted.input_tokens)
    if tokens is None:
        raise ValueError(f"not a number of tokens: {str(counted.input_tokens)[:100]}")
    return tokens
