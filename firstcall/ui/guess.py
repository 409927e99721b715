"""Predict first: what a learner expects of a lab, asked before it runs and drawn into what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from firstcall.course.exercise import Guess
from firstcall.ui import session


def ask(exercise: str, question: str, answers: Sequence[str]) -> None:
    """The question of an exercise, by id, and the answers to choose from."""
    key = f"guess_{exercise.replace('.', '_')}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_row"):
        st.markdown(f":material/psychology: {question}", width="content")
        st.segmented_control(
            question,
            answers,
            key=key,
            on_change=partial(_note, exercise, key),
            persist_state="session",
            label_visibility="collapsed",
        )


def _note(exercise: str, key: str) -> None:
    value = st.session_state.get(key)
    if value is None:
        session.guesses().pop(exercise, None)
    else:
        session.guesses()[exercise] = Guess(value, datetime.now(UTC))


def before(exercise: str, at: datetime) -> str | None:
    """What was expected before this moment, `None` where nothing was: a guess that came later is none."""
    guess = session.guesses().get(exercise)
    return guess.value if guess is not None and guess.at <= at else None
