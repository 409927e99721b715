"""Whose turn it is: a few speak at once, and those who wait are taken learner by learner, not request by request."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOK_SECONDS = 0.5


class Left(Exception):
    """Who waited has hung up."""


class Turns:
    """Turns for so many at once. Safe to use from several threads."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: OrderedDict[str, deque[object]] = OrderedDict()
        self._changed = threading.Condition()

    @contextmanager
    def of(self, key: str, has_left: Callable[[], bool]) -> Iterator[None]:
        """Waits for a turn of this learner, and keeps it. Raises `Left` for who has left meanwhile."""
        ticket = object()
        with self._changed:
            self._waiting.setdefault(key, deque()).append(ticket)
            while not (self._free and self._next() is ticket):
                self._changed.wait(_LOOK_SECONDS)
                if has_left():
                    self._take_out(key, ticket)
                    raise Left
            self._take_out(key, ticket)
            self._free -= 1
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _next(self) -> object:
        return next(iter(self._waiting.values()))[0]

    def _take_out(self, key: str, ticket: object) -> None:
        """The learner's others wait behind everybody else's."""
        tickets = self._waiting.pop(key)
        tickets.remove(ticket)
        if tickets:
            self._waiting[key] = tickets
        self._changed.notify_all()
