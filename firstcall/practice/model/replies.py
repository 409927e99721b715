"""The texts that replies are made of, from `firstcall/practice/replies/<language>/*.md`.

An id names a file, a section and perhaps a part of it: `small_talk/goodbye`, `small_talk/goodbye/word`.
A file is read when something in it is first asked for, and once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from firstcall import text
from firstcall.text import Section

FOLDER = Path(__file__).parents[1] / "replies"


def page(file: str, language: str = "en") -> text.Page:
    return text.read(FOLDER / language / f"{file}.md")


def sections(file: str, language: str = "en") -> Mapping[str, Section]:
    """The sections of a file by id, in their order."""
    return page(file, language).sections


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that there are replies in."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def section(id: str, language: str = "en") -> Section:
    """The section or part of this id. Raises `KeyError` if there is none."""
    file, name, *part = id.split("/")
    found = sections(file, language)[name]
    return found.parts[part[0]] if part else found


def template(id: str, language: str = "en") -> str:
    """The text under this id."""
    return section(id, language).body


def lines(id: str) -> list[str]:
    """Texts of one line each."""
    return template(id).splitlines()


def paragraphs(id: str) -> list[str]:
    """Texts that may have several lines, such as verses."""
    return template(id).split("\n\n")


def entries(body: str) -> list[str]:
    """What stands between commas."""
    return [entry.strip() for entry in body.split(",")]


def pairs(section: Section) -> Mapping[str, str]:
    """A list of `- this: that`, as a dict."""
    return {this: that for this, _, that in (item.partition(": ") for item in section.items())}


@cache
def mapping(id: str, language: str = "en") -> Mapping[str, str]:
    """The pairs under this id."""
    return pairs(section(id, language))


def names(heading: str) -> list[str]:
    """What a heading lists: `# moon | night | stars`."""
    return heading.split(" | ")


def any_of(names: Iterable[str]) -> str:
    """A pattern that finds any of the names as whole words; `…` stands for some words in between, or an ending."""
    return "|".join(map(_whole, names))


def _whole(name: str) -> str:
    before, after = (r"\b" if name[end].isalnum() else "" for end in (0, -1))
    pattern = re.escape(name).replace(r"\ …\ ", r"\b.{0,30}\b").replace("…", ".{0,30}")
    return f"{before}{pattern}{after}"


@cache
def by_name(file: str) -> tuple[tuple[re.Pattern[str], Section], ...]:
    """The sections of a file with a pattern for the names in their headings."""
    return tuple((re.compile(any_of(names(id))), section) for id, section in sections(file).items())


def section_named(file: str, low: str) -> Section | None:
    """The first section of a file of which a name stands in a text of small letters."""
    return next((section for pattern, section in by_name(file) if pattern.search(low)), None)


def put_in(template: str, **named: str) -> str:
    """A text with what it recalls put in, for texts without choices."""
    return re.sub(r"\{=(\w+)\}", lambda found: named[found[1]], template)
