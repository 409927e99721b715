"""What a reply is made of before chance has decided: fixed text, weighted choices, things recalled.

The texts of this package are templates: `The sky is {blue^5|grey|clear}.` is a choice whose first
way is five times as likely; `{hero=Mara|Tom}` remembers what was chosen and `{=hero}` says it again;
`{*scene=a|b|c}` never takes the same way twice until all were taken. What a person wrote never goes
through a template: it is put in as it is, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from firstcall.practice.model.tokens import split


@dataclass(frozen=True, slots=True)
class Fixed:
    """Text that is always said. `quoted` text is somebody else's: no voice rewords it."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Recall:
    """Says again what a choice of this name said before."""

    name: str


@dataclass(frozen=True, slots=True)
class Option:
    pieces: tuple[Piece, ...]
    weight: float = 1.0

    def lead(self) -> tuple[str, ...]:
        """The word-pieces that the option begins with, as far as they are certain."""
        return _lead(self.pieces[0].text) if self.pieces and isinstance(self.pieces[0], Fixed) else ()


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Option, ...]
    name: str = ""
    fresh: bool = False


Piece = Fixed | Recall | Choice
Pieces = tuple[Piece, ...]


@lru_cache(maxsize=4096)
def _lead(text: str) -> tuple[str, ...]:
    return tuple(split(text[:200]))


def words(template: str, /, **named: str) -> Pieces:
    """The pieces of a template; `{=name}` becomes the given text, word for word."""
    pieces = parsed(template)
    return fill(pieces, {name: Fixed(text, quoted=True) for name, text in named.items()}) if named else pieces


def fill(pieces: Pieces, named: dict[str, Fixed]) -> Pieces:
    """Puts fixed text where the pieces recall one of these names."""
    return each_once(pieces, lambda piece: _filled(piece, named))


def each_once(pieces: Pieces, change: Callable[[Piece], Piece]) -> Pieces:
    """The pieces changed. A piece that comes again and again, as the scenes of a story do, stays one object."""
    changed: dict[int, Piece] = {}
    for piece in pieces:
        if id(piece) not in changed:
            changed[id(piece)] = change(piece)
    return tuple(changed[id(piece)] for piece in pieces)


def _filled(piece: Piece, named: dict[str, Fixed]) -> Piece:
    if isinstance(piece, Recall):
        return named.get(piece.name, piece)
    if isinstance(piece, Choice):
        options = tuple(Option(fill(way.pieces, named), way.weight) for way in piece.options)
        return Choice(options, piece.name, piece.fresh)
    return piece


def one_of(options: Iterable[str], name: str = "", fresh: bool = False) -> Choice:
    """A choice among plain texts, the first slightly the likeliest; with `fresh`, without repeating."""
    ways = tuple(Option((Fixed(text),), 1 + 0.5 / (place + 1)) for place, text in enumerate(options))
    return Choice(ways, name, fresh)


@lru_cache(maxsize=4096)
def parsed(template: str) -> Pieces:
    pieces, end = _Reader(template).sequence(0, "")
    if end != len(template):
        raise ValueError(f"unbalanced brace in {template[:60]!r}")
    return pieces


@dataclass
class _Reader:
    text: str
    found: list[Piece] = field(default_factory=list)

    def sequence(self, at: int, until: str) -> tuple[Pieces, int]:
        pieces: list[Piece] = []
        while at < len(self.text) and self.text[at] not in until:
            if self.text[at] == "{":
                piece, at = self._braces(at + 1)
                pieces.append(piece)
            else:
                end = at
                while end < len(self.text) and self.text[end] not in "{" + until:
                    end += 1
                pieces.append(Fixed(self.text[at:end]))
                at = end
        return tuple(pieces), at

    def _braces(self, at: int) -> tuple[Piece, int]:
        if self.text[at] == "=":
            end = self.text.index("}", at)
            return Recall(self.text[at + 1 : end]), end + 1
        fresh = self.text[at] == "*"
        at += fresh
        name, at = self._name(at)
        options: list[Option] = []
        while True:
            option, at = self._option(at)
            options.append(option)
            if at >= len(self.text):
                raise ValueError(f"unbalanced brace in {self.text[:60]!r}")
            if self.text[at] == "}":
                return Choice(tuple(options), name, fresh), at + 1
            at += 1

    def _name(self, at: int) -> tuple[str, int]:
        end = at
        while end < len(self.text) and self.text[end].isalpha():
            end += 1
        if end > at and end < len(self.text) and self.text[end] == "=":
            return self.text[at:end], end + 1
        return "", at

    def _option(self, at: int) -> tuple[Option, int]:
        pieces, at = self.sequence(at, "|}^")
        weight = 1.0
        if at < len(self.text) and self.text[at] == "^":
            end = at + 1
            while self.text[end] in "0123456789.":
                end += 1
            weight, at = float(self.text[at + 1 : end]), end
        return Option(pieces, weight), at
