"""Lists of things: `list ten fruits`, `count to 20`, names and slogans made up for a shop."""

from __future__ import annotations

import re
from collections.abc import Iterable

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Choice, Fixed, Option, Pieces, one_of, words
from firstcall.practice.model.replies import entries, lines, names, section_named, sections, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.verse import subject

_MOST_ITEMS = 100
_PRIMES = [n for n in range(2, 560) if all(n % d for d in range(2, int(n**0.5) + 1))]
_NUMBERS: dict[str, Iterable[int]] = {
    "prime numbers?|primes": _PRIMES,
    "even numbers": range(2, 201, 2),
    "odd numbers": range(1, 200, 2),
    "square numbers|squares": [n * n for n in range(1, 101)],
}

_ASKS = re.compile(
    r"\b(?:list|name|give|tell|write|suggest|what are|show|enumerate|generate|think of|come up with|brainstorm|create|"
    r"invent|recommend|provide|mention|make|pick|choose|need|want|in order)\b"
)
_COUNT = re.compile(
    rf"\b(?!an? (?!couple|few|dozen|hundred)|single\b)({NUMBER})\b(?![-%]| (?:per|each|words?|sentences?|lines?|"
    rf"letters?|year|word)\b)"
)
_NUMBERED = re.compile(
    r"\b(?:start|begin|number)(?:s|ing|ning|ed)? (?:with|at|from) (?:the )?(?:number )?\d+\b"
)
"""How the items are numbered says nothing of how many there are."""
_TIPS = re.compile(
    r"\b(tips?|ideas?|ways?|reasons?|steps?|advice|pieces of advice|rules|suggestions?|benefits|advantages|facts?)\b"
    r"(?: (?:for|to|of|about|on|why|how to) (.{2,60}?))?(?:[.?!,;:]|$)"
)
_USES = re.compile(
    r"\b(?:uses|applications|use cases|(?:ways|things) to (?:use|do with)) (?:of |for |with )?(.{2,60}?)(?:[.?!,;:]|$)"
)
_BUSINESS = re.compile(
    rf"\b(?!name (?:{NUMBER}|some|the)\b)"
    r"(names?|slogans?|taglines?|mottos?)\b.{0,30}?\b(?:for|of)\b (?:an? |my |our |the |new |small "
    r")*(.{2,40}?)(?:[.?!,;:]|$)"
)
_RANGE = re.compile(
    r"\bcount (?:up |down |backwards? )?(?:from (\d{1,4}) )?(?:up |down |backwards? )?to "
    r"(\d{1,4}|" + NUMBER + r")\b"
)


def counted(request: Request) -> Answer | None:
    """`count to 20`, `count from 10 to 1`."""
    found = _RANGE.search(request.low)
    if not found:
        return None
    last = min(number(found[2]), 1500)
    first = min(int(found[1]), 1500) if found[1] else 1
    if first == 1 and re.search(r"\bbackwards|\bcount ?down|\bdown from", request.low):
        first, last = last, 1
    step = 1 if last >= first else -1
    figures = [str(n) for n in range(first, last + step, step)]
    between = "\n" if request.rules.layout in {"lines", "numbers"} else ", "
    return Answer((Fixed(between.join(figures)),), fields={"numbers": figures}, form="verse")


def listed(request: Request) -> Answer | None:
    """`list ten fruits`, `three names for a coffee shop`, `five tips for learning Greek`."""
    low = _NUMBERED.sub("", request.low[:400])
    if not _ASKS.search(low) and not _COUNT.match(low):
        return None
    business = _BUSINESS.search(low)
    if business:
        many = _wanted(low, 5 if business[1].endswith("s") else 1)
        return _list(many, _crafted(business[2], business[1].rstrip("s")))
    return _in_order(low) or _at_will(low) or _uses(low) or _tips(low, subject(request.question[:400]))


def _in_order(low: str) -> Answer | None:
    if re.search(r"\bdays? (?:plan|trip|off)\b|\bfunction\b", low):
        return None
    known = section_named("lists_in_order", low)
    items = entries(known.body) if known else _numbers(low)
    if not items:
        return None
    return _list(_wanted(low, len(items) if len(items) < 30 else 10), [(Fixed(item),) for item in items])


def _numbers(low: str) -> list[str]:
    found = (numbers for pattern, numbers in _NUMBERS.items() if re.search(rf"\b(?:{pattern})\b", low))
    return [str(number) for number in next(found, ())]


def _at_will(low: str) -> Answer | None:
    for continent, section in sections("countries").items():
        if "countries" in low and re.search(rf"\b{continent}", low):
            return _any_order(low, entries(section.body))
    several = _counts(low) or re.search(r"\blist|\bsome\b|\bseveral\b", low)
    for kinds, section in sections("lists_at_will").items():
        if several and re.search(rf"\b(?:{'|'.join(map(_plural, names(kinds)))})\b", low):
            return _any_order(low, entries(section.body))
    return None


def _any_order(low: str, items: list[str]) -> Answer:
    return _list(_wanted(low, 5), [(one_of(items, "item", fresh=True),)] * len(items))


