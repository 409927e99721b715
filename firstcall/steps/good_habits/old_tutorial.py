"""Paste an old tutorial: a whole program, what breaks in it today, fixes one by one or all at once."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import partial

import streamlit as st

from firstcall.programs.lint.findings import Finding, lint, mend
from firstcall.steps.good_habits import WORDS, lesson
from firstcall.ui import apart, lint_marks
from firstcall.ui.code_box import Mark, code_box, take_typed

STEP = "good_habits"
_CODE, _BEFORE, _BOX = f"{STEP}_old_code", f"{STEP}_old_before", f"{STEP}_old_box"


def draw() -> None:
    """The box, its findings, and the difference that the fixes make."""
    first = lesson.OLD_PROGRAMS[0].source
    st.session_state.setdefault(_CODE, first)
    st.session_state.setdefault(_BEFORE, first)
    apart.fragment(f"{STEP}_old", _draw)


def _draw() -> None:
    st.markdown(WORDS.say("paste"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(WORDS.line("old"))
        for old in lesson.OLD_PROGRAMS:
            st.button(old.label, key=f"{STEP}_load_{old.name}", on_click=_load, args=(old.source,))
    source: str = st.session_state[_CODE]
    marks = lint_marks.marks(source, hints=True)
    code_box(
        source,
        key=_BOX,
        label=WORDS.title("label program"),
        marks=marks,
        on_edit=_edited,
        on_fix=partial(_fix, marks),
        max_lines=30,
    )
    findings = lint(source)
    st.markdown(summary(findings))
    _buttons(source, findings)
    _difference(source)


def summary(findings: Sequence[Finding]) -> str:
    """How many lines fail today and how many are habits, in a sentence."""
    errors = sum(found.severity == "error" for found in findings)
    habits = sum(found.severity == "warning" for found in findings)
    fixes = sum(found.fix_label is not None for found in findings)
    if not findings:
        return WORDS.line("old/nothing")
    return WORDS.line("old/found", errors=errors, habits=habits, fixes=fixes)


def _buttons(source: str, findings: Sequence[Finding]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Apply all fixes", key=f"{STEP}_fix_all", icon=":material/build:", type="primary",
            disabled=not any(found.fixed for found in findings), on_click=_fix_all,
        )  # fmt: skip
        st.button(
            WORDS.title("label undo"), key=f"{STEP}_undo", icon=":material/undo:", type="tertiary",
            disabled=source == st.session_state[_BEFORE], on_click=_undo,
        )  # fmt: skip
        st.download_button(
            "Download", source, "program.py", "text/x-python", key=f"{STEP}_download",
            icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip


def _difference(source: str) -> None:
    before: str = st.session_state[_BEFORE]
    if before == source:
        return
    st.markdown("**Before and after**")
    st.code(difference(before, source), language="diff")
    st.caption(WORDS.line("old/difference"))


def difference(before: str, after: str) -> str:
    """What changed, as a unified diff without its header."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


# What the learner does


def _load(source: str) -> None:
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = st.session_state[_BEFORE] = source


def _edited(text: str) -> None:
    """What is pasted or typed before the first fix is what the fixes are compared with."""
    if st.session_state[_CODE] == st.session_state[_BEFORE]:
        st.session_state[_BEFORE] = text
    st.session_state[_CODE] = text


def _fix(drawn: Sequence[Mark], index: int) -> None:
    st.session_state[_CODE] = lint_marks.mended(st.session_state[_CODE], drawn[index])


def _fix_all() -> None:
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = mend(st.session_state[_CODE])


def _undo() -> None:
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = st.session_state[_BEFORE]
