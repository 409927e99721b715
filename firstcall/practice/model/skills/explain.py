"""Finds the topic of a question and puts its explanation together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.replies import names, sections
from firstcall.practice.model.request import Request
from firstcall.text import Section


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that can be explained.

    The first of `lines` alone is an answer in one sentence; the last is kept for larger models.
    `simple` is for a child, `word` for "in one word".
    """

    lines: tuple[str, ...]
    simple: str
    word: str


_ASKS = re.compile(
    r"\b(?:what|what's|explain|define|definition|describe|tell|how|why|meaning of|difference|who|introduc\w+|"
    r"understand|should|know|about|advice|"
    r"tips?|mean|means|summary of|facts?|overview|was ist|help|can you|write|give)\b"
)
_VERSUS = re.compile(r"\b(?:difference between|compare|versus|vs\.?)\b")


@cache
def topics() -> Mapping[str, Topic]:
    """Everything that can be explained, by each of its names."""
    found = (*sections("topics").items(), *sections("world").items())
    return {name: topic for id, section in found for topic in (_topic(section),) for name in names(id)}


def _topic(section: Section) -> Topic:
    parts = section.parts
    return Topic(tuple(section.body.splitlines()), parts["simple"].body, parts["word"].body)


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(topics(), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?![\w])")


def topic_in(low: str) -> Topic | None:
    """The topic with the longest name in a question; between equals the first."""
    found = _names().findall(low[:400])
    return topics()[max(found, key=len)] if found else None


def explained(request: Request) -> Answer | None:
    """What something is, in as many sentences as the rules and the size of the model allow."""
    low = request.low[:400]
    topic = topic_in(low)
    if topic is None or (not _ASKS.search(low) and len(low.split()) > 5):
        return None
    if _VERSUS.search(low):
        return _compared(low, topic)
    items = re.search(r"\b(?:list|facts|things|points|bullet|steps)\b", low)
    word = (Fixed(topic.word),)
    if request.rules.simple:
        return Answer(words(topic.simple), word=word)
    lines = topic.lines if request.large or items else topic.lines[:-1]
    return Answer(_sentences(lines), word=word)


def _compared(low: str, topic: Topic) -> Answer:
    """Both sides of a comparison, one sentence each."""
    both = list(dict.fromkeys(topics()[name].lines[0] for name in _names().findall(low)))[:3]
    return Answer(_sentences(tuple(both) if len(both) > 1 else topic.lines), word=(Fixed(topic.word),))


def _sentences(lines: tuple[str, ...]) -> Pieces:
    pieces: Pieces = ()
    for line in lines:
        pieces += (Fixed(" "), *words(line)) if pieces else words(line)
    return pieces


def facts_about(request: Request) -> Answer | None:
    """`list three facts about the moon`: the sentences of the topic, one by one."""
    if not re.search(
        r"\b(?:facts|things|points|reasons|examples|sentences)\b.{0,20}\b(?:about|on|for|of)\b",
        request.low[:300],
    ):
        return None
    topic = topic_in(request.low)
    if topic is None:
        return None
    found = re.search(r"\b(two|three|[23])\b", request.low)
    wanted = {"two": 2, "2": 2, "three": 3, "3": 3}.get(found[1], 4) if found else 4
    return Answer(items=tuple(words(line) for line in topic.lines[:wanted]))
