"""Sentences to be finished: `Complete: The sky is`. The next word has a distribution worth drawing."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import Choice, Fixed, Option
from firstcall.practice.model.request import Request

STEMS: dict[str, str] = {
    "sky is": "blue 55, clear 12, grey 8, falling 5, full 5, bright 4, cloudy 4, dark 3, the 3, beautiful 1",
    "favou?rite colou?r is": "blue 38, green 19, red 12, purple 9, teal 6, yellow 5, orange 4, black 4, pink 2, "
    "turquoise 1",
    "favou?rite (?:food|dish|meal) is": "pizza 34, pasta 18, sushi 12, chocolate 9, curry 8, soup 6, bread 5, "
    "tacos 4, rice 3",
    "favou?rite animal is": "the 24, a 20, dogs 14, cats 13, elephants 8, dolphins 7, owls 6, pandas 5, octopuses 2",
    "capital of france is": "Paris 97, a 1, the 0.7, located 0.5, known 0.3, called 0.2, Lyon 0.1, Versailles 0.1",
    "(?:the )?cat sat on the": "mat 62, sofa 9, windowsill 7, floor 6, table 5, roof 4, keyboard 3, chair 2, bed 2",
    "once upon a": "time 93, midnight 2, summer 1.5, winter 1, mattress 1, star 0.6, hill 0.4, dream 0.3",
    "roses are": "red 88, beautiful 3, lovely 2, pink 2, white 1.5, flowers 1, fading 0.8, expensive 0.7",
    "violets are": "blue 89, purple 3, violet 2, sweet 2, small 1.5, shy 1, flowers 0.8, out 0.4",
    "meaning of life is": "42 30, to 24, love 12, a 9, not 7, what 6, simple 4, different 4, unknown 3",
    "(?:weather|day) (?:today )?is": "sunny 30, beautiful 17, cold 12, lovely 9, warm 9, rainy 8, grey 6, "
    "perfect 5, changing 3",
    "(?:for breakfast|to eat),? i (?:like|had|have|want)": "eggs 22, toast 18, a 14, pancakes 10, two 8, some 8, "
    "cereal 7, porridge 6",
    "knock,? knock\\.?": "Who 92, Yes 3, Come 2, Nobody 1, Hello 1, Go 0.5, What 0.5",
    "to be or not to": "be 98, see 0.5, code 0.5, eat 0.3, sleep 0.3, bee 0.2, go 0.2",
    "actions speak louder than": "words 96, a 1, thoughts 1, speeches 0.6, loudspeakers 0.5, promises 0.4, people 0.3",
    "a penny saved is a penny": "earned 95, lost 1.5, found 1, more 1, kept 0.8, gained 0.5, spent 0.2",
    "(?:i|we) love": "you 34, it 14, the 12, my 11, to 9, coffee 6, music 5, chocolate 4, this 3, learning 2",
    "my name is": "Ana 14, John 12, Sarah 11, Alex 10, Max 9, Emma 8, Sam 7, Claire 5, Bond 4, not 2",
    "(?:the )?(?:best|first) thing about .{1,30} is": "the 34, that 21, how 12, its 9, it 7, a 6, being 5, "
    "learning 4, freedom 2",
}
"""From the end of a sentence to its next words with their weights."""

_BY_LAST_WORD: dict[str, str] = {
    "is was are were be": "a 20, the 17, not 14, very 10, good 8, always 7, here 6, new 6, simple 5, beautiful 4",
    "the a an my your his her our this that": "first 14, best 12, world 11, same 10, next 9, most 8, little 7, "
    "good 7, house 5, old 4",
    "to": "be 22, the 16, go 11, see 9, do 8, make 8, find 7, a 6, learn 6, sleep 3",
    "i you we they he she it": "am 12, have 12, can 11, will 10, know 9, was 9, think 8, want 8, need 7, like 6",
    "and but or so because": "the 18, I 15, then 11, it 10, so 9, a 8, we 8, that 7, not 6, everyone 3",
    "in on at of with for from by": "the 38, a 17, my 9, our 7, all 6, an 5, one 5, this 5, some 4, silence 1",
}
_ANY = "and 18, is 14, that 11, the 10, of 9, in 8, to 8, was 7, for 6, again 3"
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
    ways = _options(_next_words(stem))
    ends = Choice((Option((Fixed("."),), 7), Option((Fixed(" today."),), 1), Option((Fixed(", I think."),), 1),
                   Option((Fixed(" once more."),), 0.5)))  # fmt: skip
    one = request.rules.most_words == 1 or request.rules.bare
    return Answer((ways,) if one else (ways, ends), form="raw")


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
    low = stem.lower().strip()
    for ending, followers in STEMS.items():
        if re.search(rf"(?:^|\b){ending}$", low):
            return followers
    last = low.rsplit(" ", 1)[-1]
    return next((followers for known, followers in _BY_LAST_WORD.items() if last in known.split()), _ANY)


def _options(followers: str) -> Choice:
    pairs = [entry.strip().rsplit(" ", 1) for entry in followers.split(",")]
    return Choice(tuple(Option((Fixed(f" {word}"),), float(weight)) for word, weight in pairs))
