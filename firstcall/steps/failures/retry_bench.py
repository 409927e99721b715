"""The retry lab on its bench: the program and the script that it meets, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from firstcall.programs.retry.habits import Habits
from firstcall.programs.retry.write import Plan
from firstcall.running import fault_scripts
from firstcall.steps.failures import (
    WORDS,
    fault_injection,
    lesson,
    retry_controls,
    retry_result,
    retry_verdict,
    retrying,
    take_home,
)
from firstcall.steps.failures.fault_injection import STEP, key, provider
from firstcall.steps.failures.retrying import SCRIPT, bench_key
from firstcall.ui import apart, bench, code_box, exercises, fault_script, languages, widget_keys

_LAPSES = {"1": "as it is", "10": "10×", "50": "50×"}


def draw() -> None:
    """Both panes as one part of the page: what is typed in the box changes what the other one says of it."""
    apart.fragment(key("lab"), _draw)


def _draw() -> None:
    if exercises.stale(STEP, retrying.source()):
        st.rerun()
    st.session_state.setdefault(SCRIPT, lesson.SCRIPTS["Line drops, then fine"])
    program, came = bench.panes(bench_key)
    understood = apart.worked_out(key("understood"), retrying.understood, (None,) * 4)
    mark, _, plan, known = understood
    with program:
        bar = st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=bench_key("bench_bar")
        )
        _starts(plan)
        with st.container(horizontal=True, gap="xsmall"):
            with apart.part(key("controls")):
                retry_controls.draw(plan, provider().sdk, key, retrying.change)
            script = _script()
        _box(mark)
        with bar:
            fault_injection.choose_provider()
            _buttons(ready=mark is None and script is not None)
    tabs: bench.Tabs = {
        retrying.WENT: _went,
        "What it would do": partial(_would_do, known),
        WORDS.title("box sdk"): _sdk_defaults,
        WORDS.title("box languages"): _other_languages,
    }
    with came:
        bench.draw_tabs(bench_key, retrying.lanes, WORDS.say("retry"), tabs)


# The program's side


def _starts(plan: Plan | None) -> None:
    """Examples to start from, and scripts to meet: the one that stands there now, where it is one of them."""
    example, preset = st.columns(2, gap="small")
    with example:
        shown = next((name for name, other in lesson.examples(provider()).items() if other == plan), None)
        _choice("example", "Example", list(lesson.examples(provider())), shown, retrying.take_example)
    with preset:
        script = st.session_state[SCRIPT]
        shown = next((name for name, other in lesson.SCRIPTS.items() if other == script), None)
        _choice("lab_preset", "Script", list(lesson.SCRIPTS), shown, retrying.take_preset)


def _choice(name: str, label: str, options: list[str], shown: str | None, take: Callable[[], None]) -> None:
    st.selectbox(
        label, options, index=None, placeholder=WORDS.title(f"label {name}"), label_visibility="collapsed",
        key=widget_keys.showing(key(name), shown), on_change=take,
    )  # fmt: skip


def _script() -> list[fault_scripts.Entry] | None:
    """The script to change, and how fast its waits go by."""
    with st.popover("The script", help=st.session_state[SCRIPT], key=key("setting_lab_script")):
        script = fault_script.editor(SCRIPT, WORDS.title("label script"))
        st.segmented_control(
            WORDS.title("label speed"), list(_LAPSES), default="10", format_func=lambda id: _LAPSES[id],
            key=key("lapse"), required=True, persist_state="session",
        )  # fmt: skip
    return script


def _box(mark: code_box.Mark | None) -> None:
    code_box.code_box(
        retrying.source(),
        key=retrying.box_key(),
        label=f"Retry program for {provider().name}",
        marks=[mark] if mark else (),
        on_edit=retrying.set_source,
        on_run=retrying.run_typed,
        max_lines=60,
    )
    retrying.remember()


def _buttons(*, ready: bool) -> None:
    with st.container(horizontal=True, gap="small", width="content", key=bench_key("bench_run")):
        st.button(
            "Run the retry", key=key("lab_go"), type="primary", icon=":material/play_arrow:",
            disabled=retrying.running() or not ready, on_click=retrying.run,
        )  # fmt: skip
        st.button(
            "Stop", key=key("lab_stop"), icon=":material/stop:", disabled=not retrying.running(),
            on_click=retrying.stop,
        )  # fmt: skip


# The other side


def _went() -> None:
    """Timeline and verdict of what runs, or ran."""
    lanes = retrying.lanes()
    if not lanes:
        st.caption(WORDS.line("lab"))
        return
    retry_result.timeline(lanes, key("timeline"))
    if not retrying.running():
        retry_result.verdict(lanes, retrying.played())


def _would_do(known: Habits | None) -> None:
    if known is None:
        st.caption(WORDS.line("lab/not_followed"))
    else:
        retry_result.findings(retry_verdict.of_program(known, provider()))


def _other_languages() -> None:
    sources = take_home.sources()
    languages.programs(STEP, provider(), sources)
    st.caption(WORDS.line("lab/curl" if len(sources) > 1 else "lab/not_followed"))


def _sdk_defaults() -> None:
    """What the SDK does by itself, with its source."""
    of = provider()
    st.markdown(of.words.say("failures sdk"))
    st.caption(of.words.say("failures sdk_source"))
