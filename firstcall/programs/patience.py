"""How long the app works on one program of a learner: all readers of it together share one deadline."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from firstcall.programs.refusals import NotUnderstood

SECONDS = 1.0
"""Of the processor in this thread: a crowded machine makes nobody's program too long."""


@dataclass
class _Account:
    """Seconds that were worked, and when the work that goes on now began, `None` where none does.

    Before `look`, on the clock of the wall, the deadline cannot have passed: no thread works more than all the
    time, and to ask for the time that it worked is slow on some machines.
    """

    used: float = 0.0
    since: float | None = None
    look: float = 0.0
    modules: int = field(default_factory=lambda: len(sys.modules))

    def worked(self) -> float:
        return self.used + (0.0 if self.since is None else time.thread_time() - self.since)


_account: ContextVar[_Account | None] = ContextVar("account", default=None)


class TooMuch(NotUnderstood):
    """What was asked about a program takes more work than a page may wait for.

    `counted` says that it always does: nobody has to try it again.
    """

    def __init__(self, line: int | None = None, *, counted: bool = False) -> None:
        super().__init__("too much", line)
        self.counted = counted

    def afresh(self) -> TooMuch:
        return TooMuch(self.line, counted=self.counted)


@contextmanager
def together() -> Iterator[None]:
    """All work on programs inside shares one deadline; what is done between counts for nothing."""
    token = _account.set(_account.get() or _Account())
    try:
        yield
    finally:
        _account.reset(token)


@contextmanager
def shared() -> Iterator[None]:
    """Work on a program, under one deadline with all that is worked out inside of it."""
    with together():
        account = _account.get()
        assert account is not None
        if account.since is not None:
            yield
            return
        account.since, account.look = time.thread_time(), 0.0
        try:
            yield
        finally:
            account.used, account.since = account.worked(), None


def hurry() -> None:
    """Raises `TooMuch` once the deadline has passed. Outside of `shared`, as in a run, there is none."""
    account = _account.get()
    if account is None or account.since is None or time.monotonic() < account.look:
        return
    left = SECONDS - account.worked()
    if left < 0 and account.modules != len(sys.modules):
        # A library was loaded meanwhile, an SDK for its exceptions: once in the life of a process, and seconds of it.
        account.modules, account.used, account.since = len(sys.modules), 0.0, time.thread_time()
    elif left < 0:
        raise TooMuch
    account.look = time.monotonic() + max(left, 0.0)
