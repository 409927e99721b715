"""Translation of common words and sentences between English and the other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from firstcall.practice.model.answer import Answer, raw, reply
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.replies import languages, mapping, page, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.chores import payload


def translated(request: Request) -> Answer | None:
    """Common words and sentences between English and the languages that there is a phrase book of."""
    if not _asks().search(request.low[:400]):
        return None
    found = re.findall(rf"\b({'|'.join(_goals())}|english)\b", request.low[:400])
    goals = [goal for goal in dict.fromkeys(found) if goal != "english"]
    text = payload(request.question) or _unquoted(request.low)
    key = re.sub(r"[.!?]+$", "", text.strip().lower()).strip("\"'“” ")
    ways = _ways(key, goals)
    if ways:
        return _told(ways, text.strip()[-1:] if text.strip()[-1:] in ".!?" else "")
    back = _english(key)
    return raw(back[:1].upper() + back[1:]) if back else _cannot(text)


def _told(ways: Mapping[str, str], mark: str) -> Answer:
    """Translations by language, each with the mark at the end that the text had."""
    if len(ways) == 1:
        way = next(iter(ways.values())) + mark
        said = (Fixed(way, quoted=True),)
        return Answer(said, word=said, fields={"translation": way}, form="raw")
    return Answer(
        (Fixed("\n".join(f"{goal.capitalize()}: {way}{mark}" for goal, way in ways.items())),), form="verse"
    )


@cache
def _goals() -> Mapping[str, str]:
    """The codes of the other languages by their English names."""
    return {page("small_talk", code).front["names"][0]: code for code in languages() if code != "en"}


def _book(code: str) -> Mapping[str, str]:
    """Phrases in another language by the English ones, these in small letters; all without the last mark."""
    return mapping("phrases/phrases", code)


@cache
def _asks() -> re.Pattern[str]:
    goals = "|".join(_goals())
    return re.compile(
        r"\btranslate\b|\bhow (?:do|would|can) (?:you|i|we) say\b|"
        rf"\bwhat(?: is|'s) .{{1,60}} in (?:{goals})\??$|^(?:in|into|to) (?:{goals}):"
    )


def _ways(key: str, goals: list[str]) -> dict[str, str]:
    books = {goal: _book(_goals()[goal]) for goal in goals}
    return {goal: book[key] for goal, book in books.items() if key in book}


def _english(key: str) -> str | None:
    """The first English phrase that some language says like this; `None` if it is English itself."""
    books = [_book(code) for code in _goals().values()]
    phrases = dict.fromkeys(english for book in books for english in book)
    if key in phrases:
        return None
    return next((phrase for phrase in phrases if key in _translations(phrase, books)), None)


def _translations(phrase: str, books: list[Mapping[str, str]]) -> list[str]:
    return [book[phrase].lower().strip("¿") for book in books if phrase in book]


def _unquoted(low: str) -> str:
    found = re.search(
        r"\b(?:translate|say)(?: the (?:word|sentence|phrase))? (.{1,200}?) (?:in|into|to) [a-z]+", low
    ) or re.search(r"\bwhat(?: is|'s) (?:the word )?(.{1,60}?) in [a-z]+\??$", low)
    return found[1] if found else ""


def _cannot(text: str) -> Answer:
    quoted = " ".join(text[:120].split()) or template("languages/no translation/nothing")
    return reply("languages/no translation", text=quoted)
