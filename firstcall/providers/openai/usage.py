"""What OpenAI counted: of a reply, of a stream that broke off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import _received


def usage_of(usage: Any, tier: Any = None) -> Usage | None:
    """OpenAI's `prompt_tokens` counts cached tokens in, `completion_tokens` counts reasoning in. `tier` is the
    `service_tier` beside them, which need not be the one that was asked for.

    https://platform.openai.com/docs/api-reference/chat/object
    """
    prompt = getattr(usage, "prompt_tokens_details", None)
    cached, written = _received.counts(prompt, "cached_tokens", "cache_write_tokens")
    (thinking,) = _received.counts(getattr(usage, "completion_tokens_details", None), "reasoning_tokens")
    return _received.usage(
        getattr(usage, "prompt_tokens", None),
        getattr(usage, "completion_tokens", None),
        cached=cached,
        written=written,
        thinking=thinking,
        tier=(tier,),
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    last = names.get("response") or names.get("chunk")
    return usage_of(names.get("usage") or getattr(last, "usage", None), getattr(last, "service_tier", None))
