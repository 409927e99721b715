"""Small creative and factual requests: a sentence about something, rhymes, who wrote what, a fact to tell."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.practice.model.answer import Answer, reply, said
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.replies import entries, lines, mapping, section_named, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.verse import subject


def sentences_about(request: Request) -> Answer | None:
    """`write three sentences about dogs`, `a tweet about coffee`."""
    found = re.search(
        rf"\b(?:({NUMBER}) (?:\w+ )?sentences?|tweet|caption|post|headline|"
        rf"line)\b.{{0,20}}\b(?:about|on)\b",
        request.low[:300],
    )
    if not found or not re.search(r"\b(?:write|give|compose|make|create|tell|say)\b", request.low[:300]):
        return None
    about = subject(request.question[:400])
    if not about:
        return None
    wanted = min(number(found[1]), 30) if found[1] else 1
    line = words("{*line=" + "|".join(lines("small_requests/sentences")) + "}", about=about)
    pieces: Pieces = ()
    for _ in range(wanted):
        pieces += (Fixed(" "), *line) if pieces else line
    return Answer(pieces)


def described(request: Request) -> Answer | None:
    """`describe the ocean in three words`: as many adjectives."""
    wanted = request.rules.most_words
    if not request.low.startswith("describe") or not request.rules.exact or not wanted:
        return None
    adjectives = entries(template("small_requests/adjectives"))
    if wanted > len(adjectives):
        return None
    choice = words("{*adjective=" + "|".join(adjectives) + "}")
    pieces: Pieces = choice
    for _ in range(wanted - 1):
        pieces += (Fixed(", "), *choice)
    return Answer((*pieces, Fixed(".")), form="verse")


def rhymed(request: Request) -> Answer | None:
    """`words that rhyme with cat`"""
    found = re.search(
        rf"(?:({NUMBER}) words? .{{0,20}})?\brhymes? (?:with|for|on) [\"'“]?([a-z]+)", request.low[:300]
    )
    if not found:
        return None
    known = mapping("letters/rhymes").get(found[2])
    if known is None:
        return reply("letters/no rhyme", what=found[2])
    wanted = number(found[1]) if found[1] else 5
    return Answer(items=tuple((Fixed(rhyme),) for rhyme in known.split(", ")[:wanted]))


def who(request: Request) -> Answer | None:
    """`Who wrote Hamlet?`"""
    if not re.search(
        r"\bwho (?:wrote|painted|invented|made|created|discovered|was the first|developed|"
        r"founded)\b",
        request.low[:200],
    ):
        return None
    found = section_named("who", request.low[:200])
    return replace(said(found), fields={"name": found.parts["word"].body}) if found else None


def fun_fact(request: Request) -> Answer | None:
    """`Tell me a fun fact.`"""
    if not re.search(
        r"\b(?:a|one|another) (?:fun|interesting|random|surprising|cool) fact\b(?! about)", request.low[:200]
    ):
        return None
    return Answer(words("{" + "|".join(lines("tips/facts")) + "}"))