def _tips(low: str, about: str) -> Answer | None:
    found = _TIPS.search(low)
    if not found or re.search(r"\bwhat is\b|\bexplain\b", low):
        return None
    kind = next((kind for kind, starts in _TIP_KINDS.items() if found[1].startswith(starts)), "advice")
    tips = lines(f"tips/{kind}")
    tip = words("{*tip=" + "|".join(tips) + "}", about=about or found[2] or "it")
    return _list(_wanted(low, 5), [tip] * len(tips))


def _uses(low: str) -> Answer | None:
    """`five uses of a paperclip`, of whatever it may be."""
    found = _USES.search(low)
    if not found or not (_counts(low) or re.search(r"\blist|\bsome\b|\bseveral\b", low)):
        return None
    uses = lines("tips/uses")
    use = words("{*use=" + "|".join(uses) + "}", about=found[1])
    return _list(_wanted(low, 5), [use] * len(uses))


_TIP_KINDS = {"facts": ("fact",), "reasons": ("reason", "benefit", "advantage"), "ideas": ("idea",)}


def _plural(kind: str) -> str:
    thing, of, rest = re.match(r"(\w+)( (?:of|for|to) )?(.*)", kind).groups()  # type: ignore[union-attr]
    if of:
        return f"{_plural(thing)}{re.escape(of)}.{{0,12}}?{re.escape(rest)}s?"
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith(("s", "sh", "ch")) else f"{kind}s?" if kind == "emoji" else f"{kind}s"


def _counts(low: str) -> list[int]:
    return [number(found) for found in _COUNT.findall(low)]


def _wanted(low: str, otherwise: int) -> int:
    counts = _counts(low)
    return max(1, min(counts[0], _MOST_ITEMS)) if counts else otherwise


def _list(wanted: int, items: list[Pieces]) -> Answer:
    """As many items as wanted, or as many as there are."""
    return Answer(items=tuple(items[:wanted]))


def _crafted(trade: str, what: str) -> list[Pieces]:
    """Names or slogans for a trade, in an order that does not show how they were made."""
    trades = sections("trades")
    found = (section for id, section in trades.items() if any(name in trade for name in names(id)))
    section = next(found, trades["anything"])
    made = (
        _shop_names(entries(section.body))
        if what == "name"
        else _slogans(entries(section.parts["slogans"].body))
    )
    spread = sorted(range(len(made)), key=lambda place: place * 37 % len(made))
    return [(one_of([made[place] for place in spread], "craft", fresh=True),)] * 60


def _slogans(starts: list[str]) -> list[str]:
    return [f"{start} {ending}." for start in starts for ending in entries(template("shops/slogan endings"))]


def _shop_names(nouns: list[str]) -> list[str]:
    before = [f"{first} {noun}" for first in entries(template("shops/before a name")) for noun in nouns]
    after = [f"{noun} {last}" for last in entries(template("shops/after a name")) for noun in nouns]
    joined = [f"{one} & {two}" for one, two in zip(nouns, nouns[3:] + nouns[:3], strict=True)]
    return before + after + joined


def one_thing(request: Request) -> Answer | None:
    """One thing of a kind: `name a fruit`, `pick a random number`, `what is your favourite colour?`."""
    low = request.low[:300]
    if not re.search(
        r"\b(?:name|pick|choose|give me|say|tell me|your favou?rite|think of|suggest|recommend)\b", low
    ):
        return None
    between = re.search(
        r"\brandom number (?:between|from) (\d{1,6}) (?:and|to) (\d{1,6})\b|\bnumber between "
        r"(\d{1,6}) and (\d{1,6})\b",
        low,
    )
    if between:
        first, last = sorted(int(end) for end in between.groups() if end)
        spread = [first + (last - first) * step // 16 for step in (11, 6, 14, 3, 9, 1, 16, 7, 5, 12)]
        return _one_of(list(dict.fromkeys(map(str, spread))))
    for kinds, section in sections("lists_at_will").items():
        if re.search(
            rf"\b(?:an?|one|random|favou?rite)(?: random| favou?rite| programming)? (?:{'|'.join(names(kinds))})\b(?! "
            rf"(?:of|for)\b)",
            low,
        ):
            return _one_of(entries(section.body))
    return None


def _one_of(items: list[str]) -> Answer:
    choice = Choice(tuple(Option((Fixed(item),), 12 / (place + 2)) for place, item in enumerate(items)))
    return Answer((choice, Fixed(".")), word=(choice,))


def coin(request: Request) -> Answer | None:
    """`flip a coin`, `roll a die`, `yes or no`."""
    kinds = {
        "coin": r"\b(?:flip|toss) a coin\b|\bheads or tails\b",
        "die": r"\broll (?:a|the|one) (?:die|dice)\b",
    }
    for kind, pattern in kinds.items():
        if re.search(pattern, request.low):
            return reply(f"chance/{kind}")
    return reply("chance/yes or no") if re.search(r"^yes or no\b", request.low) else None
