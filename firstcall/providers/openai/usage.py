"""What OpenAI counted: of a reply, of a stream that broke off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage


def usage_of(usage: Any) -> Usage:
    """OpenAI's `prompt_tokens` counts cached tokens in, `completion_tokens` counts reasoning in.

    https://platform.openai.com/docs/api-reference/chat/object
    """
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    return Usage(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        cached_tokens=(prompt.cached_tokens or 0) if prompt else 0,
        cache_write_tokens=(getattr(prompt, "cache_write_tokens", 0) or 0) if prompt else 0,
        reasoning_tokens=(completion.reasoning_tokens or 0) if completion else 0,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    usage = names.get("usage")
    return usage_of(usage) if usage else None
