"""Lines that fail today, to be run: the real failure first, then the smallest fix as one click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from firstcall.running.runs import Run
from firstcall.ui import broken_program, results, session, watch, wire
from firstcall.ui.broken_program import Broken


def draw(step: str, lines: Sequence[Broken]) -> None:
    """Each line in an expander of its own. Nothing where there are none."""
    if lines:
        st.markdown("**Lines of old tutorials, run today**")
    for line in lines:
        with st.expander(line.title, icon=":material/history_edu:"):
            watch.part(f"{step}_{line.id}", _runs(step, line), partial(_one, step, line))


def _runs(step: str, line: Broken) -> tuple[Run | None, Run | None]:
    """The run as the old tutorial has it, and the mended one."""
    return watch.run(f"{step}_{line.id}_old"), watch.run(f"{step}_{line.id}_new")


def _running(step: str, line: Broken) -> bool:
    return watch.going(_runs(step, line))


def _one(step: str, line: Broken) -> None:
    old, new = _runs(step, line)
    if new is None:
        st.code(broken_program.code(line.call), language="python", wrap_lines=True)
    else:
        st.code(broken_program.difference(line), language="diff", wrap_lines=True)
    with st.container(horizontal=True):
        st.button(
            "Run this line",
            key=f"{step}_{line.id}_run",
            icon=":material/play_arrow:",
            disabled=_running(step, line),
            on_click=_start,
            args=(step, line, "old"),
        )
        if old is not None and old.finished:
            st.button(
                f"Mend it: {line.fix}",
                key=f"{step}_{line.id}_mend",
                type="primary",
                icon=":material/build:",
                disabled=_running(step, line),
                on_click=_start,
                args=(step, line, "new"),
            )
    if old is not None and new is None:
        _outcome(old)
        if old.finished:
            st.caption(line.why)
    elif new is not None:
        _outcome(new)
        st.caption(line.why)


def _start(step: str, line: Broken, which: str) -> None:
    if _running(step, line):
        return
    call = line.call if which == "old" else line.mended
    st.session_state[f"{step}_{line.id}_{which}"] = session.start(call, step=step)
    if which == "old":
        st.session_state.pop(f"{step}_{line.id}_new", None)
    st.rerun()


def _outcome(run: Run) -> None:
    if not run.finished:
        st.caption(":material/hourglass_top: On its way…")
    elif run.failure is not None:
        results.failed(run.failure)
    else:
        st.success("It works.", icon=":material/check_circle:")
        st.code(run.text, language=None, wrap_lines=True)
        if run.reply is not None:
            st.caption(f"Stop reason {wire.code(run.reply.stop_reason or 'None')}")
