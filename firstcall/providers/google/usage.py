"""What Google counted: of a reply, of a stream that broke off, of a prompt that is not sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import _received


def usage_of(usage: Any) -> Usage | None:
    """Google's `candidates_token_count` leaves thoughts out, which are billed as output: ours adds them.
    `prompt_token_count` counts cached tokens in. A count of nothing is left out, and is `None` in the SDK.

    `google/genai/types.py`, `GenerateContentResponseUsageMetadata`; https://ai.google.dev/gemini-api/docs/thinking
    """
    cached, said, thought, tools = _received.counts(
        usage,
        "cached_content_token_count",
        "candidates_token_count",
        "thoughts_token_count",
        "tool_use_prompt_token_count",
    )
    prompt = _received.count(getattr(usage, "prompt_token_count", None))
    return _received.usage(
        None if prompt is None else prompt + tools,
        said + thought,
        cached=cached,
        written=0,
        thinking=thought,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    reply = names.get("chunk") or names.get("response")
    return usage_of(names.get("usage") or getattr(reply, "usage_metadata", None))


def count_tokens(client: Any, model: str, text: str) -> int:
    """What this model makes of one user message. Free of charge. Raises `ValueError` where what came back is no count.

    https://ai.google.dev/gemini-api/docs/tokens
    """
    counted = client.models.count_tokens(model=model, contents=text)
    tokens = _received.count(counted.total_tokens)
    if tokens is None:
        raise ValueError(f"not a number of tokens: {str(counted.total_tokens)[:100]}")
    return tokens
