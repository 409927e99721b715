"""What a step has besides its words: the module `lesson` in its folder."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.util import find_spec
from types import ModuleType

from firstcall.course.exercise import Exercise


@cache  # the navigation asks for each step in each run of a page
def module(step: str, name: str = "lesson") -> ModuleType | None:
    """A module of a step's folder, `None` if it has none of this name."""
    folder = f"firstcall.steps.{step}"
    if not step.isidentifier() or find_spec(folder) is None or find_spec(f"{folder}.{name}") is None:
        return None
    return importlib.import_module(f"{folder}.{name}")


def exercises(step: str) -> tuple[Exercise, ...]:
    """The `EXERCISES` of a step, from its module `exercises`, else from its `lesson`; empty if it has none."""
    return tuple(getattr(module(step, "exercises") or module(step), "EXERCISES", ()))
