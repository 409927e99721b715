"""One part of a page on its own: where it fails, the parts beside it are still drawn.

A learner reads a line of ours, never a traceback; the log has the traceback. The app's `on_script_error` is
`tell`; without one, as in a page test, an error goes on its way and ends the page, so that a test sees it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, TypeVarTuple

import streamlit as st
from streamlit.errors import FragmentHandledException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from firstcall.programs import patience
from firstcall.ui import WORDS

Given = TypeVarTuple("Given")
T = TypeVar("T")
Else = TypeVar("Else")
_WAITING = "apart_waiting"
_LOG = logging.getLogger(__name__)


def tell(error: Exception) -> bool:
    """Say where the learner looks that this part failed; `True` keeps Streamlit's own box off the page."""
    said = WORDS.line("apart/failed", kind=type(error).__name__)
    if _in_callback():
        say(said, ":material/build_circle:")
    else:
        st.error(said, icon=":material/build_circle:")
    return True


def say(text: str, icon: str) -> None:
    """Say something in passing, from a callback too.

    What a callback of a fragment draws replaces what stands first on the page, which is how the page looks: so
    it waits for the next part that is drawn.
    """
    st.session_state.setdefault(_WAITING, []).append((text, icon))


def said() -> None:
    """What waited to be said."""
    for text, icon in st.session_state.pop(_WAITING, []):
        st.toast(text, icon=icon)


@contextmanager
def part(name: str) -> Iterator[None]:
    """What is drawn inside may fail without the rest of the page. `name` is for the log.

    All that is worked out inside about a learner's program shares one deadline.
    """
    try:
        with patience.together():
            yield
    except FragmentHandledException:
        # Streamlit has logged it and called `tell` inside the fragment: only the way out is left to stop.
        if not _told_here():
            raise
    except Exception as error:
        if not _told_here():
            raise
        _LOG.exception("the part %s of a page failed", name)
        tell(error)


def worked_out(name: str, work: Callable[[], T], otherwise: Else) -> T | Else:
    """What `work` gives; where it fails, that is told, and `otherwise` stands in for it."""
    found: T | Else = otherwise
    with part(name):
        found = work()
    return found


def fragment(
    key: str, draw: Callable[[*Given], None], *given: *Given, run_every: float | None = None
) -> None:
    """What `draw` draws of what is `given`, rerun alone where only its own widgets move, failing alone."""

    def drawn(*shown: *Given) -> None:
        said()
        draw(*shown)

    # Streamlit knows a fragment by its function's name and its place alone. With the same ones on two pages, news that a
    # browser sends while it leaves the first would be drawn into the second, which then fails as a whole.
    drawn.__qualname__ = f"{drawn.__qualname__} {key}"
    with part(key):
        st.fragment(drawn, run_every=run_every, key=key)(*given)


def _in_callback() -> bool:
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and not context.has_script_started


def _told_here() -> bool:
    """Whether this app tells its learners about errors itself."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.on_script_error is not None
