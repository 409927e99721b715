"""The last reply again, piece by piece: what stood there before each piece was chosen."""

from __future__ import annotations

import streamlit as st

from firstcall.running.runs import Run
from firstcall.steps.roles import WORDS, lesson
from firstcall.ui import apart, wire
from firstcall.ui.desk import Desk

_BEFORE = 700
"""Characters of the reply so far that are shown."""


def draw(desk: Desk) -> None:
    """A slider over the pieces of the desk's last reply, as a fragment."""
    run = desk.run
    if run is None or not run.finished or not run.text:
        st.caption(WORDS.line("steps/run_first"))
    elif len(run.growing_text.pieces) < 2:
        st.caption(WORDS.line("steps/came_whole"))
    else:
        apart.fragment(desk.key("steps"), _draw, desk, run)


def _draw(desk: Desk, run: Run) -> None:
    pieces = run.growing_text.pieces
    key = desk.key("step_at")
    if st.session_state.get(desk.key("step_run")) is not run:
        st.session_state[desk.key("step_run")] = run
        st.session_state[key] = min(4, len(pieces))
    at = st.slider("Piece", 1, len(pieces), key=key, help=WORDS.line("steps/keys"))
    read = lesson.reading(run.provider.read(run.call))
    with st.container(border=True):
        for role, text in read:
            st.caption(f"**{wire.as_text(role)}** · {wire.as_text(_one_line(text, 110))}")
        st.markdown(
            f"**assistant** · {wire.as_text(_one_line(''.join(pieces[: at - 1]), _BEFORE, end=True))}"
            f":blue-background[**{wire.as_text(_visible(pieces[at - 1]))}**]"
        )
    before = WORDS.line("steps/own_reply", pieces=at - 1) if at > 1 else WORDS.line("steps/nothing_yet")
    st.caption(WORDS.line("steps/read", at=at, pieces=len(pieces), entries=len(read), before=before))


def _one_line(text: str, most: int, *, end: bool = False) -> str:
    line = text.replace("\n", " ↵ ")
    if len(line) <= most:
        return line
    return "…" + line[-most:] if end else line[:most] + "…"


def _visible(piece: str) -> str:
    """A piece with its blanks made visible: the space at its beginning belongs to it."""
    return piece.replace("\n", "↵").replace(" ", "␣")
