"""Something on its way, watched: the browser is told when it ends, and then what says something of it is drawn anew.

Nothing asks again and again. A reply's own text tells its end (`live_text`); where none is on the page, a
component that draws nothing waits for the news (`told.js`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import NoReturn, Protocol

import streamlit as st
from streamlit import runtime
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from firstcall.running.batch import Batch
from firstcall.running.ending import Work
from firstcall.running.runs import Run
from firstcall.ui import apart, session
from firstcall.ui.component import component

SECONDS = 0.5
"""A part that shows how far something has come is drawn anew this often while it goes on."""
SPENT = "frame_spent"
"""The part of the frame that says what is on its way and what was spent."""

_TOLD = component("told")
_DRAWN = "watch_drawn"


class Stoppable(Work, Protocol):
    def stop(self) -> None: ...


def going(works: Iterable[Work | None]) -> bool:
    """Whether any of them is still on its way. `None` stands for what was never begun."""
    return any(work is not None and not work.finished for work in works)


def run(key: str) -> Run | None:
    """The run that a page keeps in its session under this key."""
    kept: Run | None = st.session_state.get(key)
    return kept


def again(parts: Sequence[str] = ()) -> NoReturn:
    """From a callback: draw these parts of the page anew and what was spent, and nothing else; without parts all.

    Without a browser, as in a page test, which looks at whole pages only, all is drawn; so it is where a part is no
    longer there.
    """
    if parts and runtime.exists():
        with suppress(StreamlitAPIException):
            st.rerun([*parts, SPENT])
    st.rerun()


def part(
    key: str,
    works: Callable[[], Iterable[Work | None]] | Iterable[Work | None],
    draw: Callable[[], None],
    *,
    then: Sequence[str] = (),
) -> None:
    """What `draw` draws, as a fragment: drawn anew when one of these works has ended, and with the last of them the
    parts `then`, all of the page where none are named.

    One that waits for more than runs, such as batches, shows how far they are, and is drawn anew all the time, as long
    as those last that stood there when the page was drawn.
    """
    asked = works if callable(works) else partial(iter, list(works))
    begun = _begun(asked)
    clock = going(begun) and not all(isinstance(work, Run) for work in begun)
    apart.fragment(key, _part, key, asked, draw, then, run_every=SECONDS if clock else None)


def _follow(works: Iterable[Work], then: Sequence[str]) -> Sequence[str]:
    """The parts that are drawn when these works have ended: `then`, or none for all of the page where one of their calls
    may have cost something, for how much may still be spent stands in several places."""
    runs = [run for work in works for run in (work.runs if isinstance(work, Batch) else [work])]
    return () if any(isinstance(run, Run) and run.mode == "live" for run in runs) else then


def _begun(works: Callable[[], Iterable[Work | None]]) -> list[Work]:
    return [work for work in works() if work is not None]


def _part(
    key: str, works: Callable[[], Iterable[Work | None]], draw: Callable[[], None], then: Sequence[str]
) -> None:
    begun = _begun(works)
    then = _follow(begun, then)
    waited_for = [work for work in begun if not work.finished]
    if begun and not waited_for:
        _all_follows(key, begun, then)
    ended = partial(_ended, key, begun, then)
    with _drawing(ended) as told:
        draw()
    if untold := [work for work in waited_for if work not in told]:
        data = {"url": session.ending_url(untold)}
        _TOLD(key=f"{key}_told", data=data, on_one_change=lambda: None, on_end_change=ended)


def _all_follows(key: str, begun: Sequence[Work], then: Sequence[str]) -> None:
    """See to it that what stands around a part is drawn too, once, after its works have ended. What was drawn before
    it in this very run may say otherwise, unless they had ended before the run began."""
    state, known, seen = st.session_state, f"{key}_ended", f"{key}_seen"
    if state.get(seen) == begun:
        return
    if state.get(known) != begun or not _draws(then):
        state[known] = begun
        st.rerun()
    state[seen] = begun


def _draws(parts: Sequence[str]) -> bool:
    """Whether this run draws the whole page, or so many parts of it that `again` must have asked for it."""
    context = get_script_run_ctx(suppress_warning=True)
    drawn = context.fragment_ids_this_run if context else None
    return not drawn or len(drawn) > len(parts) > 0


@contextmanager
def _drawing(ended: Callable[[], None]) -> Iterator[list[Work]]:
    """While a part is drawn: what is to be called when something in it has ended, and whose end a text tells."""
    told: list[Work] = []
    around = st.session_state.get(_DRAWN)
    st.session_state[_DRAWN] = (ended, told)
    try:
        yield told
    finally:
        st.session_state[_DRAWN] = around


def told_by_text(work: Work) -> Callable[[], None]:
    """For a text that tells the browser when this work has ended: what is to be called then."""
    drawn: tuple[Callable[[], None], list[Work]] | None = st.session_state.get(_DRAWN)
    if drawn is None:
        return lambda: None
    ended, told = drawn
    told.append(work)
    return ended


def _ended(key: str, begun: Sequence[Work], then: Sequence[str]) -> None:
    """In the callback: the part itself is drawn anew, and more where nothing is on its way any longer."""
    if not going(begun):
        st.session_state[f"{key}_ended"] = begun
        again(_follow(begun, then))


def stop(works: Iterable[Stoppable | None], then: Sequence[str] = (), *, shown_in: str = "") -> None:
    """Break off what is on its way. What came is kept. `shown_in` is the `part` that shows it and draws `then` with its
    end: what has ended by now need not be drawn once more."""
    begun = [work for work in works if work is not None]
    for work in begun:
        if not work.finished:
            work.stop()
    if shown_in and not going(begun):  # a batch ends when its calls have
        st.session_state[f"{shown_in}_ended"] = begun
    again(_follow(begun, then))
