"""What a learner's requests leave behind under an id of its own, such as an answer that the next request goes on from.

Bounded in number and in bytes, for each learner and for all of them together, and dropped after two hours
without use: the oldest goes first. Vendors keep such things for days or weeks.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firstcall.practice.model.at_hand import takes_long

MOST_THINGS = 100
"""Of one learner."""
MOST_THINGS_OF_ALL = 10_000
MOST_BYTES = 8 * 1024 * 1024
"""Of one learner."""
MOST_BYTES_OF_ALL = 64 * 1024 * 1024
FORGET_AFTER_SECONDS = 7200.0


@dataclass(slots=True)
class _Thing:
    value: object
    bytes: int
    used: float


class Kept:
    """Things by practice key and id; nobody finds another's. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._things: OrderedDict[tuple[str, str], _Thing] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def put(self, key: str, id: str, value: object, bytes: int) -> None:
        """Keeps a thing that takes about so many bytes; one that is larger than a learner's share is not kept."""
        takes_long()
        with self._lock:
            self._things[key, id] = _Thing(value, bytes, self._clock())
            self._drop(list(self._old()))
            self._drop(self._beyond(self._of(key), MOST_THINGS, MOST_BYTES))
            self._drop(self._beyond(list(self._things), MOST_THINGS_OF_ALL, MOST_BYTES_OF_ALL))

    def get(self, key: str, id: str) -> object | None:
        takes_long()
        with self._lock:
            self._drop(list(self._old()))
            thing = self._things.get((key, id))
            if thing is None:
                return None
            thing.used = self._clock()
            self._things.move_to_end((key, id))
            return thing.value

    def every(self, key: str) -> list[object]:
        """All that is kept of a learner, the longest unused first. Nothing of it counts as used by this."""
        takes_long()
        with self._lock:
            self._drop(list(self._old()))
            return [self._things[name].value for name in self._of(key)]

    def remove(self, key: str, id: str) -> bool:
        """Whether there was such a thing."""
        takes_long()
        with self._lock:
            return self._things.pop((key, id), None) is not None

    def _of(self, key: str) -> list[tuple[str, str]]:
        return [name for name in self._things if name[0] == key]

    def _old(self) -> Iterator[tuple[str, str]]:
        """Things are in the order of their last use."""
        since = self._clock() - FORGET_AFTER_SECONDS
        for name, thing in self._things.items():
            if thing.used >= since:
                return
            yield name

    def _beyond(self, names: list[tuple[str, str]], things: int, bytes: int) -> list[tuple[str, str]]:
        """Those of these names, given oldest first, that go so that the others stay within the bounds."""
        size = sum(self._things[name].bytes for name in names)
        gone = 0
        while len(names) - gone > things or size > bytes:
            size -= self._things[names[gone]].bytes
            gone += 1
        return names[:gone]

    def _drop(self, names: list[tuple[str, str]]) -> None:
        for name in names:
            del self._things[name]
