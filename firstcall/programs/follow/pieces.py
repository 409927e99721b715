"""What a streaming loop of the learner's program goes over, rebuilt from the reply it ended in.

How the text was cut into pieces is no longer known, so one piece that comes `often` stands for all
of them; the others come once, as they do in life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from firstcall.programs.refusals import NotAllowed

_SHARED = frozenset({"id", "model", "created", "object", "service_tier", "system_fingerprint"})


class Piece:
    """One event or chunk: knows what it was given and, of a real one (`like`), what all of them share."""

    def __init__(self, like: Any = None, often: bool = False, **known: Any) -> None:
        self.__dict__.update(known, _like=like, _often=often)

    def __getattr__(self, name: str) -> Any:
        if name in _SHARED and self.__dict__["_like"] is not None:
            return getattr(self.__dict__["_like"], name)
        raise NotAllowed(f"{name} of a piece of the stream is not known any more.")

    def __str__(self) -> NoReturn:
        raise NotAllowed("What a whole piece of the stream looked like is not known any more.")

    __repr__ = __str__


class TextPiece(str):
    """All pieces of a stream of plain text as one."""


class Stream:
    """The stream that a call gave: what a loop over it goes through, and the SDK's own object behind it."""

    def __init__(self, real: Any, pieces: list[Any] | None, text: str) -> None:
        self._pieces = pieces
        self.text_stream = [TextPiece(text)] if text else []
        self._real = real

    @property
    def pieces(self) -> list[Any]:
        if self._pieces is None:
            raise NotAllowed("What the pieces of this stream looked like is not known any more.")
        return self._pieces

    def __getattr__(self, name: str) -> Any:
        if self._real is None:
            raise NotAllowed(f"{name} of the stream is not known any more.")
        return getattr(self._real, name)

    def __iter__(self) -> NoReturn:
        raise NotAllowed("How often a stream gives something is not known any more.")

    __next__ = __iter__

    def __str__(self) -> NoReturn:
        raise NotAllowed("A stream has no text of its own.")

    __repr__ = __str__


class Pieces(list[Any]):
    """A list to which a streaming loop added every piece: nobody knows how many there were."""


def often(piece: Any) -> bool:
    """Whether a piece stands for an unknown number of pieces."""
    return isinstance(piece, TextPiece) or (isinstance(piece, Piece) and bool(piece.__dict__["_often"]))


def of(method: Sequence[str], text: str, names: Mapping[str, Any], counted: bool) -> list[Any] | None:
    """The events or chunks of a stream that said `text`, `None` for a method of unknown shape.

    `method` is the call's attribute path, `names` those of its `Reply`; `counted` is whether OpenAI
    was asked for `stream_options={"include_usage": True}`, which adds a chunk without choices.
    Shapes: `anthropic/lib/streaming/_types.py`, `openai/types/chat/chat_completion_chunk.py`.
    """
    if "completions" in method:
        return _events(text) if method[-1] == "stream" else _chunks(text, names, counted)
    return _messages(text, names, method[-1] == "stream") if "messages" in method else None


def _messages(text: str, names: Mapping[str, Any], helper: bool) -> list[Any]:
    message = names.get("message")
    delta = Piece(type="text_delta", text=text)
    said = [Piece(often=True, type="content_block_delta", delta=delta)]
    if helper:
        said.append(Piece(often=True, type="text", text=text))
    return [
        Piece(type="message_start", message=message),
        Piece(often=True, type="content_block_start"),
        *(said if text else []),
        Piece(often=True, type="content_block_stop"),
        Piece(type="message_delta", delta=message, usage=getattr(message, "usage", None)),
        Piece(type="message_stop", message=message),
    ]


def _events(text: str) -> list[Any]:
    said = [Piece(often=True, type="content.delta", delta=text)] if text else []
    return [Piece(often=True, type="chunk"), *said, Piece(type="content.done", content=text)]


def _chunks(text: str, names: Mapping[str, Any], counted: bool) -> list[Any]:
    like = names.get("chunk")

    def chunk(content: str | None, reason: str | None, many: bool = False) -> Piece:
        delta = Piece(content=content, refusal=None, tool_calls=None)
        return Piece(like, many, choices=[Piece(index=0, delta=delta, finish_reason=reason)], usage=None)

    said = [chunk("", None), *([chunk(text, None, True)] if text else [])]
    last = [Piece(like, choices=[], usage=names.get("usage"))] if counted else []
    return [*said, chunk(None, names.get("stop_reason")), *last]
