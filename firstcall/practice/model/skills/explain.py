"""Finds the topic of a question and puts its explanation together."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.topics import TECHNICAL, Topic
from firstcall.practice.model.skills.world import EVERYDAY

_BY_NAME: dict[str, Topic] = {
    name: topic for topic in (*TECHNICAL, *EVERYDAY) for name in topic.names.split("|")
}
_NAMES = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True))
    + r")(?![\w])"
)
_ASKS = re.compile(
    r"\b(?:what|what's|explain|define|definition|describe|tell|how|why|meaning of|difference|who|introduc\w+|"
    r"understand|should|know|about|advice|"
    r"tips?|mean|means|summary of|facts?|overview|was ist|help|can you|write|give)\b"
)
_VERSUS = re.compile(r"\b(?:difference between|compare|versus|vs\.?)\b")


def topic_in(low: str) -> Topic | None:
    """The topic with the longest name in a question; between equals the first."""
    found = _NAMES.findall(low[:400])
    return _BY_NAME[max(found, key=len)] if found else None


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
    both = list(dict.fromkeys(_BY_NAME[name].lines[0] for name in _NAMES.findall(low)))[:3]
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
