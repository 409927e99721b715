"""Countries and their capitals, asked for in any language that there are replies in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.replies import languages, mapping
from firstcall.practice.model.request import Request


@cache
def capitals() -> Mapping[str, tuple[str, str]]:
    """From a country in small letters to its name in a sentence and its capital.

    South Africa has three capitals; ours is the seat of government.
    """
    known = mapping("capitals/capitals").items()
    return {key: (country.split(" (")[0], city) for country, city in known for key in _keys(country)}


def _keys(country: str) -> Iterator[str]:
    """`the United Kingdom (uk)` is found as `united kingdom` and as `uk`."""
    name, _, others = country.rstrip(")").partition(" (")
    yield name.removeprefix("the ").lower()
    yield from others.split(", ") if others else ()


def capital(request: Request) -> Answer | None:
    """`What is the capital of Norway?`, `Which country is Lima the capital of?`"""
    low = request.low[:300]
    if re.search(r"\bcapital\b|\bhauptstadt\b|\bcapitale?\b|\bhoofdstad\b", low) is None:
        return None
    for country, (name, city) in sorted(capitals().items(), key=lambda item: -len(item[0])):
        if re.search(rf"\b{country}(?:'s)?\b", low) and not (country == "us" and "tell us" in low):
            fields = {"country": name.removeprefix("the "), "capital": city}
            return replace(reply("capitals/known", country=name, city=city), fields=fields)
    for name, city in capitals().values():
        if re.search(rf"\b{re.escape(city.lower())}\b", low) and re.search(
            r"\b(?:which|what) country\b|\bis .* (?:the|a) capital\b", low
        ):
            return reply("capitals/which country", country=name, city=city)
    return None


def capital_abroad(low: str) -> tuple[str, str] | None:
    """The country as its language writes it and its capital, from a question in that language."""
    for abroad, country in _abroad().items():
        if re.search(rf"\b{abroad.lower()}\b", low):
            return abroad, capitals()[country.lower()][1]
    return next((place for key, place in capitals().items() if re.search(rf"\b{key}\b", low)), None)


@cache
def _abroad() -> Mapping[str, str]:
    """Countries as other languages call them."""
    return {
        abroad: country
        for language in languages()
        if language != "en"
        for abroad, country in mapping("small_talk/countries", language).items()
    }
