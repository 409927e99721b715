"""What Ollama counted: on the whole reply, in a stream on its last line alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import _received


def usage_of(response: Any) -> Usage | None:
    """`prompt_eval_count` is the whole prompt, `eval_count` all that was written, thinking with it and not told apart.

    https://docs.ollama.com/api/usage
    """
    return _received.usage(
        getattr(response, "prompt_eval_count", None),
        getattr(response, "eval_count", None),
        cached=0,
        written=0,
        thinking=0,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    return usage_of(names.get("chunk") or names.get("response"))
