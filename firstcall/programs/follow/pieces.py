"""What a streaming loop of the learner's program goes over, rebuilt from the reply it ended in.

How the text was cut into pieces is no longer known, so one piece that comes `often` stands for all
of them; the others come once, as they do in life.
"""

from __future__ import annotations

from typing import Any, NoReturn

from firstcall.programs.refusals import NotAllowed
from firstcall.providers import StreamPiece


class Piece:
    """One event or chunk: knows what the wire says of it, and refuses what is not known any more.

    The SDK's own class would not do: it would answer with a default where nobody knows the value.
    """

    def __init__(self, piece: StreamPiece) -> None:
        self.__dict__.update(
            {name: _followed(value) for name, value in piece.known.items()}, _often=piece.often
        )

    def __getattr__(self, name: str) -> Any:
        raise NotAllowed("stream attribute-of-piece", name=name)

    def __str__(self) -> NoReturn:
        raise NotAllowed("stream piece")

    __repr__ = __str__


def _followed(value: Any) -> Any:
    """A value of a piece, pieces inside of it included."""
    if isinstance(value, list):
        return [_followed(one) for one in value]
    return Piece(value) if isinstance(value, StreamPiece) else value


class TextPiece(str):
    """All pieces of a stream of plain text as one.

    A text, so that it can be added, joined and printed; a class of its own, so that a loop knows that it
    would have come in any number of pieces.
    """


class Stream:
    """The stream that a call gave: what a loop over it goes through, and the SDK's own object behind it.

    `pieces` is `None` for a wire that does not say what they look like; `text_in` is the attribute that
    gives the text in pieces, where the stream has one.
    """

    def __init__(self, real: Any, pieces: list[StreamPiece] | None, text: str, text_in: str) -> None:
        self._pieces = None if pieces is None else [Piece(one) for one in pieces]
        self._real = real
        if text_in:
            self.__dict__[text_in] = [TextPiece(text)] if text else []

    @property
    def pieces(self) -> list[Piece]:
        if self._pieces is None:
            raise NotAllowed("stream pieces")
        return self._pieces

    def __getattr__(self, name: str) -> Any:
        if self._real is None:
            raise NotAllowed("stream attribute", name=name)
        return getattr(self._real, name)

    # Without these Python would say that it cannot be looped over, as if that were the learner's fault.
    def __iter__(self) -> NoReturn:
        raise NotAllowed("stream often")

    __next__ = __iter__

    def __str__(self) -> NoReturn:
        raise NotAllowed("stream text")

    __repr__ = __str__


class Pieces(list[Any]):
    """A list to which a streaming loop added every piece: nobody knows how many there were."""


def often(piece: Any) -> bool:
    """Whether a piece stands for an unknown number of pieces."""
    return isinstance(piece, TextPiece) or (isinstance(piece, Piece) and bool(piece.__dict__["_often"]))
