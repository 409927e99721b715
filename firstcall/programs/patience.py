"""How long the app works on one program of a learner: all readers of it together share one deadline."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from firstcall.programs.refusals import NotUnderstood

SECONDS = 1.0
"""Of the processor in this thread: a crowded machine makes nobody's program too long."""
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class TooMuch(NotUnderstood):
    """What was asked about a program takes more work than a page may wait for."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__("too much", line)

    def afresh(self) -> TooMuch:
        return TooMuch(self.line)


@contextmanager
def shared() -> Iterator[None]:
    """One deadline for all that is worked out inside; who asks for one inside joins it."""
    if _deadline.get() is not None:
        yield
        return
    token = _deadline.set(time.thread_time() + SECONDS)
    try:
        yield
    finally:
        _deadline.reset(token)


def hurry() -> None:
    """Raises `TooMuch` once the deadline has passed. Without one, in a run that takes as long as it takes, never."""
    until = _deadline.get()
    if until is not None and time.thread_time() > until:
        raise TooMuch
