"""A desk whose button makes several calls at once: what its presses have sent, and what is behind the newest of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.running.batch import MOST_AT_ONCE, Batch, Part
from firstcall.running.runs import Run
from firstcall.ui import bench, results, session
from firstcall.ui.desk import REPLY, Desk


def begin(desk: Desk, parts: Sequence[Part], *, keep: int, at_once: int = MOST_AT_ONCE) -> Sequence[Batch]:
    """Send these calls, so many at once; as many presses are remembered as `keep` says."""
    batch = Batch(parts, session.starter(desk.provider, step=desk.step), at_once=at_once)
    st.session_state[desk.key("batches")] = [*batches(desk), batch][-keep:]
    st.session_state[desk.key("sent")] = desk.source
    return [batch]


def batches(desk: Desk) -> list[Batch]:
    """What was sent so far, the newest last."""
    found: list[Batch] = st.session_state.get(desk.key("batches"), [])
    return found


def newest(desk: Desk) -> list[Run]:
    """The calls of the last press that have ended, if they went to the provider that is chosen."""
    made = [run for run in batches(desk)[-1].runs if run.finished] if batches(desk) else []
    return [run for run in made if run.provider.handle == desk.provider.handle]


def tabs_behind(desk: Desk) -> bench.Tabs:
    """The usual tabs without the reply, about the last call of the last press."""
    return {
        name: partial(_of_the_last, desk, draw) for name, draw in results.tabs(desk).items() if name != REPLY
    }


def _of_the_last(desk: Desk, draw: Callable[[], None]) -> None:
    if made := newest(desk):
        run, sent = made[-1], st.session_state[desk.key("sent")]
        # The program of the box, with what this call changes.
        run.program = run.program or programs.patch(sent, run.provider.id, run.provider.methods, run.call)
        st.session_state[desk.key("run")] = run
    draw()
