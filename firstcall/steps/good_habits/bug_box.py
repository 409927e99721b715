"""Spot the bug: one short program at a time, mended in a code box, checked by the linter, run against practice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from firstcall import programs, providers
from firstcall.course.exercise import Verdict
from firstcall.programs import NotUnderstood
from firstcall.running.runs import Run
from firstcall.steps.good_habits import WORDS, exercises
from firstcall.steps.good_habits.exercises import BUGS, Bug, exercise
from firstcall.ui import lint_marks, results, session, watch, widget_keys, wire
from firstcall.ui.code_box import code_box, take_typed

STEP = exercises.STEP
_CHOSEN = f"{STEP}_bug"


@dataclass(frozen=True)
class _Tried:
    """A program that was run, and its run."""

    bug: str
    source: str
    run: Run


def choose(name: str) -> None:
    """Put the bug of this name on the desk."""
    st.session_state[widget_keys.current(_CHOSEN)] = name


def _chosen() -> Bug:
    return exercises.find(widget_keys.chosen(_CHOSEN, [bug.name for bug in BUGS]) or BUGS[0].name)


def draw() -> None:
    """The chosen program with its box, verdict and outcome; renews itself while a run is on."""
    tried = _tried()
    watch.part(f"{STEP}_spot", [tried.run if tried else None], _draw)


def _draw() -> None:
    st.markdown(WORDS.say("spot"))
    bug = _chosen()
    verdict = exercises.judge(bug, _source(bug))
    if verdict and verdict.done and bug.id not in session.exercises_done():
        session.exercise_done(bug.id)
    _choice(session.exercises_done())
    st.markdown(f"**{exercise(bug).title}** · {exercise(bug).task}")
    _box(bug)
    _buttons(bug)
    _verdict(bug, verdict)
    _outcome(bug)


def _choice(finished: set[str]) -> None:
    mended = sum(bug.id in finished for bug in BUGS)
    st.progress(mended / len(BUGS), text=WORDS.line("bug/mended", mended=mended, all=len(BUGS)))

    def label(name: str) -> str:
        bug = exercises.find(name)
        tick = " ✓" if bug.id in finished else ""
        return f"{BUGS.index(bug) + 1}. {exercise(bug).title} ({providers.get(bug.provider).name}){tick}"

    names = [bug.name for bug in BUGS]
    key = widget_keys.offering(_CHOSEN, [label(name) for name in names])
    st.selectbox("Program", names, format_func=label, key=key, persist_state="session")


def _box(bug: Bug) -> None:
    hinted = st.session_state.get(_key(bug, "hint"))
    marks = [m for m in lint_marks.marks(_source(bug), bug.provider) if hinted]
    code_box(
        _source(bug),
        key=_key(bug, "box"),
        label=WORDS.line("bug/box", title=exercise(bug).title),
        marks=[replace(mark, fix=None) for mark in marks],
        on_edit=partial(_write, bug),
        on_run=partial(_run_typed, bug) if bug.fails else None,
    )


def _buttons(bug: Bug) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if bug.fails:
            st.button(
                "Run it", key=_key(bug, "run"), icon=":material/play_arrow:", on_click=_run, args=(bug,),
                help=WORDS.line("bug/run"),
            )  # fmt: skip
        st.toggle("Hint", key=_key(bug, "hint"), persist_state="session")
        st.toggle("Solution", key=_key(bug, "solution"))
        st.button(
            "Start over", key=_key(bug, "reset"), icon=":material/restart_alt:", type="tertiary",
            disabled=_source(bug) == bug.source, on_click=_reset, args=(bug,),
        )  # fmt: skip
        st.button(
            "Next program", key=f"{STEP}_next", icon=":material/arrow_forward:", type="tertiary",
            on_click=choose, args=(_after(bug).name,),
        )  # fmt: skip


def _after(bug: Bug) -> Bug:
    return BUGS[(BUGS.index(bug) + 1) % len(BUGS)]


def _verdict(bug: Bug, verdict: Verdict | None) -> None:
    if st.session_state.get(_key(bug, "hint")):
        st.info(exercise(bug).hint, icon=":material/lightbulb:")
    if verdict and verdict.done:
        mended = WORDS.line("bug/well_done", why=exercise(bug).message(verdict))
        st.success(mended, icon=":material/check_circle:")
    elif verdict:
        st.info(wire.as_text(exercise(bug).message(verdict)), icon=":material/pending:")
    if st.session_state.get(_key(bug, "solution")):
        st.code(bug.solution, language="python")


def _outcome(bug: Bug) -> None:
    tried = _tried()
    if tried is None or tried.bug != bug.name:
        return
    if not tried.run.finished:
        st.caption("Running…")
        return
    st.markdown("**What happened**")
    if tried.source != _source(bug):
        st.caption(WORDS.line("bug/before_change"))
    if tried.run.failure is not None:
        results.failed(tried.run.failure)
    elif tried.run.reply is not None:
        _printed(tried)


def _printed(tried: _Tried) -> None:
    """What the program prints on this reply, up to its error where it has one."""
    assert tried.run.reply is not None
    lines = programs.printed(
        tried.source, tried.run.reply.names, tried.run.text, tried.run.provider.sdk.methods
    )
    said = wire.plain("".join(line.text or "" for line in lines))
    st.code(said or "(nothing)", language=None, wrap_lines=True)
    for line in lines:
        if line.error:
            st.error(wire.as_text(f"Line {line.line}: {line.error}"), icon=":material/error:")
        elif line.text is None:
            st.caption(WORDS.line("bug/unknown_print", line=line.line))


# State, and what the learner does


def _key(bug: Bug, thing: str) -> str:
    return f"{STEP}_{bug.name}_{thing}"


def _source(bug: Bug) -> str:
    text: str = st.session_state.get(_key(bug, "code"), bug.source)
    return text


def _write(bug: Bug, text: str) -> None:
    st.session_state[_key(bug, "code")] = text


def _tried() -> _Tried | None:
    found: _Tried | None = st.session_state.get(f"{STEP}_tried")
    return found


def _run_typed(bug: Bug, text: str) -> None:
    _write(bug, text)
    _run(bug)


def _reset(bug: Bug) -> None:
    _take_typed(bug)
    _write(bug, bug.source)


def _take_typed(bug: Bug) -> None:
    take_typed(_key(bug, "box"), partial(_write, bug))


def _run(bug: Bug) -> None:
    """Run the program as it stands against the practice server, unless one is running."""
    _take_typed(bug)
    tried, source = _tried(), _source(bug)
    if tried is not None and not tried.run.finished:
        return
    try:
        program = programs.parse(source, bug.provider, providers.get(bug.provider).sdk.methods)
    except NotUnderstood as error:
        st.toast(wire.as_text(error.message), icon=":material/error:")
        return
    run = session.start(program.call, step=STEP, mode="practice")
    st.session_state[f"{STEP}_tried"] = _Tried(bug.name, source, run)
    st.rerun()
