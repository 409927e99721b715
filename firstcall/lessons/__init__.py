"""What the steps say and ask: prose, explanations of lines, exercises. No Streamlit here."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstcall.lessons.exercise import Exercise


def exercises(step: str) -> tuple[Exercise, ...]:
    """The exercises of a step, found in the module that is called like it; empty if it has none."""
    name = f"{__name__}.{step}"
    if not step.isidentifier() or find_spec(name) is None:
        return ()
    return tuple(getattr(importlib.import_module(name), "EXERCISES", ()))
