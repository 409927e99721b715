"""The tutorial's steps, found in `pages/`: their order, titles, icons and promises.

A page says who it is in its own first lines: a docstring `Title: what you can do after it.` and
a constant `ICON`. Files are named `<number>_<slug>.py`; the number orders them, the slug is the URL.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the tutorial. `number` orders it; steps from 90 on are the appendix."""

    slug: str
    path: Path
    number: int
    title: str
    icon: str
    promise: str


def read(path: Path) -> Step:
    """What a page's file says of itself. Raises `ValueError` when it does not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    title, colon, promise = (ast.get_docstring(tree) or "").partition(": ")
    constants = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    number, _, slug = path.stem.partition("_")
    if not colon or "ICON" not in constants or not number.isdigit():
        raise ValueError(f'{path.name} wants a number, a docstring "Title: promise" and an ICON')
    return Step(slug, path, int(number), title, str(constants["ICON"]), " ".join(promise.split()))


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
