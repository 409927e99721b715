"""The chunks of a stream of OpenAI's that is over, rebuilt from what it said.

Shapes: `openai/types/chat/chat_completion_chunk.py`, `openai/lib/streaming/chat/_events.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.providers import StreamPiece

_SHARED = ("id", "model", "created", "object", "service_tier", "system_fingerprint")
"""What all chunks of one stream have in common."""


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    """The chunks in their order. With `counted` (`include_usage`) one more comes, with the usage and no choices."""
    if method == "chat.completions.stream":
        return _events(text)
    last = names.get("chunk")
    shared = {name: getattr(last, name) for name in _SHARED if hasattr(last, name)}

    def chunk(content: str | None, reason: str | None, often: bool = False) -> StreamPiece:
        delta = StreamPiece({"content": content, "refusal": None, "tool_calls": None})
        choice = StreamPiece({"index": 0, "delta": delta, "finish_reason": reason})
        return StreamPiece({**shared, "choices": [choice], "usage": None}, often)

    said = [chunk("", None), *([chunk(text, None, True)] if text else [])]
    usage = [StreamPiece({**shared, "choices": [], "usage": names.get("usage")})] if counted else []
    return [*said, chunk(None, names.get("stop_reason")), *usage]


def _events(text: str) -> list[StreamPiece]:
    said = [StreamPiece({"type": "content.delta", "delta": text}, often=True)] if text else []
    return [
        StreamPiece({"type": "chunk"}, often=True),
        *said,
        StreamPiece({"type": "content.done", "content": text}),
    ]
