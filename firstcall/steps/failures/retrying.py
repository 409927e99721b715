"""The retry lab: the learner's program, what it would do, and how it runs under a script of faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import streamlit as st

from firstcall.programs import NotUnderstood
from firstcall.programs.follow.steps import Clock, Steps
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.plan import changed, plan_of
from firstcall.programs.retry.program import Retry, read_retry
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.providers import Provider
from firstcall.running import fault_scripts
from firstcall.running.fault_scripts import ScriptError
from firstcall.steps.failures import WORDS, lesson, retry_controls, retry_result, retry_verdict
from firstcall.steps.failures.fault_injection import STEP, access, key, provider
from firstcall.steps.failures.retry_run import SDK_MAX_RETRIES, Retrying, once
from firstcall.ui import apart, fault_script, session, translate, watch, widget_keys
from firstcall.ui.code_box import Mark, code_box, take_typed

_PACE = {"first_token_seconds": 0.15, "tokens_per_second": 0}
_LAPSES = {"1": "as it is", "10": "10×", "50": "50×"}


def _code_key(of: Provider) -> str:
    return key(f"{of.id}_retry")


def _fresh(of: Provider, plan: Plan) -> str:
    settings = replace(translate.for_provider(lesson.OPENING, of), stream=False)
    return render_retry(plan, of.compose(settings, None), of)


def source() -> str:
    """The retry program as it stands in the box."""
    code_key = _code_key(provider())
    if code_key not in st.session_state:
        st.session_state[code_key] = _fresh(provider(), Plan())
    text: str = st.session_state[code_key]
    return text


def _box_key() -> str:
    return key(f"{provider().id}_retry_box")


def _set_source(text: str) -> None:
    st.session_state[_code_key(provider())] = text


def _read() -> Retry:
    of = provider()
    return read_retry(source(), of.id, of.sdk.methods, of.sdk.client)


def _understood() -> tuple[Mark | None, Retry | None, Plan | None, Habits | None]:
    try:
        retry = _read()
        return None, retry, plan_of(retry), habits(retry)
    except NotUnderstood as error:
        return Mark(error.line or 1, error.message, "error", column=error.column), None, None, None


def _change(how: Callable[[Plan], Plan]) -> None:
    """Make the program follow another plan."""
    try:
        retry = _read()
        now = plan_of(retry)
    except NotUnderstood:
        return
    _set_source(changed(retry, how(now), provider()))


def draw() -> None:
    """Box, controls and run bar, as a fragment."""
    apart.fragment(key("lab"), _draw)


def _draw() -> None:
    mark = retry = plan = known = None
    with apart.part(key("understood")):  # the editor stays, whatever becomes of what is in it
        mark, retry, plan, known = _understood()
    st.selectbox(
        "Start from an example", list(lesson.EXAMPLES), index=None, placeholder=WORDS.title("label example"),
        key=key("example"), on_change=_take_example, width=320,
    )  # fmt: skip
    with apart.part(key("controls")):
        retry_controls.draw(plan, key, _change)
    code_box(
        source(),
        key=_box_key(),
        label=f"Retry program for {provider().name}",
        marks=[mark] if mark else (),
        on_edit=_set_source,
        on_run=_run_typed,
        max_lines=60,
    )
    if known is not None:
        with apart.part(key("findings")):
            st.markdown(f"**{WORDS.line('lab/would_do')}**")
            retry_result.findings(retry_verdict.of_program(known))
    _run_bar(mark)
    if retry is not None and plan is not None:
        _other_languages(retry, plan)


def _take_example() -> None:
    if chosen := widget_keys.chosen(key("example"), lesson.EXAMPLES):
        _set_source(_fresh(provider(), lesson.EXAMPLES[chosen]))
        st.session_state[key("example")] = None


def _other_languages(retry: Retry, plan: Plan) -> None:
    with st.expander(WORDS.title("box languages")):
        javascript, curl = st.tabs(["JavaScript", "curl"], key=key("languages"))
        with javascript:
            st.code(render_retry(plan, retry.call, provider(), "javascript"), language="javascript")
        with curl:
            st.code(render_retry(plan, retry.call, provider(), "curl"), language="bash")
            st.caption(WORDS.line("lab/curl"))


# Running it


def _lanes() -> list[Retrying]:
    found: list[Retrying] = st.session_state.get(key("lanes"), [])
    return found


def _running() -> bool:
    return watch.going(_lanes())


def _run_bar(mark: Mark | None) -> None:
    presets, writes = st.columns([3, 4], gap="medium")
    st.session_state.setdefault(key("lab_script"), lesson.SCRIPTS["Line drops, then fine"])
    with presets:
        st.selectbox(
            "What happens to it", list(lesson.SCRIPTS), index=None, placeholder="Pick a script",
            key=key("lab_preset"), on_change=_take_preset,
        )  # fmt: skip
        st.segmented_control(
            WORDS.title("label speed"), list(_LAPSES), default="10", format_func=lambda id: _LAPSES[id],
            key=key("lapse"), required=True, persist_state="session",
        )  # fmt: skip
    with writes:
        script = fault_script.editor(key("lab_script"), "Its script")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Run the retry", key=key("lab_go"), type="primary", icon=":material/play_arrow:",
            disabled=_running() or mark is not None or script is None, on_click=_run,
        )  # fmt: skip
        st.button(
            "Stop", key=key("lab_stop"), icon=":material/stop:", disabled=not _running(), on_click=_stop
        )
        st.badge("Practice server: free", icon=":material/school:", color="green")


def _take_preset() -> None:
    if chosen := widget_keys.chosen(key("lab_preset"), lesson.SCRIPTS):
        st.session_state[key("lab_script")] = lesson.SCRIPTS[chosen]


def _run_typed(text: str) -> None:
    _set_source(text)
    _run()


def _run() -> None:
    """Start the learner's program, the SDK alone, and both together, each under the same script."""
    take_typed(_box_key(), _set_source)
    fault_script.take_in(key("lab_script"))
    if _running():
        return
    try:
        retry, script = _read(), fault_scripts.read(st.session_state[key("lab_script")])
        habits(retry)
    except (NotUnderstood, ScriptError):
        return  # the page shows what is not understood, and nothing is sent

    def own(clock: Clock) -> Steps:
        return retry.steps(clock=clock)

    call = retry.call
    sdk_only = replace(call, client={**call.client, "max_retries": SDK_MAX_RETRIES})
    plans: list[tuple[str, Any, Callable[[Clock], Steps]]] = [
        ("Your code", call, own),
        ("SDK alone", sdk_only, lambda clock: once()),
    ]
    if call.client.get("max_retries") == 0:
        plans.append(("Both together", sdk_only, own))
    try:
        lanes = [(name, a_call, steps, _starter(name, script)) for name, a_call, steps in plans]
    except httpx2.HTTPError as error:
        apart.say(WORDS.line("no_script", error=error), ":material/error:")
        return
    lapse = float(st.session_state.get(key("lapse")) or 10)
    st.session_state[key("lanes")] = [
        Retrying(name, a_call, provider(), starter, lapse=lapse).start(steps)
        for name, a_call, steps, starter in lanes
    ]
    st.session_state[key("lab_played")] = script
    st.rerun()


def _starter(name: str, script: list[fault_scripts.Entry]) -> Callable[[Provider], Callable[[Any], Any]]:
    """A lane's own practice key, with the script waiting for it."""
    to = access(provider(), name.replace(" ", "-").lower())
    fault_script.play(script, to, _PACE)
    return lambda of: session.starter(of, step=STEP, mode="practice", access=to)


def _stop() -> None:
    watch.stop(_lanes())


def draw_result() -> None:
    """Timeline and verdict, renewed while something runs."""
    watch.part(key("lab_result"), _lanes(), _result)


def _result() -> None:
    lanes = _lanes()
    done = not _running()
    if lanes:
        retry_result.timeline(lanes, key("timeline"))
    else:
        with st.container(border=True):
            st.caption(WORDS.line("lab"))
    if lanes and done:
        retry_result.verdict(lanes, st.session_state.get(key("lab_played"), []))


def sdk_defaults() -> None:
    """What the SDK does by itself, with its source."""
    of = provider()
    st.markdown(of.words.say("failures sdk"))
    st.caption(of.words.say("failures sdk_source"))
