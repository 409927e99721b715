"""The bench: the program with Run on one side, on the other the reply and all that is known of it.

Both stand in one screen, as high as the window allows; what a tab shows scrolls inside it, so that nothing
moves while a reply arrives. How high things are is said in `bench.css`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from firstcall.ui import desk_view, exercises, watch
from firstcall.ui.desk import REPLY, Desk

Tabs = Mapping[str, Callable[[], None]]
"""What stands behind each tab of the pane, by its label; `REPLY` is among them."""

IDEA = "Idea"
HEIGHT = "calc(max(100vh, 34rem) - 21.5rem)"
"""Of a text that scrolls inside the pane, in CSS."""


def style() -> None:
    """The sizes of the bench, for the whole page."""
    st.html(Path(__file__).with_name("bench.css"))


def draw(desk: Desk, idea: str, tabs: Tabs, *, tasks: bool = True) -> None:
    """The bench of a step: `idea` is what it is about, read before the first run.

    Without `tasks` the page draws the strip of its tasks itself.
    """
    exercises.forget(desk.step)
    program, came = st.columns(2, gap="small")
    with program, st.container(key=desk.key("bench_program")):
        desk_view.draw(desk, partial(exercises.stale, desk.step))
    with came, st.container(key=desk.key("bench_pane"), border=True):
        named: Tabs = {IDEA: partial(_idea, idea), **tabs}
        watch.part(desk.key("results"), desk.works, partial(_pane, desk, named))
    if tasks:
        exercises.draw(desk.step, code=desk.source)


def _idea(text: str) -> None:
    st.markdown(text)


def _pane(desk: Desk, tabs: Tabs) -> None:
    opened = st.tabs(
        list(tabs), key=desk.key("tab"), default=REPLY if desk.works else IDEA, on_change="rerun"
    )
    for tab, content in zip(opened, tabs.values(), strict=True):
        if tab.open:
            with tab, st.container(key=desk.key("bench_tab")):
                content()
