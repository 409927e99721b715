"""What the learner wrote and chose, kept in their own browser: handed over when a session begins, kept up to date
after it. Nothing of it is written down on the server.

The browser says with a cookie that it keeps something; only then does the first run of a session wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from firstcall.ui import link_settings
from firstcall.ui.component import component

COOKIE = "first_call_kept"
MOST_CHARACTERS = 60_000
"""Of one entry; a longer one is not kept."""
_MOST_ENTRIES = 500

_MEMORY = component("browser_memory")
_ASK = "memory_ask"


def is_here() -> bool:
    """Whether what the browser keeps has come, if it keeps anything. Until then this asks for it, and nothing
    else is to be drawn: what the learner would type into it meanwhile would be lost."""
    state = st.session_state
    if "remembered" not in state and st.context.cookies.get(COOKIE) != "1":
        state.remembered = {}
    if "remembered" in state:
        return True
    data = {"ask": True, "session": state.session_id, "most": MOST_CHARACTERS, "cookie": COOKIE}
    _MEMORY(key=_ASK, data=data, on_came_change=_came)
    return False


def _came() -> None:
    told: Mapping[str, Any] = st.session_state[_ASK].get("came") or {}
    entries = told.get("entries")
    st.session_state.remembered = _plain(entries) if isinstance(entries, Mapping) else {}


def _plain(entries: Mapping[Any, Any]) -> dict[str, str]:
    """What may come from a browser: short texts by name. Who uses one checks what it says."""
    texts = {name: text for name, text in entries.items() if isinstance(name, str) and isinstance(text, str)}
    fitting = {name: text for name, text in texts.items() if len(text) <= MOST_CHARACTERS}
    return dict(list(fitting.items())[:_MOST_ENTRIES])


def found(name: str) -> str | None:
    """What the browser kept under this name when the session began."""
    return every().get(name)


def every() -> Mapping[str, str]:
    """All that the browser kept when the session began."""
    remembered: dict[str, str] = st.session_state.get("remembered", {})
    return remembered


def replace(entries: Mapping[str, str]) -> None:
    """What the browser kept reads otherwise from now on. It keeps that itself with `keep`."""
    st.session_state.remembered = {**every(), **entries}


def recall(*names: str) -> None:
    """Put what was kept under these names back into the session, where nothing stands in its place yet."""
    for name in names:
        if name not in st.session_state and (text := found(name)) is not None:
            st.session_state[name] = text


def keep(place: str, entries: Mapping[str, str | None]) -> None:
    """Tell the browser what stands under these names now, `None` for nothing. Drawn once at each `place`.

    What looks like a key, or is too long, is left as it was.
    """
    kept = {name: text for name, text in entries.items() if text is None or may_stay(text)}
    _MEMORY(key=f"memory_{place}", data={"entries": kept, "cookie": COOKIE}, on_came_change=lambda: None)


def may_stay(text: str) -> bool:
    """Whether the browser may keep a text: no long one, and none with what looks like a key."""
    return len(text) <= MOST_CHARACTERS and not link_settings.KEY.search(text)


def forget() -> None:
    """Empty the browser's memory with the run that follows, and the session's of it."""
    st.session_state.remembered = {}
    st.session_state.forgets = True


def forget_if_asked() -> None:
    """Tell the browser to forget, once."""
    if st.session_state.pop("forgets", False):
        data = {"entries": {}, "forget": True, "cookie": COOKIE}
        _MEMORY(key="memory_forget", data=data, on_came_change=lambda: None)
