"""Personas: how a voice opens, rewords and closes what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from firstcall.practice.model.pieces import Choice, Fixed, Option, Piece, Pieces, Recall, each_once, words
from firstcall.practice.model.replies import any_of, names, page, pairs, sections, template
from firstcall.text import Section


@dataclass(frozen=True, slots=True)
class Voice:
    """`called` is a pattern for what people call it; `opening` and `closing` are templates; `swaps` maps
    small-letter words to others; `simple` explains as to a child; `plain` names are common words, which
    alone mean no persona.
    """

    called: str
    opening: str
    closing: str
    swaps: Mapping[str, str]
    simple: bool
    plain: bool


@cache
def voices() -> Mapping[str, Voice]:
    """The personas that have a voice of their own."""
    return {id: _voice(section) for id, section in sections("voices").items() if section.title}


def _voice(section: Section) -> Voice:
    front, instead = page("voices").front, section.parts.get("instead")
    return Voice(
        any_of(names(section.title)),
        section.body,
        section.parts["closing"].body,
        pairs(instead) if instead else {},
        simple=section.id in front["simple"],
        plain=section.id in front["plain"],
    )


@dataclass(frozen=True, slots=True)
class _Swap:
    swaps: Mapping[str, str]
    pattern: re.Pattern[str]

    def __call__(self, text: str) -> str:
        return self.pattern.sub(self._swapped, text)

    def _swapped(self, found: re.Match[str]) -> str:
        new = self.swaps[found[0].lower()]
        return new[0].upper() + new[1:] if found[0][0].isupper() and found[0] != "I" else new


@lru_cache(maxsize=32)
def _reword(voice: str) -> Callable[[str], str]:
    swaps = voices()[voice].swaps
    longest_first = sorted(swaps, key=len, reverse=True)
    return _Swap(swaps, re.compile(rf"\b(?:{'|'.join(longest_first)})\b(?!')", re.IGNORECASE))


def in_voice(pieces: Pieces, voice: str) -> Pieces:
    """The same pieces as this persona would say them, without opening and closing."""
    return each(pieces, _reword(voice)) if voice in voices() and voices()[voice].swaps else pieces


def opening(voice: str, persona: str) -> Pieces:
    """How the persona begins; one without a voice of its own at least says who is speaking."""
    if voice in voices():
        return words(voices()[voice].opening)
    return words(template("voices/someone else"), who=persona) if persona else ()


def closing(voice: str) -> Pieces:
    return words(voices()[voice].closing) if voice in voices() else ()


def each(pieces: Pieces, change: Callable[[str], str], quoted: bool = False) -> Pieces:
    """The pieces with every text changed; texts that are somebody else's only with `quoted`."""
    return each_once(pieces, lambda piece: _changed(piece, change, quoted))


def _changed(piece: Piece, change: Callable[[str], str], quoted: bool) -> Piece:
    if isinstance(piece, Fixed):
        return piece if piece.quoted and not quoted else Fixed(change(piece.text), piece.quoted)
    if isinstance(piece, Choice):
        ways = tuple(Option(each(way.pieces, change, quoted), way.weight) for way in piece.options)
        return Choice(ways, piece.name, piece.fresh)
    assert isinstance(piece, Recall)
    return piece
