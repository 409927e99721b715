"""The chunks of a stream of Google's that is over, rebuilt from what it said (`google/genai/types.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.providers import StreamPiece

_SHARED = ("model_version", "response_id", "prompt_feedback", "sdk_http_response", "create_time")
"""What all chunks of one stream have in common."""


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    """The chunks in their order: each a whole response with a part of the text, the last with the reason."""
    last = names.get("chunk")
    shared = {name: getattr(last, name) for name in _SHARED if hasattr(last, name)}

    def chunk(said: str, reason: Any, often: bool = False) -> StreamPiece:
        part = StreamPiece({"text": said, "thought": None, "function_call": None})
        content = StreamPiece({"role": "model", "parts": [part]})
        candidate = StreamPiece({"index": 0, "content": content, "finish_reason": reason})
        known = {"text": said, "candidates": [candidate], "usage_metadata": names.get("usage")}
        return StreamPiece({**shared, **known}, often)

    if last is None:
        return []
    return [*([chunk(text, None, True)] if text else []), chunk("", names.get("stop_reason"))]
