"""Stories of any length up to about three thousand words, and essays and letters of a few."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Choice, Fixed, Pieces, Recall, fill, words
from firstcall.practice.model.replies import lines, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.verse import subject

_MOST_WORDS = 3000


def story(request: Request) -> Answer | None:
    """`write a 500 word story about a fox`."""
    if not re.search(r"\b(?:story|tale|fairy tale|fable|short stories|once upon a time)\b", request.low):
        return None
    if re.search(r"\bwhat (?:is|makes)\b|\bsummari[sz]e\b", request.low):
        return None
    asked = length(request.low, _usual(request.low))
    pieces = _grown("stories", "scenes", asked)
    return Answer(_about(pieces, subject(request.question[:400]) or template("stories/about")), form="prose")


def essay(request: Request) -> Answer | None:
    """`write an essay of 300 words about trains`, `write a paragraph about tea`."""
    if not re.search(r"\b(?:write|draft|give me|compose)\b.{0,60}\b(?:essay|paragraphs?|article|blog post|text "
                     r"about|speech|words about|"
                     r"report (?:on|about)|words on)\b", request.low):  # fmt: skip
        return None
    usual = 70 if re.search(r"\bparagraph\b", request.low) else 250
    pieces = _grown("essays", "claims", length(request.low, usual))
    return Answer(_about(pieces, subject(request.question[:400]) or template("essays/about")), form="prose")


def _usual(low: str) -> int:
    if re.search(r"\b(?:very long|long)\b", low):
        return 900
    return 150 if re.search(r"\b(?:very short|short|tiny|brief)\b", low) else 250


def length(low: str, otherwise: int) -> int:
    """How many words were asked for, at most three thousand."""
    found = re.search(rf"\b({NUMBER})[- ]?words?\b", low.replace(",", ""))
    return max(1, min(number(found[1]), _MOST_WORDS)) if found else otherwise


def _grown(file: str, scenes: str, asked: int) -> Pieces:
    """Opening, as many scenes as the length needs, closing; a new paragraph after every six scenes."""
    opening, middle, closing = (lines(f"{file}/{part}") for part in ("opening", scenes, "closing"))
    if asked < 100:
        opening, closing = opening[:1], closing[-1:]
    first, last = words(" ".join(opening)), words(" ".join(closing))
    scene = words("{*scene=" + "|".join(middle) + "}")
    mean = sum(_size(words(text)) for text in middle) / len(middle)
    wanted = max(0, round((asked - _size(first) - _size(last)) / mean))
    grown = list(first)
    for told in range(wanted):
        grown += [Fixed("\n\n" if told % 6 == 5 else " "), *scene]
    return (*grown, Fixed("\n\n" if wanted > 5 else " "), *last)


def _size(pieces: Pieces) -> float:
    """The words that pieces have on average."""
    return sum(_words(piece) for piece in pieces)


def _words(piece: Fixed | Choice | Recall) -> float:
    if isinstance(piece, Fixed):
        return len(re.findall(r"\w[\w'’-]*", piece.text))
    if isinstance(piece, Recall):
        return 1
    total = sum(way.weight for way in piece.options)
    return sum(_size(way.pieces) * way.weight for way in piece.options) / total


def _about(pieces: Pieces, about: str) -> Pieces:
    return fill(pieces, {"about": Fixed(about, quoted=True)})
