"""Sentences to be finished: `Complete: The sky is`. The next word has a distribution worth drawing."""

from __future__ import annotations

import re
from functools import cache

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import words
from firstcall.practice.model.replies import any_of, names, section, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.voices import each

_ASKED = re.compile(
    r"^(?:please |can you |could you )*(?:(?:complete|finish|continue)(?: the| this| my)?(?: following)?(?: "
    r"sentence| phrase| text| line| "
    r"saying| proverb)?(?: (?:with|in|using) (?:just |only )?(?:one|a single|1) word)?|fill in(?: the blank)?|"
    r"what(?:'s| is) the next word(?: (?:in|after|of))?|what (?:word )?comes (?:next|after)|next word(?: after)?|"
    r"predict the next "
    r"(?:word|token))\b(?: in one word)?\s*[:\-,]?\s*[\"'“]?(.+?)[\"'”]?(?:\s*(?:\.\.\.|…|_{2,}|\?))*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(
    r"^([^?!\n]{3,120}?)\s*(?:\.\.\.|…|_{2,})\s*$|^([^?!.\n]{3,80} (?:is|are|was|the|a))$", re.IGNORECASE
)


def completed(request: Request) -> Answer | None:
    """The next word or words of an unfinished sentence."""
    stem = _stem(request.question)
    if stem is None or stem.lower().endswith("upon a time"):
        return None
    ways = each(words(_next_words(stem)), lambda word: f" {word}")
    one = request.rules.most_words == 1 or request.rules.bare
    return Answer(ways if one else (*ways, *words(template("completion/afterwards"))), form="raw")


def _stem(question: str) -> str | None:
    if len(question) > 400:
        return None
    found = _ASKED.match(question)
    if found:
        return found[1].strip(" .\"'”“")
    found = _OPEN.match(question)
    stem = (found[1] or found[2]) if found else None
    return (
        None
        if stem and re.match(r"(?:what|who|where|how|list|give|write|explain|say|tell)\b", stem, re.I)
        else stem
    )


def _next_words(stem: str) -> str:
    """The template of what may follow: after the whole ending if it is known, after the last word otherwise."""
    low = stem.lower().strip()
    for pattern, following in _endings():
        if pattern.search(low):
            return following
    last = low.rsplit(" ", 1)[-1]
    known = section("completion/last words").parts
    found = (part.body for id, part in known.items() if last in names(id))
    return next(found, template("completion/anything"))


@cache
def _endings() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = section("completion/endings").parts
    return tuple((re.compile(rf"(?:^|\b)(?:{any_of(names(id))})$"), part.body) for id, part in known.items())
