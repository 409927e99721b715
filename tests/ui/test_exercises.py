"""The strip of tasks: which one is shown, what it says, what is kept."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.steps.first_call.lesson import EXERCISES
from firstcall.ui import session
from tests.steps.conftest import answer, finish, open_page, task

STEP = "first_call"
PATH = f"{STEP}.path"


def called() -> AppTest:
    at = open_page(STEP)
    at.button(key=f"{STEP}_go").click().run()
    finish(at, STEP)
    return at


def solved(at: AppTest) -> set[str]:
    return session.the_progress().exercises(at.session_state["learner"])


def test_the_first_open_task_is_shown() -> None:
    at = open_page(STEP)
    assert at.session_state[f"{STEP}_task"] == EXERCISES[0].id
    assert not at.success and not at.info
    session.the_progress().done(at.session_state["learner"], EXERCISES[0].id)

    def come_back(later: AppTest) -> None:
        later.session_state["learner"] = at.session_state["learner"]

    assert open_page(STEP, come_back).session_state[f"{STEP}_task"] == EXERCISES[1].id


def test_a_right_answer_is_kept_and_ticked() -> None:
    at = called()
    answer(at, STEP, PATH, "message.usage.output_tokens")
    assert PATH in solved(at) and len(at.success) == 1
    at.run()
    assert any(option.startswith("✓") for option in at.segmented_control(key=f"{STEP}_task").options)


def test_a_wrong_answer_after_a_right_one_is_not_accepted() -> None:
    at = called()
    answer(at, STEP, PATH, "message.usage.output_tokens")
    answer(at, STEP, PATH, "message.usage.input_tokens")
    assert not at.success and len(at.info) == 1
    assert PATH in solved(at)


def test_the_strip_turns_to_the_task_that_was_solved() -> None:
    at = called()
    other = next(exercise.id for exercise in EXERCISES if exercise.id != PATH)
    at.session_state[f"{STEP}_answer_first_call_path"] = "message.usage.output_tokens"
    task(at, STEP, other)
    assert at.session_state[f"{STEP}_task"] == PATH
