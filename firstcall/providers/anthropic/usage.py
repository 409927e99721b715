"""What Anthropic counted: of a reply, of a stream that broke off, of a prompt that is not sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage


def usage_of(usage: Any) -> Usage:
    """Anthropic's `input_tokens` leaves cached tokens out; ours counts the whole prompt.

    https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    """
    cached = usage.cache_read_input_tokens or 0
    written = usage.cache_creation_input_tokens or 0
    details = usage.output_tokens_details
    return Usage(
        input_tokens=usage.input_tokens + cached + written,
        output_tokens=usage.output_tokens,
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=(details.thinking_tokens or 0) if details else 0,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    """What the newest state of the message counts; `None` before the first event.

    Only the stream of `messages.stream` keeps such a state (`anthropic/lib/streaming/_messages.py`); that of
    `create(stream=True)` is the bare events.
    """
    message = names.get("message")
    kept = getattr(names.get("stream"), "_current_snapshot_or_none", None)
    if message is None and kept is not None:
        message = kept()
    return usage_of(message.usage) if message else None


def count_tokens(client: Any, model: str, text: str) -> int:
    """What this model makes of one user message, a few tokens around it included. Free of charge.

    https://platform.claude.com/docs/en/build-with-claude/token-counting
    """
    counted = client.messages.count_tokens(model=model, messages=[{"role": "user", "content": text}])
    tokens: int = counted.input_tokens
    return tokens
