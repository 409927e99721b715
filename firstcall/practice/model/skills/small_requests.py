"""Small creative and factual requests: a sentence about something, rhymes, who wrote what, a fact to tell."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.practice.model.answer import Answer, say
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.verse import subject

_LINES = (
    "{There are days^2|There are mornings} that begin with {=about} and {end|close} with a smile.",
    "{Whoever^2|Anyone who} looks closely at {=about} {finds|will find} something new.",
    "{Few things^2|Not many things} {tell|say} as much about us as {=about}.",
    "{Ask^2|You may ask} ten people about {=about} and you will hear {ten|eleven} {stories|opinions}.",
    "{My grandmother^2|An old friend} used to say that {=about} {needs only patience|is never finished}.",
    "{Sometimes^2|Now and then} {=about} is all that {a quiet afternoon|a long week} needs.",
    "The {best^2|nicest} thing about {=about} is {how it begins|what comes after}.",
    "{Between two cups of tea^2|Somewhere between Monday and Friday}, {=about} {found me|changed my mind}.",
)
_RHYMES = {
    "cat": "hat, mat, bat, rat, flat, that, chat, spat, sat, splat",
    "day": "way, say, play, may, stay, grey, clay, tray, today, away",
    "night": "light, bright, flight, sight, kite, write, white, right, tonight, height",
    "sea": "tree, free, key, bee, knee, tea, three, me, agree, degree",
    "code": "road, load, mode, toad, node, owed, rode, episode, explode, abode",
    "love": "dove, glove, above, shove, of",
    "moon": "soon, tune, spoon, noon, June, balloon, cartoon, dune, prune, afternoon",
    "time": "rhyme, lime, climb, chime, prime, dime, crime, mime, sublime, grime",
    "token": "spoken, broken, oaken, unspoken, awoken",
    "blue": "true, new, few, shoe, view, sky-blue, through, grew, clue, you",
}
_WHO = {
    r"\bhamlet\b|\bromeo and juliet\b|\bmacbeth\b": (
        "William Shakespeare",
        "William Shakespeare wrote it, around the year 1600.",
    ),
    r"\bmona lisa\b": ("Leonardo da Vinci", "Leonardo da Vinci painted the Mona Lisa."),
    r"\bpride and prejudice\b": ("Jane Austen", "Jane Austen wrote Pride and Prejudice."),
    r"\bdon quixote\b": ("Miguel de Cervantes", "Miguel de Cervantes wrote Don Quixote."),
    r"\bmoby[- ]dick\b": ("Herman Melville", "Herman Melville wrote Moby-Dick."),
    r"\bfrankenstein\b": ("Mary Shelley", "Mary Shelley wrote Frankenstein."),
    r"\btelephone\b": (
        "Alexander Graham Bell",
        "The telephone is usually credited to Alexander Graham Bell, who patented it in 1876.",
    ),
    r"\brelativity\b": ("Albert Einstein", "Albert Einstein published the theory of relativity."),
    r"\bworld wide web\b|\binvented the web\b": (
        "Tim Berners-Lee",
        "Tim Berners-Lee invented the World Wide Web in 1989.",
    ),
    r"\bpython\b": ("Guido van Rossum", "Guido van Rossum made Python; its first release was in 1991."),
    r"\blinux\b": ("Linus Torvalds", "Linus Torvalds began Linux in 1991."),
    r"\bfirst\b.{0,20}\bmoon\b": (
        "Neil Armstrong",
        "Neil Armstrong was the first person on the Moon, in July 1969.",
    ),
    r"\bstarry night\b": ("Vincent van Gogh", "Vincent van Gogh painted The Starry Night in 1889."),
    r"\bpenicillin\b": ("Alexander Fleming", "Alexander Fleming discovered penicillin in 1928."),
}
FACTS = (
    "Honey hardly spoils: edible honey has been found in tombs thousands of years old.",
    "An octopus has three hearts.",
    "A day on Venus is longer than its year.",
    "Bananas are berries in the botanist's sense, strawberries are not.",
    "The Eiffel Tower grows by some centimetres in summer, since metal expands.",
    "Sharks are older than trees.",
    "A group of flamingos is called a flamboyance.",
    "Water can boil and freeze at the same time, at its triple point.",
    "Wombats leave droppings shaped like cubes.",
    "Scotland's national animal is the unicorn.",
)
_ADJECTIVES = "Vast, Quiet, Bright, Restless, Gentle, Deep, Curious, Golden, Patient, Wild, Warm, Old".split(
    ", "
)


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
    line = words("{*line=" + "|".join(_LINES) + "}", about=about)
    pieces: Pieces = ()
    for _ in range(wanted):
        pieces += (Fixed(" "), *line) if pieces else line
    return Answer(pieces)


def described(request: Request) -> Answer | None:
    """`describe the ocean in three words`: as many adjectives."""
    wanted = request.rules.most_words
    if (
        not request.low.startswith("describe")
        or not request.rules.exact
        or not wanted
        or wanted > len(_ADJECTIVES)
    ):
        return None
    choice = words("{*adjective=" + "|".join(_ADJECTIVES) + "}")
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
    known = _RHYMES.get(found[2])
    if known is None:
        return say(
            "I know no rhyme for “{=what}”: {my list is short^2|I only know a few}. Try cat, moon, night "
            "or code.",
            what=found[2],
        )
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
    found = next((answer for pattern, answer in _WHO.items() if re.search(pattern, request.low[:200])), None)
    return replace(say(found[1], word=found[0]), fields={"name": found[0]}) if found else None


def fun_fact(request: Request) -> Answer | None:
    """`Tell me a fun fact.`"""
    if not re.search(
        r"\b(?:a|one|another) (?:fun|interesting|random|surprising|cool) fact\b(?! about)", request.low[:200]
    ):
        return None
    return Answer(words("{" + "|".join(FACTS) + "}"))
