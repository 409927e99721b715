"""Spot the bug on the bench: one short program at a time, fixed in its box, checked, run against practice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from firstcall import providers
from firstcall.course.exercise import Verdict
from firstcall.steps.good_habits import WORDS, exercises
from firstcall.steps.good_habits.exercises import BUGS, Bug, exercise
from firstcall.ui import apart, bench, lint_marks, session, trial, widget_keys, wire
from firstcall.ui.code_box import code_box, take_typed

STEP = exercises.STEP
BUG, HAPPENED, HINT, SOLUTION = "The bug", "What happened", "Hint", "Solution"


def key(name: str) -> str:
    return f"{STEP}_{name}"


_CHOSEN, _TAB = key("bug"), key("tab")


def choose(name: str) -> None:
    """Put the bug of this name on the bench."""
    st.session_state[widget_keys.current(_CHOSEN)] = name
    st.session_state[_TAB] = BUG


def _chosen() -> Bug:
    return exercises.find(widget_keys.chosen(_CHOSEN, [bug.name for bug in BUGS]) or BUGS[0].name)


def draw() -> None:
    """Both panes and the verdict as one part of the page: what is typed in the box changes all of them."""
    st.session_state.setdefault(_TAB, BUG)
    apart.fragment(key("spot"), _draw)


def _draw() -> None:
    bug = _chosen()
    verdict = apart.worked_out(key("judged"), partial(exercises.judge, bug, _source(bug)), None)
    if verdict and verdict.done and bug.id not in session.exercises_done():
        session.exercise_done(bug.id)
    program, came = bench.panes(key)
    with program:
        _choice(session.exercises_done())
        _buttons(bug)
        _box(bug)
    with came:
        tabs = {
            BUG: partial(_about, bug),
            HAPPENED: partial(_happened, bug),
            HINT: partial(_hint, bug),
            SOLUTION: partial(_solution, bug),
        }
        bench.draw_tabs(key, partial(trial.works, STEP), WORDS.say("idea"), tabs)
    _verdict(bug, verdict)


# The program's side


def _choice(finished: set[str]) -> None:
    def label(name: str) -> str:
        bug = exercises.find(name)
        tick = " ✓" if bug.id in finished else ""
        return f"{BUGS.index(bug) + 1}. {exercise(bug).title} ({providers.get(bug.provider).name}){tick}"

    names = [bug.name for bug in BUGS]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key("bench_bar")):
        st.selectbox(
            "Program",
            names,
            format_func=label,
            key=widget_keys.offering(_CHOSEN, [label(name) for name in names]),
            label_visibility="collapsed",
            persist_state="session",
        )
        st.button(
            "Next", key=key("next"), icon=":material/arrow_forward:", type="tertiary",
            help=WORDS.line("bug/next"), on_click=choose, args=(_after(_chosen()).name,),
        )  # fmt: skip


def _buttons(bug: Bug) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key("bench_run")):
        if bug.fails:
            st.button(
                "Run it", key=_key(bug, "run"), icon=":material/play_arrow:", type="primary",
                help=WORDS.line("bug/run"), on_click=_run, args=(bug,),
            )  # fmt: skip
        st.toggle(
            "Mark the line", key=_key(bug, "hint"), help=WORDS.line("bug/mark"), persist_state="session"
        )
        st.button(
            "Start over", key=_key(bug, "reset"), icon=":material/restart_alt:", type="tertiary",
            disabled=_source(bug) == bug.source, on_click=_reset, args=(bug,),
        )  # fmt: skip


def _box(bug: Bug) -> None:
    hinted = st.session_state.get(_key(bug, "hint"))
    found = apart.worked_out(key("marks"), partial(lint_marks.marks, _source(bug), bug.provider), ())
    marks = [mark for mark in found if hinted]
    code_box(
        _source(bug),
        key=_key(bug, "box"),
        label=WORDS.line("bug/box", title=exercise(bug).title),
        marks=[replace(mark, fix=None) for mark in marks],
        on_edit=partial(_write, bug),
        on_run=partial(_run_typed, bug) if bug.fails else None,
    )


def _after(bug: Bug) -> Bug:
    return BUGS[(BUGS.index(bug) + 1) % len(BUGS)]


# The other side


def _about(bug: Bug) -> None:
    st.markdown(f"**{exercise(bug).title}**")
    st.markdown(exercise(bug).task)
    st.caption(WORDS.say("spot"))


def _happened(bug: Bug) -> None:
    tried = trial.of(STEP)
    if bug.fails and (why := trial.why_not(_source(bug), bug.provider)):
        st.info(why, icon=":material/info:")
    if tried is not None and tried.name == bug.name:
        trial.draw(tried, _source(bug))
    elif not bug.fails or why is None:
        st.caption(WORDS.line("bug/not_run" if bug.fails else "bug/no_run"))


def _hint(bug: Bug) -> None:
    st.info(exercise(bug).hint, icon=":material/lightbulb:")


def _solution(bug: Bug) -> None:
    st.code(bug.solution, language="python", wrap_lines=True)


def _verdict(bug: Bug, verdict: Verdict | None) -> None:
    """How many are done, and what is said of this one; it stays in sight as the tasks of other pages do."""
    done = sum(one.id in session.exercises_done() for one in BUGS)
    with st.container(key=key("tasks"), border=True, gap="xsmall"):
        st.progress(done / len(BUGS), text=WORDS.line("bug/done_of", done=done, all=len(BUGS)))
        if verdict and verdict.done:
            said = WORDS.line("bug/well_done", why=exercise(bug).message(verdict))
            st.success(said, icon=":material/check_circle:")
        elif verdict:
            st.info(wire.as_text(exercise(bug).message(verdict)), icon=":material/pending:")


# State, and what the learner does


def _key(bug: Bug, thing: str) -> str:
    return f"{STEP}_{bug.name}_{thing}"


def _source(bug: Bug) -> str:
    text: str = st.session_state.get(_key(bug, "code"), bug.source)
    return text


def _write(bug: Bug, text: str) -> None:
    st.session_state[_key(bug, "code")] = text


def _run_typed(bug: Bug, text: str) -> None:
    _write(bug, text)
    _run(bug)


def _reset(bug: Bug) -> None:
    _take_typed(bug)
    _write(bug, bug.source)


def _take_typed(bug: Bug) -> None:
    take_typed(_key(bug, "box"), partial(_write, bug))


def _run(bug: Bug) -> None:
    """Run the program as it stands against the practice server."""
    _take_typed(bug)
    st.session_state[_TAB] = HAPPENED
    trial.start(STEP, bug.name, _source(bug), bug.provider)
