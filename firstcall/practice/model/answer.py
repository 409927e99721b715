"""What an answer is before rules and chance have shaped it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from firstcall.practice.model.pieces import Fixed, Piece, Pieces, words
from firstcall.practice.model.replies import section
from firstcall.practice.model.request import Request
from firstcall.text import Section


@dataclass(frozen=True, slots=True)
class Answer:
    """`pieces` are the prose; `items` a list instead of it; `word` the bare answer; `fields` the answer as JSON.

    `form` says what the rules may change: `prose` everything, `verse` nothing of its length and
    lines, `raw` nothing at all. `language` is the one that the pieces are written in.
    """

    pieces: Pieces = ()
    items: tuple[Pieces, ...] = ()
    word: Pieces = ()
    fields: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    form: Literal["prose", "verse", "raw"] = "prose"
    language: str = "en"


Skill = Callable[[Request], Answer | None]
"""Answers what it understands, `None` for anything else."""


def say(template: str, /, word: str = "", **named: str) -> Answer:
    """Prose from a template, with the bare answer beside it."""
    return Answer(words(template, **named), word=(Fixed(word, quoted=True),) if word else ())


def reply(id: str, language: str = "en", /, **named: str) -> Answer:
    """Prose from a section of the replies, with the bare answer of its part `word`."""
    return said(section(id, language), **named)


def said(section: Section, /, **named: str) -> Answer:
    """The same from a section at hand."""
    word = words(section.parts["word"].body, **named) if "word" in section.parts else ()
    return Answer(words(section.body, **named), word=tuple(map(_as_it_is, word)))


def _as_it_is(piece: Piece) -> Piece:
    """A bare answer is not reworded by a voice; where there are several, chance and the voice decide."""
    return Fixed(piece.text, quoted=True) if isinstance(piece, Fixed) else piece


def raw(text: str) -> Answer:
    """Exactly this text."""
    return Answer((Fixed(text, quoted=True),), form="raw")
