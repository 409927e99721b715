"""What the steps say and ask: prose, explanations of lines, exercises. No Streamlit here."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firstcall.course.exercise import Exercise


def exercises(step: str) -> tuple[Exercise, ...]:
    """The exercises of a step, found in the module that is called like it; empty if it has none."""
    return _of(step, "EXERCISES")


def asides(step: str) -> tuple[tuple[str, str], ...]:
    """Further questions that a step answers, with their answers in Markdown; empty if it has none.

    One that the collection (`course/faq.py`) answers already is left to it.
    """
    from firstcall.course import faq

    collected = {question.question for question in faq.questions()}
    return tuple((asked, answer) for asked, answer in _of(step, "FAQ") if asked not in collected)


def mistakes(step: str) -> tuple[str, ...]:
    """What people do wrong on a step, in Markdown; empty if nothing is known."""
    return _of(step, "MISTAKES")


def _of(step: str, name: str) -> tuple[Any, ...]:
    return tuple(getattr(lesson(step), name, ()))


def lesson(step: str) -> Any:
    """The module with a step's words and exercises, `None` if it has none."""
    folder = f"firstcall.steps.{step}"
    if not step.isidentifier() or find_spec(folder) is None or find_spec(f"{folder}.lesson") is None:
        return None
    return importlib.import_module(f"{folder}.lesson")
