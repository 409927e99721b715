"""What the system prompt and the user ask of the form of a reply: voice, language, length, layout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.replies import languages, page, template
from firstcall.practice.model.voices import voices


@dataclass(frozen=True, slots=True)
class Rules:
    """How the reply must look. `None` and empty mean that nothing was asked.

    `persona` is a role without a voice of its own, such as `a chef`; `exact` says that `most_words`
    is to be met exactly; `bare` asks for the mere answer; `banned` are words that must not appear; `tags` are
    those in which the reply is to stand, the last of them around the answer.
    """

    voice: str = ""
    persona: str = ""
    language: str = "en"
    sentences: int | None = None
    most_words: int | None = None
    exact: bool = False
    bare: bool = False
    layout: Literal["", "bullets", "numbers", "lines", "commas"] = ""
    json: bool = False
    letters: Literal["", "upper", "lower"] = ""
    banned: tuple[str, ...] = ()
    simple: bool = False
    tags: tuple[str, ...] = ()


_LIKE = (
    r"(?:(?<!\bi )(?<!\bwe )(?<!you )(?<!they )(?<!would )(?<!people )like|as|as if you (?:were|are)|du bist|tu "
    r"es|eres|sei|você é|je bent|you are|you're|act as|be|become|pretend (?:to be|you are)|imagine you are|"
    r"in the (?:style|voice|manner) of|style of|voice of|role of|from)"
)
_SENTENCES = re.compile(
    rf"\b({NUMBER})[ -](?:short |simple |single |clear |plain )?sentences?\b", re.IGNORECASE
)
_BRIEF = re.compile(
    r"\b(?:be (?:very )?brief|briefly|(?:be |very )?concise(?:ly)?|keep (?:it|your (?:answers?|replies)) (?:very )?"
    r"short|short answers?|answer shortly|terse(?:ly)?|as short as possible|tl;?dr|brief answers?)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:at most|under|fewer than|less than|not? more than|max(?:imum)?(?: of)?|up to|within|below) "
    rf"({NUMBER}) words\b",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"\b(exactly|in|with|using|of|only|just|about|around) ({NUMBER}) words\b", re.IGNORECASE)
_ONE_WORD = re.compile(r"\b(?:one|a single|1|single)[ -]word\b", re.IGNORECASE)
_BARE = re.compile(
    r"\b(?:only|just|nothing but) (?:with )?(?:the |a |its |one )?"
    r"(?:number|answer|name|word|result|label|city|capital|email|date|translation|yes or no)\b|\byes or no\b",
    re.IGNORECASE,
)
_JSON = re.compile(
    r"\b(?:in|as|only|valid|return|output|reply with|respond with|answer with|give me|produce|use|strict|format:?) "
    r"(?:an? |valid |only |strict |raw )*json\b|\bjson (?:only|format|output)\b|\bjson object with\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"\b(?:all caps|(?:in|only|use) (?:all )?(?:capitals|capital letters|caps)|upper ?case)\b", re.I
)
_LOWER = re.compile(r"\b(?:lower ?case|no capital letters|without capitals)\b", re.I)
_BULLETS = re.compile(r"\bbullet(?:s|ed| points?| list)?\b", re.I)
_NUMBERED = re.compile(r"\bnumbered\b|\bas a list\b", re.I)
_LINES = re.compile(r"\b(?:one|each) (?:\w+ )?(?:per|on (?:a|its own)(?: new)?) line\b|\bno numbers\b", re.I)
_IN_TAGS = re.compile(
    r"\b(?:answer|reply|respond|put|write|wrap|enclose|place|give|output|return|think|summari[sz]e|step)\b[^<\n]{0,80}?"
    r"\b(?:in|inside|within|between|into|with|using) (?:an? |the )?(?:xml )?<(\w{1,30})>"
    r"|<(\w{1,30})>(?:</\w{1,30}>| and </\w{1,30}>)? (?:xml )?tags?\b",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\bcomma[ -]separated\b|\bseparated by commas\b|\bin one line\b", re.I)
_BANNED = re.compile(
    r"\b(?:never|do not|don't|without|avoid) (?:ever )?(?:mention(?:ing)?|say(?:ing)?|us(?:e|ing)|writ(?:e|ing)|"
    r"talk(?:ing)? about|speak(?:ing)? (?:of|about))? ?(?:the words? |the name |anything about )?[\"'“‘]?"
    r"([a-z][\w-]{1,30})(?:[\"'”’]? (?:or|and) (?:the word )?[\"'“‘]?([a-z][\w-]{1,30}))?",
    re.IGNORECASE,
)
_NOT_BANNED = frozenset(
    "that anything it the your any this more markdown json words word a an be to use mention say answer reply make "
    "write give explain add include bullet bullets emoji emojis lists list formatting other me you need know have "
    "want think tell stop forget worry let get do so ask than is are and or my of in on for as if greet start "
    "begin end mentioning saying using talk speak introduction preamble comments explanation quotes punctuation "
    "headings abbreviations jargon code".split()
)
_SIMPLE = re.compile(
    r"\b(?:five|5|six|6|seven|7|eight|8|ten|10)[ -]year[ -]olds?\b|\b(?:to|for) (?:a |my |small |young )?"
    r"(?:child|children|kids?|toddler|grandma|beginner)\b|\beli5\b|\blike i(?:'| a)?m (?:five|5)\b",
    re.IGNORECASE,
)
_PERSONA = re.compile(
    r"\b(?:you are|you're|act as|pretend to be) ((?:an?|the) [a-z][a-z' -]{2,40})", re.IGNORECASE
)
_NO_PERSONA = re.compile(
    r"assist|model|helpful|bot\b|tool|program|api|classifier|system|translat|precise|"
    r"concise|brief"
)
_STANDING = re.compile(
    r"\b(?:from now on|always|for the rest of|you are now|pretend to be|act as)\b", re.IGNORECASE
)
_ABOUT_LANGUAGE = re.compile(r"\btranslat|\bhow (?:do|would|can) (?:you|i|we) say\b", re.I)


def rules_of(system: str, messages: tuple[tuple[str, str], ...]) -> Rules:
    """The rules in force for the last user message; where two disagree, the one said later wins."""
    told = [text for role, text in messages[-60:] if role == "user"]
    asked = told[-1] if told else ""
    asked = asked if len(asked) < 1200 else f"{asked[:700]} … {asked[-400:]}"
    standing = [text[:500] for text in told[:-1] if _STANDING.search(text[:500])]
    orders = [system[:8000], *standing, asked]
    text = "\n".join(orders)
    voice, persona = _voice(system[:8000], [*standing, asked])
    most_words, exact = _words(orders)
    return Rules(
        voice=voice,
        persona=persona,
        language=_language(orders, asked),
        sentences=_sentences(orders),
        most_words=most_words,
        exact=exact,
        bare=bool(_BARE.search(text)),
        layout=_layout(text),
        json=bool(_JSON.search(text)) and not re.search(r"\bwhat(?: is|'s) (?:a |an )?json\b", asked, re.I),
        letters="upper" if _UPPER.search(text) else "lower" if _LOWER.search(text) else "",
        banned=_banned(text),
        tags=_tags(text),
        simple=bool(_SIMPLE.search(text)) or (voice in voices() and voices()[voice].simple),
    )


def _tags(text: str) -> tuple[str, ...]:
    """The names of XML tags that a reply is asked to use, in their order; tags around data are none."""
    found = [name for pair in _IN_TAGS.findall(text) for name in pair if name]
    return tuple(dict.fromkeys(found))[:4]


def _voice(system: str, orders: list[str]) -> tuple[str, str]:
    for order in reversed([system, *orders]):
        for name, voice in voices().items():
            if re.search(
                rf"\b{_LIKE} (?:an? |the |my |eine? |une? |una |um )?(?:\w{{1,20}} "
                rf"){{0,2}}?(?:{voice.called})\b",
                order,
                re.I,
            ):
                return name, ""
    for name, voice in voices().items():
        if not voice.plain and re.search(rf"\b(?:{voice.called})\b", system, re.I):
            return name, ""
    found = _PERSONA.search(system)
    who: str = re.split(r"[.,;:\n]| who | that | and | with ", found[1])[0].strip() if found else ""
    return "", "" if _NO_PERSONA.search(who.lower()) else who


def _language(orders: list[str], asked: str) -> str:
    """The code of the language to answer in; the English name of one that is not known here."""
    told = orders[:-1] if _ABOUT_LANGUAGE.search(asked) else orders
    for order in reversed(told):
        found: list[str] = _spoken_in().findall(order)
        if found:
            return _codes().get(found[-1].lower(), found[-1].lower())
    return "en"


@cache
def _codes() -> Mapping[str, str]:
    """The codes of the languages that there are replies in, by all their names."""
    return {name: code for code in languages() for name in page("small_talk", code).front["names"]}


@cache
def _spoken_in() -> re.Pattern[str]:
    called = "|".join((*_codes(), *template("languages/not known").split()))
    return re.compile(
        rf"\b(?:in|auf|en|speak|use|into|only|em|language:?) (?:simple |plain |only )?({called})\b",
        re.IGNORECASE,
    )


def _sentences(orders: list[str]) -> int | None:
    for order in reversed(orders):
        found = _SENTENCES.findall(order)
        if found:
            return max(1, min(number(found[-1]), 50))
        if _BRIEF.search(order):
            return 1
    return None


def _words(orders: list[str]) -> tuple[int | None, bool]:
    for order in reversed(orders):
        if _ONE_WORD.search(order):
            return 1, True
        under, some = _UNDER.search(order), _WORDS.search(order)
        if under:
            return max(1, number(under[1])), False
        if some:
            return max(1, number(some[2])), some[1].lower() not in {"about", "around"}
    return None, False


def _layout(text: str) -> Literal["", "bullets", "numbers", "lines", "commas"]:
    if _BULLETS.search(text):
        return "bullets"
    if _COMMAS.search(text):
        return "commas"
    if _NUMBERED.search(text):
        return "numbers"
    return "lines" if _LINES.search(text) else ""


def _banned(text: str) -> tuple[str, ...]:
    found = [word.lower() for pair in _BANNED.findall(text)[:8] for word in pair if word]
    return tuple(word for word in found if word not in _NOT_BANNED)
