"""Single words: opposites, synonyms, and what can be done with their letters."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, raw, say
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.chores import payload

_PAIRS = (
    "hot-cold big-small large-small good-bad happy-sad fast-slow light-dark day-night up-down in-out old-young new-old "
    "high-low long-short hard-soft easy-difficult early-late rich-poor strong-weak full-empty open-closed wet-dry "
    "love-hate black-white left-right true-false yes-no begin-end start-stop win-lose buy-sell clean-dirty loud-quiet "
    "heavy-light near-far thick-thin wide-narrow brave-cowardly sweet-sour ancient-modern increase-decrease "
    "arrive-depart remember-forget success-failure question-answer warm-cool random-deterministic"
).split()
_OPPOSITES: dict[str, str] = {}
for _one, _, _other in (pair.partition("-") for pair in _PAIRS):
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)
_SYNONYMS = {
    "happy": "glad, cheerful, content, joyful, pleased",
    "sad": "unhappy, sorrowful, gloomy, down, blue",
    "big": "large, huge, great, vast, enormous",
    "small": "little, tiny, minute, slight, compact",
    "fast": "quick, rapid, swift, speedy, brisk",
    "slow": "unhurried, sluggish, gradual, leisurely, lazy",
    "good": "fine, excellent, pleasant, worthy, decent",
    "bad": "poor, awful, dreadful, nasty, harmful",
    "beautiful": "lovely, pretty, gorgeous, handsome, attractive",
    "smart": "clever, bright, intelligent, sharp, wise",
    "easy": "simple, effortless, straightforward, light, plain",
    "hard": "difficult, tough, tricky, demanding, solid",
    "important": "significant, vital, essential, key, weighty",
    "start": "begin, launch, commence, open, initiate",
    "help": "assist, aid, support, back, guide",
    "say": "tell, state, mention, speak, express",
}
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
    other = _OPPOSITES.get(found[1])
    if other is None:
        return say(
            "I do not know the opposite of “{=what}”; {my list is short^2|I only know common pairs}.",
            what=found[1],
        )
    return say("The opposite of “{=what}” is “{=other}”.", word=other, what=found[1], other=other)


def synonyms(request: Request) -> Answer | None:
    """`Another word for happy`, `list five synonyms of small`."""
    found = _SYNONYM.search(request.low[:300])
    if not found:
        return None
    known = _SYNONYMS.get(found[1])
    if known is None:
        return say(
            "I do not know another word for “{=what}”; {my list is short^2|I only know a few}.", what=found[1]
        )
    if re.search(r"\blist\b|\b\d+\b|synonyms", request.low[:300]):
        return Answer(items=tuple((Fixed(way),) for way in known.split(", ")))
    return say("{You could say^2|Other words are} {=ways}.", word=known.split(",")[0], ways=known)


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
        times = "once" if count == 1 else f"{count} times"
        return say(
            "The letter {=letter} {occurs^2|appears} {=times} in “{=whole}”.",
            word=str(count), letter=found[1], times=times, whole=found[2],
        )  # fmt: skip
    found = _SIZE.search(request.low[:500])
    if not found:
        return None
    kinds = {"words": len(found[2].split()), "letters": sum(map(str.isalpha, found[2]))}
    count = kinds.get(found[1], len(found[2]))
    return say("{=count} {=what}.", word=str(count), count=str(count), what=found[1])
