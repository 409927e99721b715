"""Something on its way, watched: the part of the page that shows it renews itself until it has ended.

Then the whole page is drawn once more: its buttons, totals and charts stand outside that part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import streamlit as st

from firstcall.running.runs import Run
from firstcall.ui import apart

SECONDS = 0.5
"""A part looks this often whether all has ended; where a reply streams in, the browser says so at once."""


class Work(Protocol):
    """A run, a batch, a retry: whatever goes on in threads of its own."""

    @property
    def finished(self) -> bool: ...


class Stoppable(Work, Protocol):
    def stop(self) -> None: ...


def going(works: Iterable[Work | None]) -> bool:
    """Whether any of them is still on its way. `None` stands for what was never begun."""
    return any(work is not None and not work.finished for work in works)


def run(key: str) -> Run | None:
    """The run that a page keeps in its session under this key."""
    kept: Run | None = st.session_state.get(key)
    return kept


def part(key: str, works: Iterable[Work | None], draw: Callable[[], None]) -> None:
    """What `draw` draws, as a fragment: it may show how far these works are, and begin others.

    Whoever begins one calls `st.rerun()`: only the whole page gives this part its clock.
    """
    begun = [work for work in works if work is not None]
    every = SECONDS if going(begun) else None
    apart.fragment(key, _part, f"{key}_seen", begun, draw, run_every=every)


def _part(seen: str, begun: Sequence[Work], draw: Callable[[], None]) -> None:
    if begun and not going(begun) and st.session_state.get(seen) != begun:
        st.session_state[seen] = begun
        st.rerun()
    draw()


def stop(works: Iterable[Stoppable | None]) -> None:
    """Break off what is on its way. What came is kept."""
    for work in works:
        if work is not None and not work.finished:
            work.stop()
    st.rerun()
