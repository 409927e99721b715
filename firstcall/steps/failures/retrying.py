"""The retry of the learner: the program as it stands in the box, and its runs under a script of faults."""

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
from firstcall.steps.failures import WORDS, lesson
from firstcall.steps.failures.fault_injection import STEP, access, key, provider
from firstcall.steps.failures.retry_run import SDK_RETRIES, Retrying, once
from firstcall.ui import apart, browser_memory, fault_script, session, translate, watch, widget_keys
from firstcall.ui.code_box import Mark, take_typed

WENT = "How it went"
SCRIPT = key("lab_script")
"""Where the session keeps the script of faults."""
_PACE = {"first_token_seconds": 0.15, "tokens_per_second": 0}


def bench_key(name: str) -> str:
    """A key of the bench on which a retry is written and run."""
    return key(f"lab_{name}")


def _code_key(of: Provider) -> str:
    return key(f"{of.handle}_retry")


def fresh(of: Provider, plan: Plan) -> str:
    """The program of a plan, as it is taken from the examples."""
    settings = replace(translate.for_provider(lesson.OPENING, of), stream=False)
    return render_retry(plan, of.compose(settings, None), of)


def source() -> str:
    """The retry program as it stands in the box."""
    code_key = _code_key(provider())
    browser_memory.recall(code_key)
    if code_key not in st.session_state:
        st.session_state[code_key] = fresh(provider(), Plan())
    text: str = st.session_state[code_key]
    return text


def remember() -> None:
    """Let the browser keep the program as it was changed."""
    now, opening = source(), fresh(provider(), Plan())
    browser_memory.keep(key("retry"), {_code_key(provider()): None if now == opening else now})


def box_key() -> str:
    return key(f"{provider().handle}_retry_box")


def set_source(text: str) -> None:
    st.session_state[_code_key(provider())] = text


def read() -> Retry:
    of = provider()
    return read_retry(source(), of.id, of.methods, of.sdk.client)


def understood() -> tuple[Mark | None, Retry | None, Plan | None, Habits | None]:
    """What the box says is not followed, or the program with its plan and its habits."""
    try:
        retry = read()
        return None, retry, plan_of(retry), habits(retry)
    except NotUnderstood as error:
        return Mark(error.line or 1, error.message, "error", column=error.column), None, None, None


def change(how: Callable[[Plan], Plan]) -> None:
    """Make the program follow another plan."""
    try:
        retry = read()
        now = plan_of(retry)
    except NotUnderstood:
        return
    set_source(changed(retry, how(now), provider()))


def take_example() -> None:
    """Put the example that was chosen into the box."""
    if chosen := widget_keys.chosen(key("example"), list(lesson.examples(provider()))):
        set_source(fresh(provider(), lesson.examples(provider())[chosen]))


# Running it


def lanes() -> list[Retrying]:
    """What was begun last: the program, and what it is compared with."""
    found: list[Retrying] = st.session_state.get(key("lanes"), [])
    return found


def running() -> bool:
    return watch.going(lanes())


def take_preset() -> None:
    """Put the script that was chosen into its box."""
    if chosen := widget_keys.chosen(key("lab_preset"), lesson.SCRIPTS):
        st.session_state[SCRIPT] = lesson.SCRIPTS[chosen]


def run_typed(text: str) -> None:
    set_source(text)
    run()


def run() -> None:
    """Start the learner's program, the SDK alone, and both together, each under the same script."""
    take_typed(box_key(), set_source)
    fault_script.take_in(SCRIPT)
    if running():
        return
    try:
        retry, script = read(), fault_scripts.read(st.session_state[SCRIPT])
        habits(retry)
    except (NotUnderstood, ScriptError):
        return  # the page shows what is not understood, and nothing is sent

    def own(clock: Clock) -> Steps:
        return retry.steps(clock=clock)

    call = retry.call
    patience = provider().sdk.patience
    usual = patience.written(call.client, SDK_RETRIES, patience.seconds_of(call.client))
    sdk_only = replace(call, client=usual)
    plans: list[tuple[str, Any, Callable[[Clock], Steps]]] = [
        ("Your code", call, own),
        ("SDK alone", sdk_only, lambda clock: once()),
    ]
    said = patience.retries_of(call.client)
    if (patience.usual_retries if said is None else said) == 0:
        plans.append(("Both together", sdk_only, own))
    try:
        ready = [(name, a_call, steps, _starter(name, script)) for name, a_call, steps in plans]
    except httpx2.HTTPError as error:
        apart.say(WORDS.line("no_script", error=error), ":material/error:")
        return
    lapse = float(st.session_state.get(key("lapse")) or 10)
    st.session_state[key("lanes")] = [
        Retrying(name, a_call, provider(), starter, lapse=lapse).start(steps)
        for name, a_call, steps, starter in ready
    ]
    st.session_state[key("lab_played")] = script
    st.session_state[bench_key("tab")] = WENT
    st.rerun()


def played() -> list[fault_scripts.Entry]:
    """The script under which the last of them ran."""
    script: list[fault_scripts.Entry] = st.session_state.get(key("lab_played"), [])
    return script


def _starter(name: str, script: list[fault_scripts.Entry]) -> Callable[[Provider], Callable[[Any], Any]]:
    """A lane's own practice key, with the script waiting for it."""
    to = access(provider(), name.replace(" ", "-").lower())
    fault_script.play(script, to, _PACE)
    return lambda of: session.starter(of, step=STEP, mode="practice", access=to)


def stop() -> None:
    watch.stop(lanes())
