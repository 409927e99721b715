"""How far this learner is with each step."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from firstcall.course import lessons, steps
from firstcall.course.steps import Step
from firstcall.ui import session


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the learner is with a step: opened or not, exercises done of how many."""

    step: Step
    opened: bool
    done: int
    exercises: int

    @property
    def complete(self) -> bool:
        """All its exercises are done; a step without any is complete when it was read."""
        return self.done == self.exercises and (self.opened or self.exercises > 0)


def every(*left_out: str) -> list[Standing]:
    """The learner's standing at every step but these."""
    slugs, done = set(opened()), session.exercises_done()
    found = []
    for step in steps.every():
        ids = {exercise.id for exercise in lessons.exercises(step.slug)}
        if step.slug not in left_out:
            found.append(Standing(step, step.slug in slugs, len(ids & done), len(ids)))
    return found


def opened() -> list[str]:
    """Slugs of the steps that the learner opened, the latest last."""
    return session.the_progress().steps(st.session_state.learner)
