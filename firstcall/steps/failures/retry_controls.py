"""The controls of the retry lab: set from the plan of the program, and the plan changed where one is moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from firstcall.programs.retry.write import Plan
from firstcall.providers import Errors, Patience, Sdk
from firstcall.steps.failures import WORDS
from firstcall.ui import widget_keys

Change = Callable[[Callable[[Plan], Plan]], None]
"""Takes a function from plan to plan and makes the program follow what it gives."""

Bound = Callable[..., dict[str, Any]]
"""Sets a widget from the program, by name and value and the options that it offers, and gives the arguments that
all of them share."""


def draw(plan: Plan | None, sdk: Sdk, key: Callable[[str], str], change: Change) -> None:
    """The controls, a few behind each button, set from the program. Without an understood program they wait,
    greyed out.

    `key` makes a widget's key from a name.
    """
    bound = partial(_bound, key, change)
    off = plan is None
    shown = plan or st.session_state.get(key("plan")) or Plan()
    st.session_state[key("plan")] = shown
    for name, controls in (
        ("Attempts", partial(_attempts, sdk.patience)),
        ("Waits", partial(_waits, sdk.errors)),
        ("Try again after", partial(_classes, sdk.errors)),
    ):
        with st.popover(name, key=key(f"setting_{name.split()[0].lower()}"), disabled=off):
            controls(bound, shown, off)
    if off:
        st.caption(WORDS.line("controls"))


def _attempts(patience: Patience, bound: Bound, shown: Plan, off: bool) -> None:
    _number(bound, "attempts", "Attempts", 1, 10, 1, shown.attempts, off, "no limit")
    if not patience.retries:  # the SDK cannot be told to try again
        return
    tries = patience.usual_retries if shown.max_retries is None else shown.max_retries
    options = [str(n) for n in sorted({0, 1, 2, 3, 4, 5, tries})]
    st.selectbox("The SDK's own retries", options, disabled=off, **bound("max_retries", str(tries), options))


def _waits(errors: Errors, bound: Bound, shown: Plan, off: bool) -> None:
    first, factor, longest = shown.first_wait, shown.factor, shown.longest_wait
    _number(bound, "first_wait", "First wait, seconds", 0.1, 10.0, 0.1, first, off, "another wait")
    _number(bound, "factor", WORDS.title("label factor"), 1.0, 4.0, 0.5, factor, off, "another factor")
    _number(bound, "longest_wait", "Longest wait, seconds", 1.0, 120.0, 1.0, longest, off, "none")
    st.toggle("Jitter", disabled=off, **bound("jitter", shown.jitter))
    if errors.asked_wait is not None:
        honours = bound("honours_retry_after", shown.honours_retry_after)
        st.toggle(f"Honour {errors.asked_wait.field}", disabled=off, **honours)


def _classes(errors: Errors, bound: Bound, shown: Plan, off: bool) -> None:
    tried = errors.worth if shown.retries_on is None else shown.retries_on
    names = list(dict.fromkeys([*errors.worth, *errors.others, "Exception", *tried]))
    st.multiselect("Try again after", names, disabled=off, **bound("retries_on", list(tried), names))


def _number(
    bound: Bound,
    name: str,
    label: str,
    low: float,
    high: float,
    step: float,
    said: float | None,
    off: bool,
    other: str,
) -> None:
    fits = said is not None and low <= said <= high
    value = said if said is not None and fits else low
    value = round(value) if isinstance(low, int) else float(value)
    st.slider(label, low, high, step=step, disabled=off, **bound(name, value))
    if not fits and not off:
        part = "other" if said is None else "other_value"
        st.caption(WORDS.line(f"controls/{part}", other=other, value=f"{said:g}" if said is not None else ""))


def _bound(
    key: Callable[[str], str], change: Change, name: str, value: Any, options: Collection[str] | None = None
) -> dict[str, Any]:
    base = key(f"retry_{name}")
    widget = widget_keys.showing(base, value)
    args = (base, widget, name, change, options)
    return {"key": widget, "on_change": _moved, "args": args, "persist_state": "session"}


_MEANS: Mapping[str, Callable[[Any], Any]] = {
    "retries_on": tuple,
    "max_retries": int,
    "longest_wait": float,
    "first_wait": float,
    "factor": float,
}


def _moved(base: str, widget: str, name: str, change: Change, options: Collection[str] | None) -> None:
    """Write the control that was moved into the program."""
    shown = st.session_state[widget]
    said = shown if isinstance(shown, list) else [shown]
    if widget != widget_keys.current(base) or (options is not None and not set(said) <= set(options)):
        return  # what an older drawing of it showed
    value = _MEANS.get(name, lambda one: one)(shown)
    change(lambda plan: replace(plan, **{name: value}))
