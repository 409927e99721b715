"""Long texts that a program reads from a file beside it: each a file of this folder, known by its name.

A program that sends such a text says `open("museum.md", encoding="utf-8").read()` where another one would have the
text itself; `read(2000)` reads its first 2,000 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_KNOWN_BY = 200
"""A text is known to come from a file by so many characters of its beginning."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text that holds the beginning of a file: what stands before it, the file's name, how many characters of it
    there are (`None`: all), what stands after it."""

    before: str
    file: str
    characters: int | None
    after: str

    @property
    def text(self) -> str:
        return f"{self.before}{part(self.file, self.characters)}{self.after}"


@cache
def every() -> Mapping[str, str]:
    """The texts by the names of their files."""
    return {
        path.name: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.md"))
    }


def part(file: str, characters: int | None) -> str:
    """What a program gets that reads so many characters of a file."""
    return every()[file][:characters]


def found_in(text: str) -> Excerpt | None:
    """The file that a text holds the beginning of, `None` where it holds none."""
    for name, whole in every().items():
        before, known, _ = text.partition(whole[:_KNOWN_BY])
        if known:
            rest = text[len(before) :]
            held = _alike(rest, whole)
            return Excerpt(before, name, None if held == len(whole) else held, rest[held:])
    return None


def _alike(one: str, other: str) -> int:
    """So many characters two texts have alike from their beginning."""
    if one.startswith(other):
        return len(other)
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def named_in(source: str) -> Mapping[str, str]:
    """The texts whose files a program names."""
    return {name: text for name, text in every().items() if f'"{name}"' in source or f"'{name}'" in source}
