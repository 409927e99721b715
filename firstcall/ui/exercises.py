"""The tasks of a step in a strip that stays in sight: one at a time, its verdict, hint, solution, the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from firstcall.course import lessons
from firstcall.course.exercise import Exercise, Verdict, judge
from firstcall.ui import WORDS, apart, session

Verdicts = Mapping[str, Verdict | None]
"""What each task's check says of what was done so far, by the task's id."""


def draw(step: str, *, code: Callable[[], str] = str) -> None:
    """The strip. Checks run on the calls made on this step and the code in its box."""
    if lessons.exercises(step):
        with st.container(key=f"{step}_tasks_level"):
            apart.fragment(f"{step}_tasks_part", _draw, step, code)


def _draw(step: str, code: Callable[[], str]) -> None:
    exercises = lessons.exercises(step)
    verdicts = _judged(step, code())
    _take_down(step, exercises, verdicts)
    solved = session.exercises_done()
    with st.container(key=f"{step}_tasks", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"{step}_tasks_row"):
            exercise = _choose(step, exercises, solved)
            st.markdown(exercise.task, width="stretch")
            _help(step, exercise)
        _answer(step, exercise, verdicts[exercise.id], exercise.id in solved)


def forget(step: str) -> None:
    """The page is drawn anew: what the strip said is nothing to be compared with until it is drawn again."""
    st.session_state.pop(f"{step}_verdicts", None)


def stale(step: str, code: str) -> bool:
    """Whether the strip, drawn some time ago, would now say something else."""
    drawn = st.session_state.get(f"{step}_verdicts")
    return bool(drawn is not None and drawn != _judged(step, code))


def _judged(step: str, code: str) -> Verdicts:
    exercises = lessons.exercises(step)
    typed = {exercise.id: st.session_state.get(_box(exercise), "") for exercise in exercises}
    answers = {id: answer for id, answer in typed.items() if answer}
    return {
        exercise.id: judge(exercise, session.evidence(step, code, _own(exercise, answers)))
        for exercise in exercises
    }


def _own(exercise: Exercise, answers: Mapping[str, str]) -> Mapping[str, str]:
    """The answer to this exercise alone: what was typed for its neighbour proves nothing."""
    return {id: answer for id, answer in answers.items() if id == exercise.id}


def _box(exercise: Exercise) -> str:
    return f"{exercise.step}_answer_{exercise.id.replace('.', '_')}"


def solved_of(exercises: Sequence[Exercise]) -> set[str]:
    """The ids of those that this learner has solved."""
    return {exercise.id for exercise in exercises} & session.exercises_done()


def _take_down(step: str, exercises: Sequence[Exercise], verdicts: Verdicts) -> None:
    """Keep what was solved just now; the strip turns to it."""
    st.session_state[f"{step}_verdicts"] = verdicts
    before = session.exercises_done()
    for exercise in exercises:
        verdict = verdicts[exercise.id]
        if verdict and verdict.done and exercise.id not in before:
            session.exercise_done(exercise.id)
            st.session_state[f"{step}_task"] = exercise.id
            st.session_state[f"{step}_joy"] = _number(exercises, exercise)
            st.rerun()  # so that the navigation ticks it too
    if (number := st.session_state.pop(f"{step}_joy", None)) is not None:
        left = len(exercises) - len(solved_of(exercises))
        st.toast(WORDS.line("tasks/solved", task=number, left=left), icon="🎉")


def _number(exercises: Sequence[Exercise], exercise: Exercise) -> int:
    return [one.id for one in exercises].index(exercise.id) + 1


def _choose(step: str, exercises: Sequence[Exercise], solved: set[str]) -> Exercise:
    """The tasks by number, solved ones ticked; at first the first one that is open."""
    by_id = {exercise.id: exercise for exercise in exercises}
    key = f"{step}_task"
    if st.session_state.get(key) not in by_id:
        st.session_state[key] = next((id for id in by_id if id not in solved), exercises[0].id)
    st.segmented_control(
        WORDS.line("tasks/label"),
        list(by_id),
        format_func=lambda id: f"{'✓ ' if id in solved else ''}{_number(exercises, by_id[id])}",
        key=key,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        width="content",
    )
    return by_id[st.session_state[key]]


def _help(step: str, exercise: Exercise) -> None:
    name = exercise.id.replace(".", "_")
    for label, text in (("Hint", exercise.hint), ("Solution", exercise.solution)):
        with st.popover(label, key=f"{step}_{label.lower()}_{name}", type="tertiary"):
            st.markdown(text)


def _answer(step: str, exercise: Exercise, verdict: Verdict | None, was_done: bool) -> None:
    """The box for a typed answer, where the task asks for one, and the verdict beside it."""
    if exercise.asks:
        typed, said_at = st.columns([2, 3], vertical_alignment="center")
        typed.text_input(
            exercise.asks,
            key=_box(exercise),
            placeholder=exercise.asks,
            label_visibility="collapsed",
            persist_state="session",
        )
        with said_at:
            _verdict(exercise, verdict, was_done)
    else:
        _verdict(exercise, verdict, was_done)


def _verdict(exercise: Exercise, verdict: Verdict | None, was_done: bool) -> None:
    if verdict and verdict.done:
        st.success(exercise.message(verdict), icon=":material/check_circle:")
    elif (
        verdict
    ):  # a wrong answer after a right one: what was solved stays ticked, this answer is not accepted
        st.info(exercise.message(verdict), icon=":material/pending:")
    elif was_done:
        st.success(WORDS.title("label done_before"), icon=":material/check_circle:")
