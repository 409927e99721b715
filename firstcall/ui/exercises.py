"""The exercises of a step: task, verdict from what was really done, hint, solution."""

from __future__ import annotations

import streamlit as st

from firstcall.course import lessons
from firstcall.course.exercise import Exercise, Verdict, judge
from firstcall.ui import WORDS, session


def draw(step: str, *, code: str = "") -> None:
    """The "Try it" part of a page. Checks run on the calls made on this step and the code in its box."""
    st.header(WORDS.title("header try"), anchor="try")
    finished = session.exercises_done()
    for number, exercise in enumerate(lessons.exercises(step), start=1):
        with st.container(border=True):
            _one(step, exercise, number, exercise.id in finished, code)


def _one(step: str, exercise: Exercise, number: int, was_done: bool, code: str) -> None:
    name = exercise.id.replace(".", "_")
    st.markdown(f"**{number}.** {exercise.task}")
    answer = ""
    if exercise.asks:
        answer = st.text_input(exercise.asks, key=f"{step}_answer_{name}", persist_state="session")
    verdict = judge(exercise, session.evidence(step, code, {exercise.id: answer} if answer else {}))
    if verdict and verdict.done and not was_done:
        session.exercise_done(exercise.id)
    _verdict(exercise, verdict, was_done)
    with st.container(horizontal=True):
        hint = st.toggle("Hint", key=f"{step}_hint_{name}")
        solution = st.toggle("Solution", key=f"{step}_solution_{name}")
    if hint:
        st.markdown(exercise.hint)
    if solution:
        st.markdown(exercise.solution)


def _verdict(exercise: Exercise, verdict: Verdict | None, was_done: bool) -> None:
    if verdict and verdict.done:
        st.success(exercise.message(verdict), icon=":material/check_circle:")
    elif was_done:
        st.success(WORDS.title("label done_before"), icon=":material/check_circle:")
    elif verdict:
        st.info(exercise.message(verdict), icon=":material/pending:")
