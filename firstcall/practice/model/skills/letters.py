"""Single words: opposites, synonyms, and what can be done with their letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from firstcall.practice.model.answer import Answer, raw, reply
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.replies import entries, mapping, put_in, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.chores import payload

_OPPOSITE = re.compile(r"\b(?:opposite|antonym)s? (?:of|for|to)(?: the word)? [\"'“]?([a-z]+)")
_SYNONYM = re.compile(
    r"\b(?:synonyms?|another word|other words?) (?:of|for|to)(?: the word)? [\"'“]?([a-z]+)"
)
_CHANGE = re.compile(
    r"(?:please |can you )*(reverse|spell|(?:convert|put|turn|change).{0,30}(?:upper|lower) ?case|"
    r"uppercase|lowercase|capitali[sz]e)\b"
)
_LETTER = re.compile(
    r"how many (?:times does )?(?:the )?(?:letter )?[\"']?([a-z])[\"']?(?:'s|s)? (?:are |is |there |appears? |occurs? )*"
    r"in (?:the word )?[\"'“]?([a-z]+)"
)
_SIZE = re.compile(
    r"how many (letters|words|characters) (?:are |does |has )*(?:there )?(?:in )?(?:the (?:word|sentence|text) )?"
    r"[\"'“:]* ?(.{1,300}?)[\"'”?.]*(?: have\??)?$"
)


def opposite(request: Request) -> Answer | None:
    """`What is the opposite of hot?`"""
    found = _OPPOSITE.search(request.low[:300])
    if not found:
        return None
    other = _opposites().get(found[1])
    if other is None:
        return reply("letters/no opposite", what=found[1])
    return reply("letters/opposite", what=found[1], other=other)


@cache
def _opposites() -> Mapping[str, str]:
    """Each word of a pair leads to the other; the first pair that a word stands in counts."""
    pairs = [pair.split("-") for pair in entries(template("letters/opposites"))]
    both = [way for one, other in pairs for way in ((one, other), (other, one))]
    return dict(reversed(both))


def synonyms(request: Request) -> Answer | None:
    """`Another word for happy`, `list five synonyms of small`."""
    found = _SYNONYM.search(request.low[:300])
    if not found:
        return None
    known = mapping("letters/synonyms").get(found[1])
    if known is None:
        return reply("letters/no synonym", what=found[1])
    if re.search(r"\blist\b|\b\d+\b|synonyms", request.low[:300]):
        return Answer(items=tuple((Fixed(way),) for way in entries(known)))
    return reply("letters/synonym", ways=known, first=entries(known)[0])


def changed(request: Request) -> Answer | None:
    """`Reverse hello`, `spell cat`, `convert to uppercase: hello`."""
    order = _CHANGE.match(request.low)
    if not order:
        return None
    text = (payload(request.question) or request.question.split(" ", 1)[-1])[:4000]
    text = re.sub(r"^(?:the )?(?:word|string|text|sentence) ", "", text).strip("\"'“”")
    if order[1] == "reverse":
        return raw(text[::-1])
    if order[1] == "spell":
        return raw("-".join(text.upper().rstrip(".?!")))
    return raw(text.lower() if "lower" in order[1] else text.upper())


def letters_counted(request: Request) -> Answer | None:
    """`How many r's are in strawberry?`, `how many words are in "to be or not"?`"""
    found = _LETTER.search(request.low[:300])
    if found:
        count = found[2].count(found[1])
        times = put_in(template("letters/times" if count != 1 else "letters/times/once"), count=str(count))
        return reply("letters/letter", letter=found[1], times=times, whole=found[2], count=str(count))
    found = _SIZE.search(request.low[:500])
    if not found:
        return None
    kinds = {"words": len(found[2].split()), "letters": sum(map(str.isalpha, found[2]))}
    count = kinds.get(found[1], len(found[2]))
    return reply("letters/size", count=str(count), what=found[1])
