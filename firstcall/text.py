"""Prose by file: a Markdown file's front matter and its sections, found by id.

    WORDS = text.beside(__file__)              # en.md in the folder of this module
    WORDS.say("idea")                          # what stands under `# idea`
    WORDS.say("exercise pirate/hint")          # under `# exercise pirate`, its part `## hint`
    WORDS.say("spent", calls=3)                # {calls} is put in, {calls|call|calls} picks a form

A heading of the first level begins a section, one of the second a part of it. What stands before a colon
is the id, what follows is a title: `# question token: What is a token?`. There is no logic in a file.

A second language is one more file beside `en.md`; what it does not say yet is said in English.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

LANGUAGE_VARIABLE = "FIRSTCALL_LANGUAGE"
FALLBACK = "en"
_PLURAL = "n != 1"
_PLACE = re.compile(r"\{(\w+)((?:\|[^{}|]*)*)\}")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: its id, its title (empty if it has none), its Markdown, its parts by id."""

    id: str
    title: str = ""
    body: str = ""
    parts: Mapping[str, Section] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The id without its kind: `pirate` of `exercise pirate`."""
        return self.id.rpartition(" ")[2]

    def items(self) -> tuple[str, ...]:
        """The entries of the list that the body is, as Markdown."""
        return _items(self.body)

    def rows(self) -> tuple[Mapping[str, str], ...]:
        """The rows of the table that the body holds, by the heads of its columns."""
        return _rows(self.body)


@dataclass(frozen=True, slots=True)
class Page:
    """One file: its front matter, and its sections by id in the order in which they stand."""

    front: Mapping[str, Any]
    sections: Mapping[str, Section]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one folder, in the language that is set. Files are read when something is asked for."""

    folder: Path

    @property
    def front(self) -> Mapping[str, Any]:
        return _front(self.folder, _language())

    def find(self, id: str) -> Section | None:
        """The section (`idea`) or part (`exercise pirate/hint`) of this id; `None` if nobody wrote one."""
        name, _, part = id.partition("/")
        for page in _pages(self.folder, _language()):
            section = page.sections.get(name)
            found = section.parts.get(part) if section and part else section
            if found is not None:
                return found
        return None

    def section(self, id: str) -> Section:
        """The section or part of this id. Raises `KeyError` if nobody wrote one."""
        found = self.find(id)
        if found is None:
            raise KeyError(f"{self.folder.name} has no words for {id!r}")
        return found

    def say(self, id: str, **values: object) -> str:
        """Its Markdown, the values put in. Raises `KeyError` if nobody wrote it."""
        return filled(self.section(id).body, values, self._plural())

    def line(self, id: str, **values: object) -> str:
        """The same on one line: for a label, a caption, a verdict."""
        return " ".join(self.say(id, **values).split())

    def title(self, id: str, **values: object) -> str:
        """The title in the heading of a section, the values put in."""
        return filled(self.section(id).title, values, self._plural())

    def of_kind(self, kind: str) -> tuple[Section, ...]:
        """All sections of a kind, such as every `# question …`, in the order of the English file."""
        ids = [
            id
            for page in _pages(self.folder, _language())[-1:]
            for id in page.sections
            if id.startswith(f"{kind} ")
        ]
        return tuple(self.section(id) for id in ids)

    def _plural(self) -> str:
        return str(self.front.get("plural", _PLURAL))


def beside(file: str) -> Words:
    """The words that lie in the folder of a module, named by its `__file__`."""
    return Words(Path(file).parent)


def _language() -> str:
    return os.environ.get(LANGUAGE_VARIABLE, FALLBACK)


def filled(text: str, values: Mapping[str, object], plural: str = _PLURAL) -> str:
    """A text with its values put in. Braces that name no value stay as they are: they may be code.

    `plural` is a rule as gettext writes it, an expression in `n`, the number of the form.
    """

    def put(place: re.Match[str]) -> str:
        name, forms = place[1], place[2].split("|")[1:]
        if name not in values:
            return place[0]
        if not forms:
            return str(values[name])
        number = values[name]
        assert isinstance(number, int), f"{name} picks a form, so it is a whole number"
        return forms[min(_rule(plural)(number), len(forms) - 1)]

    return _PLACE.sub(put, text) if values else text


@cache
def _rule(plural: str) -> Callable[[int], int]:
    rule: Callable[[int], int] = c2py(plural)
    return rule


# How a file is read

_MARKDOWN = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).disable("inline")
"""Blocks only: what stands within a line is for the page to read."""


@cache
def _pages(folder: Path, language: str) -> tuple[Page, ...]:
    """The files of a folder's words, the one in this language first. Looked for once in a process."""
    files = [folder / f"{name}.md" for name in dict.fromkeys((language, FALLBACK))]
    return tuple(read(file) for file in files if file.exists())


@cache
def _front(folder: Path, language: str) -> Mapping[str, Any]:
    pages = reversed(_pages(folder, language))
    return {key: value for page in pages for key, value in page.front.items()}


@cache
def read(file: Path) -> Page:
    """A Markdown file as its front matter (YAML) and its sections, read once in a process.

    Raises `ValueError` where two sections of the file, or two parts of a section, have the same id.
    """
    return read_now(file)


def read_now(file: Path) -> Page:
    """The same, as the file stands now."""
    text = file.read_text(encoding="utf-8")
    tokens = _MARKDOWN.parse(text)
    front = next((yaml.safe_load(token.content) for token in tokens if token.type == "front_matter"), None)
    return Page(front or {}, _sections(text, tokens, file))


def _sections(text: str, tokens: list[Token], file: Path) -> dict[str, Section]:
    lines = text.splitlines()
    heads = [
        (token.tag, token.map[0], token.map[1], tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in {"h1", "h2"} and token.map
    ]
    found: dict[str, Section] = {}
    parts: dict[str, Section] = {}
    ends = [*(start for _, start, _, _ in heads[1:]), len(lines)][: len(heads)]
    for (tag, _, begin, said), end in zip(heads, ends, strict=True):
        if tag == "h1":
            parts = {}
        into = found if tag == "h1" else parts
        id, _, title = said.partition(": ")
        if id in into:
            raise ValueError(f"{file.name} says {id!r} twice")
        body = "\n".join(lines[begin:end]).strip()
        into[id] = Section(id, title, body, parts if tag == "h1" else {})
    return found


@cache
def _items(body: str) -> tuple[str, ...]:
    lines = body.splitlines()
    spans = [
        token.map for token in _MARKDOWN.parse(body) if token.type == "list_item_open" and token.level == 1
    ]
    return tuple(
        re.sub(
            r"^(?:[-*+]|\d+[.)])\s+", "", " ".join(line.strip() for line in lines[span[0] : span[1]])
        ).strip()
        for span in spans
        if span
    )


@cache
def _rows(body: str) -> tuple[Mapping[str, str], ...]:
    rows: list[list[str]] = []
    tokens = _MARKDOWN.parse(body)
    for token, after in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append(after.content if after.type == "inline" else "")
    heads = rows[0] if rows else []
    return tuple(dict(zip(heads, row, strict=True)) for row in rows[1:])
