"""The lines of a stream of Ollama's that is over, rebuilt from what it said (`ollama/_types.py`, `ChatResponse`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.providers import StreamPiece

_SHARED = ("model", "created_at")
"""What all lines of one stream have in common."""
_LAST = (
    "done_reason", "total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count",
    "eval_duration",
)  # fmt: skip
"""What only the last line has."""


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    """The lines in their order: each with a part of the text, the last with the reason, the counts and no text."""
    last = names.get("chunk")
    shared = {name: getattr(last, name) for name in _SHARED if hasattr(last, name)}

    def line(said: str, done: bool, often: bool = False) -> StreamPiece:
        message = StreamPiece({"role": "assistant", "content": said, "thinking": None, "tool_calls": None})
        counts = {name: getattr(last, name, None) if done else None for name in _LAST}
        return StreamPiece({**shared, **counts, "message": message, "done": done, "logprobs": None}, often)

    return [] if last is None else [*([line(text, False, True)] if text else []), line("", True)]
