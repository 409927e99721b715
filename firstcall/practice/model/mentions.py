"""What a question says of a field that is known by its name: a number beside it, a place, people, a date, an address."""

from __future__ import annotations

import re

_MOST = 4000
_LONGEST, _MOST_WORDS = 80, 8
"""Of a name: letters and words."""
_NUMBER = r"-?\d{1,15}(?:\.\d{1,9})?"
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'’-]*"
_NAMES = re.compile(rf"{_CAPITAL}(?: {_CAPITAL})*")
_PLACE = re.compile(rf"\b(?:in|for|to|at|of|from|near) ((?:the )?{_CAPITAL}(?:,? {_CAPITAL})*)")
_DATE = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|today|tomorrow|tonight|yesterday|(?:next |this |last )?(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2})\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_ADDRESS = re.compile(r"https?://[\w./?=&%#~-]+\w")
_SUM = re.compile(r"[\d\s.+*/()^-]{3,}")
_TIME = re.compile(r"\b\d{1,2}(?::\d\d)? ?(?:am|pm)\b|\b\d\d:\d\d\b", re.IGNORECASE)
_NOT_NAMES = frozenset(
    "I What Who Where When Why How Which Is Are Was Were Do Does Did Can Could Would Should Please Tell Give Extract "
    "Return Write Create List Make Find Get Use The A An My Your It If In On For And But JSON Hello Hi Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Answer Solve Classify Summarize Translate Generate Name Call Schedule Send Plan Book "
    "Look Show Read Say From This That These There".split()
)


def mentioned(value: str, question: str) -> bool:
    """Whether a question has a value as a word of its own; `_` and `-` may be blanks."""
    pattern = re.sub(
        r"[\s_-]+", r"[\\s_-]+", re.escape(value.strip()).replace("\\ ", " ").replace("\\-", "-")
    )
    return (
        bool(value.strip())
        and re.search(rf"(?<!\w){pattern}(?!\w)", question[:_MOST], re.IGNORECASE) is not None
    )


def number_near(name: str, question: str, alone: bool = True) -> float | None:
    """The number that a question puts beside a name ("age 30", "30 years old", "3 recipes"); with `alone` the
    only one that it has, wherever it stands."""
    text, words = question[:_MOST], "|".join(re.escape(word) for word in _words(name)) or "number"
    near = rf"\b(?:{words})\w*\b\D{{0,12}}?({_NUMBER})|({_NUMBER})[ -](?:\w+ )?(?:{words})\w*\b"
    if re.search(r"\bage\b", " ".join(_words(name))):
        near = rf"({_NUMBER})[ -]years?[ -]old|{near}|, ({_NUMBER})\b"
    found = re.search(near, text, re.IGNORECASE)
    if found:
        return float(next(group for group in found.groups() if group))
    if not alone:
        return None
    numbers = re.findall(rf"(?<![\w.-]){_NUMBER}(?![\w.-]*\d)", text)
    return float(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 16 else None


def mentioned_all(name: str, question: str) -> list[str]:
    """What a question says of a field that holds text, likeliest first; empty where it says nothing."""
    text, words = question[:_MOST], set(_words(name))
    for kinds, found_in in _BY_KIND:
        if words & kinds and (found := [each.strip() for each in found_in(text)]):
            return list(dict.fromkeys(found))
    told = re.search(
        rf"\b{re.escape(' '.join(_words(name)) or name[:_LONGEST])}\b\s*(?:is|:|=|named|called)\s*[\"'“]?([^\n.,;\"'”]{{1,80}})",
        text,
        re.I,
    )
    if told:
        return [told[1].strip()]
    if words & _PEOPLE:
        return list(dict.fromkeys(_people(text)))
    return [question.strip()[:_MOST]] if words & _WHOLE and question.strip() else []


def _people(text: str) -> list[str]:
    """Words with a capital that are not the first of an order."""
    found = [_without_first(each) for each in _NAMES.findall(text)]
    return [each for each in found if each]


def _sums(text: str) -> list[str]:
    """What can be calculated."""
    runs = (run.strip().rstrip(".") for run in _SUM.findall(text))
    return [run for run in runs if re.search(r"\d[\s)]*[-+*/^][\s(]*\d", run)]


def _without_first(names: str) -> str:
    words = names.split()
    while words and words[0] in _NOT_NAMES:
        words.pop(0)
    return " ".join(words)


def _words(name: str) -> list[str]:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:_LONGEST])
    return [_singular(word) for word in re.findall(r"[a-z]+", split.lower())[:_MOST_WORDS]]


def _singular(word: str) -> str:
    return (
        word[:-3] + "y"
        if word.endswith("ies")
        else word[:-1]
        if word.endswith("s") and len(word) > 3
        else word
    )


def _places(text: str) -> list[str]:
    """What stands after a word such as “in”; without one, any name."""
    return _PLACE.findall(text) or _people(text)


_PEOPLE = frozenset("name person people participant attendee author character user customer who company product "
                    "recipient artist team player member".split())  # fmt: skip
_WHOLE = frozenset("query question text input prompt message content sentence q".split())
_BY_KIND = (
    (
        frozenset("city location place country destination origin town region address where capital".split()),
        _places,
    ),
    (frozenset("date day when deadline".split()), _DATE.findall),
    (frozenset(("time", "hour")), _TIME.findall),
    (frozenset(("email", "mail")), _EMAIL.findall),
    (frozenset("url link website uri".split()), _ADDRESS.findall),
    (frozenset("expression equation formula calculation".split()), _sums),
)
