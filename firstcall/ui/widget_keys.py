"""Keys for widgets that the code sets: a new one each time the code says something else than the widget shows.

A browser that has not drawn the change yet sends the widget's old value with its next message, whatever the
message is about. Under the old key nobody listens, so it is not taken for a control that was moved back.
"""

from __future__ import annotations

from typing import Any

import streamlit as st


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
