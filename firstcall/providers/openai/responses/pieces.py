"""The events of a stream of the Responses API that is over, rebuilt from what it said.

Shapes and order: `openai/types/responses/response_stream_event.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.providers import StreamPiece


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    """The events in their order: what begins, the text, what ends, and last the one with the whole response."""
    event: Any = names.get("event")
    last = {"type": event.type, "response": event.response} if hasattr(event, "response") else None
    return [
        *(StreamPiece({"type": f"response.{name}"}) for name in ("created", "in_progress")),
        *_around("added", "response.output_item", "response.content_part"),
        *([StreamPiece({"type": "response.output_text.delta", "delta": text}, often=True)] if text else []),
        *_around("done", "response.output_text", "response.content_part", "response.output_item"),
        *([StreamPiece(last)] if last else []),
    ]


def _around(what: str, *names: str) -> list[StreamPiece]:
    return [StreamPiece({"type": f"{name}.{what}"}) for name in names]
