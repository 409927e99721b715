"""A script of faults: the box to write it in, and the practice server that is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import streamlit as st

from firstcall.providers import Access
from firstcall.running import fault_scripts
from firstcall.running.fault_scripts import ScriptError
from firstcall.ui import WORDS, session, widget_keys, wire


def editor(
    box: str, label: str, on_change: Callable[[], None] | None = None
) -> list[fault_scripts.Entry] | None:
    """A box for a script, whose text is kept under the key `box`, with buttons that append.

    Gives the entries, or `None` where the script is not understood.
    """
    st.session_state[f"{box}_drawn"] = st.session_state[box]
    st.text_area(
        label,
        key=widget_keys.showing(f"{box}_text", st.session_state[box]),
        height=68,
        persist_state="session",  # or it shows nothing where it is first opened after a rerun
        on_change=take_in,
        args=(box, on_change),
        placeholder="429 retry-after 1, 429, ok",
        help=WORDS.line("fault_script"),
    )
    with st.popover("Add to the script", icon=":material/add:"):
        with st.container(horizontal=True, gap="small"):
            for words, text in fault_scripts.EXAMPLES:
                st.button(words, key=f"{box}_add_{text}", on_click=_append, args=(box, text, on_change))
        empty = (box, None, on_change)
        st.button("Empty it", key=f"{box}_empty", type="tertiary", on_click=_append, args=empty)
    try:
        return fault_scripts.read(st.session_state[box])
    except ScriptError as error:
        st.warning(wire.as_text(str(error)), icon=":material/help:")
        return None


def take_in(box: str, on_change: Callable[[], None] | None = None) -> None:
    """Take over what was typed into the box, if anything was. A button does it first: its callback may come
    before the box's own."""
    state = st.session_state
    typed = state.get(widget_keys.current(f"{box}_text"))
    if typed is not None and typed != state.get(f"{box}_drawn"):
        state[box] = state[f"{box}_drawn"] = typed
        if on_change:
            on_change()


def _append(box: str, text: str | None, on_change: Callable[[], None] | None) -> None:
    take_in(box)
    before = st.session_state.get(box, "").strip().rstrip(",")
    st.session_state[box] = "" if text is None else f"{before}, {text}" if before else text
    if on_change:
        on_change()


def play(script: list[fault_scripts.Entry], to: Access, pace: dict[str, float] | None = None) -> None:
    """Tell the practice server what shall happen to this key's next requests."""
    tell(to.key, pace=learners_pace() if pace is None else pace, faults=script)


def learners_pace() -> dict[str, float]:
    """How fast the practice server answers this learner. Raises `httpx2.HTTPError` where it does not say."""
    found: dict[str, float] = _control("GET", st.session_state.practice_key).json()["pace"]
    return found


def tell(key: str, **settings: object) -> None:
    """Tell the practice server how to treat a key. Raises `httpx2.HTTPError` where it cannot be told."""
    _control("PUT", key, json=settings)


def _control(method: str, key: str, **more: Any) -> httpx2.Response:
    """A request to the practice server's own route. It speaks plain HTTP on this machine, so what is ours goes
    through no proxy of the environment, and no certificates are read, which takes longer than the answer."""
    url, mine = f"{session.practice_origin()}/control", {"authorization": f"Bearer {key}"}
    answer = httpx2.request(method, url, headers=mine, trust_env=False, verify=False, **more)
    return answer.raise_for_status()
