"""The tutorial's steps, found in `pages/`: their order, titles, icons and promises.

A page is called `<number>_<slug>.py`; the number orders it, the slug is its URL. What it says lies in
`firstcall/steps/<slug>/en.md`, whose front matter gives `title`, `promise` ("what you can do after it")
and `icon`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from firstcall.text import Words

PAGES = Path(__file__).parents[2] / "pages"
FOLDERS = Path(__file__).parents[1] / "steps"


Section = Literal["course", "deeper", "appendix"]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the tutorial. `number` orders it; steps from 20 on go beyond the first call, those from 90 on are
    the appendix."""

    slug: str
    path: Path
    number: int
    words: Words

    @property
    def section(self) -> Section:
        """Which part of the tutorial it belongs to."""
        return "appendix" if self.number >= 90 else "deeper" if self.number >= 20 else "course"

    @property
    def counted(self) -> str:
        """Its number as it is shown before its title; only the course itself is counted, from 1 on."""
        return f"{self.number}. " if self.number and self.section == "course" else ""

    @property
    def title(self) -> str:
        return str(self.words.front["title"])

    @property
    def icon(self) -> str:
        return str(self.words.front["icon"])

    @property
    def promise(self) -> str:
        return " ".join(str(self.words.front["promise"]).split())


def read(path: Path) -> Step:
    """The step of a page's file. Raises `ValueError` where its name or its words lack something."""
    number, _, slug = path.stem.partition("_")
    step = Step(slug, path, int(number) if number.isdigit() else -1, Words(FOLDERS / slug))
    missing = {"title", "promise", "icon"} - set(step.words.front)
    if step.number < 0 or missing:
        raise ValueError(f"{path.name} wants a number, and {slug}/en.md a title, a promise and an icon")
    return step


@cache
def every(folder: Path = PAGES) -> tuple[Step, ...]:
    """All steps in the order of their numbers."""
    return tuple(sorted((read(path) for path in folder.glob("[0-9]*_*.py")), key=lambda step: step.number))


def find(slug: str) -> Step:
    return next(step for step in every() if step.slug == slug)


def title(slug: str) -> str:
    """What a step is called. A record of a page that is no longer there has only its slug."""
    return next((step.title for step in every() if step.slug == slug), slug)


def around(slug: str) -> tuple[Step | None, Step | None]:
    """The step before and the step after."""
    order = every()
    at = next(index for index, step in enumerate(order) if step.slug == slug)
    return (order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None)
