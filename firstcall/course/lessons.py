"""What a step has besides its words: the module `lesson` in its folder."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from types import ModuleType

from firstcall.course.exercise import Exercise


def module(step: str) -> ModuleType | None:
    """The module `lesson` of a step's folder, `None` if it has none."""
    folder = f"firstcall.steps.{step}"
    if not step.isidentifier() or find_spec(folder) is None or find_spec(f"{folder}.lesson") is None:
        return None
    return importlib.import_module(f"{folder}.lesson")


def exercises(step: str) -> tuple[Exercise, ...]:
    """The `EXERCISES` of a step; empty if it has none."""
    return tuple(getattr(module(step), "EXERCISES", ()))
