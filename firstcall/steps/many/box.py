"""The tab with the whole program: what is typed there is the job of the page, and what the controls say stands there."""

from __future__ import annotations

from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.steps.many import WORDS, jobs, lesson, program, reading
from firstcall.ui import desk_view, diff, wire
from firstcall.ui.code_box import Mark, code_box, take_typed
from firstcall.ui.desk import Desk


def draw(desk: Desk) -> None:
    """The program for the limit that the controls say, in the way that is chosen, and what it has that the first call
    had not."""
    if st.session_state.pop(desk.key("program_taken"), False):
        st.rerun()  # the desk says what was typed here
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shape = _choice(desk)
        source = shown(desk, shape)
        problem = _problem(desk, shape, source) if source is not None else None
        st.button(
            WORDS.title("label run_program"), key=desk.key("run_program"), icon=":material/play_arrow:",
            disabled=source is None or problem is not None or desk.running, on_click=_run, args=(desk, shape),
        )  # fmt: skip
    st.markdown(WORDS.say(f"program/{shape}"))
    if source is None:
        st.caption(WORDS.line("program/not_yet"))
        return
    code_box(
        source,
        key=_key(desk, shape, "box"),
        label=WORDS.title(f"label {shape}"),
        marks=(problem,) if problem else (),
        on_edit=partial(take, desk, shape),
        on_run=partial(_run_typed, desk, shape),
        max_lines=30,
    )
    st.caption(WORDS.line("program/edit"))
    with st.expander(WORDS.title("box added"), icon=":material/difference:"):
        st.code(wire.plain(diff.diff(desk.source, source)), language="diff", wrap_lines=True)


def shown(desk: Desk, shape: str) -> str | None:
    """The program as it stands in the box; `None` where the call is not understood."""
    as_set = _as_set(desk, shape)
    own, when = st.session_state.get(_key(desk, shape, "own"), ("", None))
    return own if when is not None and when == as_set else as_set


def chosen(desk: Desk) -> str:
    """The shape of the program that is looked at."""
    return str(st.session_state.get(desk.key("shape")) or program.SHAPES[0])


def _choice(desk: Desk) -> str:
    st.session_state.setdefault(desk.key("shape"), program.SHAPES[0])
    st.segmented_control(
        WORDS.title("label shape"),
        program.SHAPES,
        format_func=lambda shape: WORDS.title(f"label {shape}"),
        key=desk.key("shape"),
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    return chosen(desk)


def _call(desk: Desk) -> Call | None:
    try:
        return desk.parse().call
    except programs.NotUnderstood:
        return None


def _as_set(desk: Desk, shape: str) -> str | None:
    """The program that the controls and the call in the desk's box make."""
    call = _call(desk)
    if call is None:
        return None
    return program.written(shape, desk.provider, call, jobs.reviews(desk), jobs.limit(desk))


def _read(desk: Desk, shape: str, source: str) -> reading.Written | Mark:
    call = _call(desk)
    assert call is not None
    try:
        return reading.read(source, desk.provider, call, shape)
    except (reading.Unlike, programs.NotUnderstood) as error:
        return Mark(error.line or 1, error.message, "error")


def _problem(desk: Desk, shape: str, source: str) -> Mark | None:
    read = _read(desk, shape, source)
    return read if isinstance(read, Mark) else None


def take(desk: Desk, shape: str, source: str) -> None:
    """Take over what was typed: into the controls and the desk's box, where it is understood."""
    if _call(desk) is None:
        return
    read = _read(desk, shape, source)
    if isinstance(read, reading.Written):
        jobs.choose(desk, read.limit)
        st.session_state[desk.key("reviews")] = "\n".join(read.reviews)
        _take_call(desk, read)
        st.session_state[desk.key("program_taken")] = True
    st.session_state[_key(desk, shape, "own")] = source, _as_set(desk, shape)


def _take_call(desk: Desk, read: reading.Written) -> None:
    """Write the call into the desk's box, about the first review, unless it says so already."""
    provider, now = desk.provider, _call(desk)
    assert now is not None
    if lesson.about(provider, now, program.REVIEW) != read.call:
        desk.write(desk.written(provider, lesson.about(provider, read.call, read.reviews[0])))


def _run(desk: Desk, shape: str) -> None:
    """Run the job as the program says it, unless it is not understood."""
    take_typed(_key(desk, shape, "box"), partial(take, desk, shape))
    source = shown(desk, shape)
    if source is not None and _problem(desk, shape, source) is None:
        desk_view.run(desk)


def _run_typed(desk: Desk, shape: str, source: str) -> None:
    take(desk, shape, source)
    if _problem(desk, shape, source) is None:
        desk_view.run(desk)


def _key(desk: Desk, shape: str, name: str) -> str:
    return desk.key(f"{desk.provider.handle}_{shape}_{name}")
