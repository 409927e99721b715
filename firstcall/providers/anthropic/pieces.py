"""The events of a stream of Anthropic's that is over, rebuilt from what it said (`anthropic/lib/streaming/_types.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.providers import StreamPiece


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    """The events in their order; the SDK's own `messages.stream` adds one of plain text to each delta."""
    message = names.get("message")
    delta = StreamPiece({"type": "text_delta", "text": text})
    said = [StreamPiece({"type": "content_block_delta", "delta": delta}, often=True)]
    if method == "messages.stream":
        said.append(StreamPiece({"type": "text", "text": text}, often=True))
    usage = getattr(message, "usage", None)
    return [
        StreamPiece({"type": "message_start", "message": message}),
        StreamPiece({"type": "content_block_start"}, often=True),
        *(said if text else []),
        StreamPiece({"type": "content_block_stop"}, often=True),
        StreamPiece({"type": "message_delta", "delta": message, "usage": usage}),
        StreamPiece({"type": "message_stop", "message": message}),
    ]
