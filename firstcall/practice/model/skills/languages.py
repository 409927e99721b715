"""The other languages: greetings, the tutorial's main questions, and an honest word about the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Literal

from firstcall.practice.model.answer import Answer, reply, say
from firstcall.practice.model.numbers import sum_in
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.replies import any_of, languages, names, put_in, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.capitals import capital_abroad
from firstcall.practice.model.skills.memory import facts

_ASKED: tuple[tuple[str, str], ...] = (
    ("haiku", r"\bha[iï]kus?\b"),
    ("capital", r"\bcapitale?\b|\bhauptstadt\b|\bhoofdstad\b"),
    ("sky", r"\bsky\b|\bhimmel\b|\bciel\b|\bcielo\b|\bcéu\b|\blucht blauw\b"),
    ("temperature", r"\btemp[eé]ratur"),
    ("token", r"\btokens?\b"),
    (
        "llm",
        r"\bllms?\b|\blanguage model|\bsprachmodell|\bmodèle de lang|\bmodelo de l|\bmodello lin|\btaalmodel",
    ),
    ("api", r"\bapis?\b"),
    (
        "who",
        r"\bwho are you\b|\bwhat model\b|\bwhich model\b|\bwer bist\b|\bqui es-tu\b|\bquién eres\b|\bchi "
        r"sei\b|\bquem é\b|\bwie ben je\b",
    ),
    (
        "hello",
        r"^(?:hello|hi|hey|hallo|bonjour|salut|¡?hola|ciao|buongiorno|olá|oi|hoi|guten|moin|say hello|"
        r"greet|good|introduce)\b|\b(?:say|write) (?:hello|hi|good morning)\b",
    ),
)
_NAME = re.compile(
    r"\bmy name\?|\bmy name$|\bwhat(?:'s| is) my name\b|\bwho am i\b|\bwie hei(?:ß|ss)e ich\b|\bcomment je "
    r"m'appelle\b|\bcomment m'appel|\bmon nom\b|\bcómo me llamo\b|\bmi nombre\?|"
    r"\bcome mi chiamo\b|\bcomo me chamo\b|\bmeu nome\?|\bhoe heet ik\b|\bmijn naam\?|\bmein name\?"
)
_TELLS = re.compile(
    r"\bmy name is\b|\bi'm\b|\bi am\b|\bcall me\b|\bich hei|\bmein name\b|\bje m'appelle\b|\bme "
    r"llamo\b|\bmi chiamo\b|\bme chamo\b|\bmeu nome\b|\bik heet\b|\bmijn naam\b"
)


def language_of(request: Request) -> str:
    """The language asked for; without an order, the one that the question is written in."""
    if request.rules.language != "en":
        return request.rules.language
    low = request.low[:300]
    return next((code for code, pattern in _signs() if pattern.search(low)), "en")


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a question in another language is known: by how it begins, or by words in it."""
    return tuple((code, _sign(code)) for code in languages() if code != "en")


def _sign(code: str) -> re.Pattern[str]:
    opening, inside = (template(f"small_talk/{id}", code) for id in ("opening words", "words"))
    return re.compile(rf"^(?:{any_of(names(opening))})|{any_of(names(inside))}")


def in_language(request: Request) -> Answer | None:
    """The answer in another language, `None` for English and where only English is known."""
    code = language_of(request)
    answer = _in_language(request, code) if code != "en" and code in languages() else None
    return replace(answer, language=code) if answer else None


def _in_language(request: Request, code: str) -> Answer | None:
    if _NAME.search(request.low):
        name = facts(request).get("name")
        return reply("small_talk/named", code, name=name) if name else reply("small_talk/nameless", code)
    name = (
        facts(replace(request, earlier=(), system="")).get("name")
        if _TELLS.search(request.low) and "?" not in request.low
        else None
    )
    if name:
        return reply("small_talk/met", code, name=name)
    calculated = sum_in(request.low) if len(request.low) < 200 else None
    if calculated:
        return say("{=sum_} = {=result}.", word=calculated[1], sum_=calculated[0], result=calculated[1])
    return _asked(request, code)


def _asked(request: Request, code: str) -> Answer | None:
    asked = next((asked for asked, pattern in _ASKED if re.search(pattern, request.low[:300])), "")
    if asked == "capital":
        place = capital_abroad(request.low[:300])
        return reply("small_talk/capital", code, country=place[0], city=place[1]) if place else None
    if asked == "who":
        return reply("small_talk/who", code, for_=f" ({request.model[:60]})" if request.model else "")
    if asked:
        form: Literal["verse", "prose"] = "verse" if asked == "haiku" else "prose"
        return replace(reply(f"small_talk/{asked}", code), form=form)
    return None


def apology(request: Request) -> Answer | None:
    """What is said in another language where nothing is known; `None` for English."""
    code = language_of(request)
    if code == "en" or code not in languages():
        return None
    line = " ".join(request.question[:400].split())
    quoted = line if len(line) <= 120 else f"{line[:120].rsplit(' ', 1)[0]} …"
    return replace(reply("small_talk/anything else", code, quoted=quoted), language=code)


def with_apology(answer: Answer, request: Request) -> Answer:
    """An English answer to somebody who asked for another language says so first."""
    language = language_of(request)
    if language == answer.language or answer.form != "prose" or not answer.pieces:
        return answer
    if language in languages():
        sorry = template("small_talk/only in english", language)
    else:
        sorry = put_in(template("languages/only in english"), language=language.capitalize())
    return replace(answer, pieces=(Fixed(f"{sorry} ", quoted=True), *answer.pieces))
