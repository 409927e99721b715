"""What is chosen once and shown everywhere: each page has a control for it, and all of them say the same."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall.ui import browser_memory, widget_keys


def value(name: str, key: str) -> str | None:
    """What was chosen last, by the control under `key` in the message that started this run or anywhere before.

    A callback may ask before that of the control itself has run, so the control is looked at each time.
    """
    state = st.session_state
    shown: str | None = state.get(widget_keys.current(key))
    if shown is not None and shown != state.get(f"{key}_drawn"):
        state[f"{key}_drawn"] = shown
        state[name] = shown
    chosen: str | None = state.get(name)
    return chosen


def shown(name: str, key: str, options: Sequence[str]) -> str:
    """The key under which the control is to be drawn now, so that it shows what was chosen; the browser keeps it.

    What a page does not offer is not shown there, and stays chosen for the others.
    """
    chosen = value(name, key)
    shows = chosen if chosen in options else options[0]
    st.session_state[f"{key}_drawn"] = shows
    browser_memory.keep(key, {name: chosen})
    return widget_keys.showing(key, shows)
