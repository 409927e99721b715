"""The bench: the program with Run on one side, on the other the reply and all that is known of it.

Both stand in one screen, as high as the window allows; what a tab shows scrolls inside it, so that nothing
moves while a reply arrives. How high things are is said in `bench.css`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from firstcall.running.ending import Work
from firstcall.ui import apart, desk_view, exercises, link, watch
from firstcall.ui.desk import Desk

Tabs = Mapping[str, Callable[[], None]]
"""What stands behind each tab of the pane, by its label; what a run brings comes first."""

Key = Callable[[str], str]
"""The name of a widget in, its key in the page's session out."""

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
    program, came = panes(desk.key)
    with program:
        desk_view.draw(desk, partial(exercises.stale, desk.step))
    with came:
        draw_tabs(desk.key, lambda: desk.works, idea, tabs, then=desk.parts_after)
    if tasks:
        exercises.draw(desk.step, code=lambda: desk.source)


def panes(key: Key) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The two sides of a bench, for a page that fills them itself: what is run, and what comes of it."""
    program, came = st.columns(2, gap="small")
    return program.container(key=key("bench_program")), came.container(key=key("bench_pane"), border=True)


def draw_tabs(
    key: Key,
    works: Callable[[], Sequence[Work]],
    idea: str,
    tabs: Tabs,
    *,
    then: Sequence[str] = (),
    watched: bool = True,
) -> None:
    """What fills the other side: the idea, then the tabs, renewed while these works are on their way, and with them
    the parts `then` when they have ended. Not `watched` they are drawn anew by whoever else waits for these works."""
    named: Tabs = {IDEA: partial(_idea, idea), **tabs}
    link.open_tab(key("tab"), named)
    draw = partial(_pane, key, named, works)
    if watched:
        watch.part(key("results"), works, draw, then=then)
    else:
        apart.fragment(key("results"), draw)


def _idea(text: str) -> None:
    st.markdown(text)


def _pane(key: Key, tabs: Tabs, works: Callable[[], Sequence[Work]]) -> None:
    shown = next(name for name in tabs if name != IDEA) if works() else IDEA
    opened = st.tabs(list(tabs), key=key("tab"), default=shown, on_change="rerun")
    for tab, content in zip(opened, tabs.values(), strict=True):
        if tab.open:
            with tab, st.container(key=key("bench_tab")), apart.part(key("tab")):
                content()
