"""Keys for widgets that the code sets: a new one each time the code says something else than the widget shows,
or each time a choice offers something else than it did.

A browser that has not drawn the change yet sends the widget's old value with its next message, whatever the
message is about. Under the old key nobody listens, so it is not taken for a control that was moved back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

import streamlit as st

Option = TypeVar("Option")


def current(key: str) -> str:
    """The key that the widget of this name was last drawn under."""
    count: int = st.session_state.get(f"{key}_count", 0)
    return f"{key}_{count}" if count else key


def showing(key: str, value: Any) -> str:
    """The key under which the widget shows `value`: the current one while nothing has to be changed."""
    name = current(key)
    if name in st.session_state and st.session_state[name] != value:
        # Gone from the session, the old value cannot come back when the count is at this key once more.
        del st.session_state[name]
        st.session_state[f"{key}_count"] = st.session_state.get(f"{key}_count", 0) + 1
        name = current(key)
    if name not in st.session_state:
        st.session_state[name] = value
    return name


def opening(key: str, value: Any) -> str:
    """The key itself, of a widget that shows `value`, whatever that is by now, until the learner chooses another."""
    state, drawn = st.session_state, f"{key}_opened"
    if key not in state or (drawn in state and state[key] == state[drawn]):
        state[key] = state[drawn] = value
    return key


def offering(key: str, labels: Sequence[str]) -> str:
    """The key for a choice among these labels: another one once they have changed; what was chosen goes along.

    A browser says a choice by its label. Under one key a label means the same for ever, so that none which the
    browser still knows from before is a choice that nobody can find.
    """
    name, drawn = current(key), st.session_state.get(f"{key}_labels")
    if drawn is not None and drawn != list(labels) and name in st.session_state:
        chosen = st.session_state.pop(name)
        st.session_state[f"{key}_count"] = st.session_state.get(f"{key}_count", 0) + 1
        name = current(key)
        st.session_state[name] = chosen
    st.session_state[f"{key}_labels"] = list(labels)
    return name


def chosen(key: str, options: Collection[Option]) -> Option | None:
    """What is chosen under this key before the widget is drawn, or in its callback; `None` where that is none of
    the options: Streamlit hands on a label that it cannot find as it came from the browser."""
    found = st.session_state.get(current(key))
    return next((option for option in options if option == found), None)
