"""The days on which models end: the catalogue beside what the installed SDKs say."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from firstcall import models

_NAMES = r'(?P<names>(?:"[\w.-]+",?\s+)*"[\w.-]+"):'
_DAY = r"(?P<day>\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{4})"


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec and spec.origin
    return Path(spec.origin).parent


def day_of(text: str) -> date:
    """`2027-04-01`, `October 23, 2026` or `January 22nd, 2027`."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    return datetime.strptime(plain, "%Y-%m-%d" if plain[0].isdigit() else "%B %d, %Y").date()


@cache
def openais() -> dict[str, date]:
    """The ends in the "Deprecated values" that OpenAI's SDK keeps beside its lists of names."""
    found = {}
    for file in (folder_of("openai") / "types").rglob("*.py"):
        for notes in re.findall(r'Deprecated values:(.*?)"""', file.read_text("utf-8"), re.DOTALL):
            for one in re.finditer(rf'{_NAMES}[^"]*?{_DAY}', " ".join(notes.split())):
                found |= dict.fromkeys(re.findall(r'"([^"]+)"', one["names"]), day_of(one["day"]))
    return found


@cache
def anthropics() -> dict[str, date]:
    """The ends of which Anthropic's SDK warns."""
    text = (folder_of("anthropic") / "_data/deprecated_models.py").read_text("utf-8")
    return {id: day_of(day) for id, day in re.findall(r'"([\w.-]+)": "([^"]+)"', text)}


def known(id: str) -> date | None:
    model = models.find(id)
    return model.retires if model else models.gone(id)


def of_catalogue(vendor: str) -> dict[str, date | None]:
    return {model.id: model.retires for model in models.of(vendor)} | dict(models.vendor(vendor).gone)


@pytest.mark.parametrize(
    ("id", "day"),
    [
        ("gpt-4o", date(2027, 1, 14)),
        ("o3-pro-2025-06-10", date(2026, 12, 11)),
        ("gpt-image-1", date(2026, 10, 23)),
        ("dall-e-2", date(2026, 5, 12)),
        ("gpt-5.1-mini", None),
    ],
)
def test_openais_notes_are_read(id: str, day: date | None) -> None:
    assert openais().get(id) == day


def test_anthropics_list_is_read() -> None:
    assert anthropics()["claude-opus-4-5"] == date(2027, 1, 22)


def test_every_end_that_openais_sdk_announces_is_known() -> None:
    assert {id: known(id) for id in openais()} == openais()


def test_every_end_that_anthropics_sdk_announces_is_known() -> None:
    assert {id: known(id) for id in anthropics()} == anthropics()


def test_the_catalogue_knows_of_no_other_end_of_an_openai_model() -> None:
    assert {id: openais().get(id) for id in of_catalogue("openai")} == of_catalogue("openai")


def test_the_catalogue_knows_of_no_other_end_of_a_claude() -> None:
    of_today = {id: day for id, day in of_catalogue("anthropic").items() if not id.startswith("claude-3-")}
    assert {id: anthropics().get(id) for id in of_today} == of_today
