"""Whoever only opens a page and presses what it offers has solved nothing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import lessons, steps
from firstcall.ui import session
from tests.quickly import one_of
from tests.steps.conftest import open_page

WITH_TASKS = [step.slug for step in steps.every() if lessons.exercises(step.slug)]
LABS = {"ceilings": "Token limit", "temperatures": "Temperature", "stops": "Stop sequence", "models": "Model"}


def solved(at: AppTest) -> set[str]:
    return session.the_progress().exercises(at.session_state["learner"])


def press(at: AppTest, key: str) -> None:
    """Press Run and wait until all that it began has ended."""
    at.button(key=key).click().run()
    for made in list(at.session_state["made"].values()):
        for run in list(made):
            assert run.wait(30)
    for batch in [f"tune_{lab}_batch" for lab in LABS]:
        assert batch not in at.session_state or at.session_state[batch].wait(30)
    at.run()
    assert not at.exception, at.exception


@pytest.mark.parametrize("slug", one_of(WITH_TASKS, "first_call"))
def test_neither_opening_a_page_nor_its_default_button_with_the_opening_program_solves_anything(
    slug: str,
) -> None:
    at = open_page(slug)
    assert not solved(at)
    for key in [button.key for button in at.button if (button.key or "").endswith("_go")]:
        if key in {button.key for button in at.button}:
            press(at, key)
    assert not solved(at)


@pytest.mark.parametrize("lab", one_of(LABS))
def test_running_a_lab_as_it_is_solves_nothing(lab: str) -> None:
    def prepare(at: AppTest) -> None:
        at.session_state["tune_lab"] = LABS[lab]

    at = open_page("tune", prepare)
    press(at, f"tune_{lab}_go")
    assert not solved(at)
