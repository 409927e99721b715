"""What a streaming loop of the learner's program goes over, rebuilt from the reply it ended in.

The pieces in which the text arrived are gone when this is asked; one piece stands for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.snippets.refusals import NotAllowed


class Piece:
    """An event or chunk of a stream: knows what it was given, and what `like`, a real one, knows."""

    def __init__(self, like: Any = None, **known: Any) -> None:
        self.__dict__.update(known, _like=like)

    def __getattr__(self, name: str) -> Any:
        if self.__dict__["_like"] is None:
            raise NotAllowed(f"{name} of an event that is gone is not known any more.")
        return getattr(self.__dict__["_like"], name)


def of(method: Sequence[str], text: str, names: Mapping[str, Any], counted: bool) -> list[Any]:
    """The events or chunks of a stream that said `text`.

    `method` is the call's attribute path, `counted` whether OpenAI was asked to count the tokens
    (`stream_options={"include_usage": True}`), which adds a chunk without choices. Shapes:
    `anthropic/lib/streaming/_types.py`, `openai/types/chat/chat_completion_chunk.py`.
    """
    if "completions" in method:
        return _events(text) if method[-1] == "stream" else _chunks(text, names, counted)
    return _messages(text, names, method[-1] == "stream")


def _messages(text: str, names: Mapping[str, Any], helper: bool) -> list[Any]:
    message = names.get("message")
    delta = Piece(type="text_delta", text=text)
    events = [
        Piece(type="message_start", message=message),
        Piece(type="content_block_start"),
        Piece(type="content_block_delta", delta=delta),
        *([Piece(type="text", text=text, snapshot=text)] if helper else []),
        Piece(type="content_block_stop"),
        Piece(type="message_delta", delta=message, usage=getattr(message, "usage", None)),
        Piece(type="message_stop", message=message),
    ]
    return events if text else [event for event in events if event.type not in ("content_block_delta", "text")]


def _events(text: str) -> list[Any]:
    said = [Piece(type="content.delta", delta=text, snapshot=text)] if text else []
    return [Piece(type="chunk"), *said, Piece(type="content.done", content=text)]


def _chunks(text: str, names: Mapping[str, Any], counted: bool) -> list[Any]:
    like = names.get("chunk")

    def chunk(content: str | None, reason: str | None, role: str | None = None) -> Piece:
        delta = Piece(content=content, role=role, refusal=None, tool_calls=None)
        return Piece(like, choices=[Piece(index=0, delta=delta, finish_reason=reason)], usage=None)

    chunks = [chunk("", None, "assistant"), *([chunk(text, None)] if text else []), chunk(None, _reason(names))]
    return [*chunks, Piece(like, choices=[], usage=names.get("usage"))] if counted else chunks


def _reason(names: Mapping[str, Any]) -> str | None:
    return names.get("stop_reason") or "stop"
