"""Lines of old tutorials that fail today, to be run: the real failure first, then the smallest fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import unified_diff
from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.running.runs import Run
from firstcall.ui import WORDS, reply, results, session, watch, wire


def code(call: Call) -> str:
    """The line that makes the call, without the program around it."""
    arguments = programs.arguments_code(call.arguments, 4)
    return f"reply = client.{call.method}(\n    {arguments}\n)"


def difference(broken: BrokenCall) -> str:
    """What the mended call changes, as a diff without its headings."""
    lines = unified_diff(code(broken.call).splitlines(), code(broken.mended).splitlines(), lineterm="", n=99)
    return "\n".join(list(lines)[3:])


def draw(step: str, lines: Iterable[BrokenCall]) -> None:
    """Each line in an expander of its own."""
    for line in lines:
        old, new = (watch.run(f"{step}_{line.id}_{which}") for which in ("old", "new"))
        watch.part(f"{step}_{line.id}", [old, new], partial(_expander, step, line, old, new))


def _expander(step: str, line: BrokenCall, old: Run | None, new: Run | None) -> None:
    """Within the part that renews itself: for a part within an expander Streamlit copies all that stands around it."""
    with st.expander(line.title, icon=":material/history_edu:"):
        _draw(step, line, old, new)


def _draw(step: str, line: BrokenCall, old: Run | None, new: Run | None) -> None:
    if line.story:
        st.markdown(line.story)
    left, right = st.columns(2, gap="medium")
    on = watch.going([old, new])
    with left:
        st.code(code(line.call), language="python", wrap_lines=True)
        _button(step, line, "Run this line", "run", on, _run_line)
        if old is not None and new is None:
            _outcome(old)
    with right:
        if old is not None and old.finished and old.failure is None:
            st.info(line.elsewhere or WORDS.line("old_line/still_works"), icon=":material/info:")
        elif old is not None and old.finished:
            st.caption(line.why)
            st.code(difference(line), language="diff", wrap_lines=True)
            _button(step, line, f"Mend it: {line.fix}", "mend", on, _run_mended)
        if new is not None:
            _outcome(new)


def _button(
    step: str, line: BrokenCall, label: str, name: str, on: bool, begin: Callable[[str, BrokenCall], None]
) -> None:
    icon = ":material/play_arrow:" if name == "run" else ":material/build:"
    key = f"{step}_{line.id}_{name}"
    st.button(label, key=key, icon=icon, disabled=on, on_click=begin, args=(step, line))


def _run_line(step: str, line: BrokenCall) -> None:
    st.session_state.pop(f"{step}_{line.id}_new", None)
    _start(step, line, "old", line.call)


def _run_mended(step: str, line: BrokenCall) -> None:
    _start(step, line, "new", line.mended)


def _start(step: str, line: BrokenCall, which: str, call: Call) -> None:
    run = session.start(call, step=step)
    run.batch = line.id
    st.session_state[f"{step}_{line.id}_{which}"] = run
    st.rerun()


def _outcome(run: Run) -> None:
    if not run.finished:
        st.caption(WORDS.line("old_line/on_its_way"))
        return
    if run.failure is not None:
        results.failed(run.failure)
        return
    st.success(WORDS.line("old_line/works"), icon=":material/check_circle:")
    st.code(run.text, language=None, wrap_lines=True)
    said = [f"Stop reason {wire.code(run.reply.stop_reason or 'None')}"] if run.reply is not None else []
    st.caption(" · ".join([*said, *reply.used(run.record)]))
