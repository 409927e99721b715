"""How many requests a learner may make in a minute, at each vendor, from each address.

A bucket that fills steadily, as the vendors' do (https://platform.claude.com/docs/en/api/rate-limits): whoever pauses
may go on at once. It may hold less than a minute's requests: "a rate of 60 requests per minute may be enforced as 1
request per second" (the same page). Safe to use from several threads; what is kept is bounded.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_BUCKETS = 4000
Place = tuple[str, str]
"""The path under which a vendor is served, and the address that asks: a room that shares one key of its notes shares no
bucket."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left after a request: of `limit` in a minute so many; full again in, and, for a request that came too
    early, room for it in so many seconds."""

    limit: int
    remaining: int
    full_in: float
    wait: float = 0.0


class Rates:
    """The buckets of all learners, by practice key and place. A new one is full."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, Place], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, place: Place, limit: int, holds: int | None = None) -> Rate:
        """One request out of the bucket; with `wait` where there was none left in it. It `holds` a minute's requests
        unless told."""
        full = min(holds or limit, limit)
        with self._lock:
            left = self._left((key, place), limit, full)
            taken = left >= 1
            left -= taken
            self._buckets[key, place] = (left, self._clock())
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        a_second = limit / 60
        return Rate(
            limit, math.floor(left), (full - left) / a_second, 0.0 if taken else (1 - left) / a_second
        )

    def _left(self, name: tuple[str, Place], limit: int, full: int) -> float:
        before, at = self._buckets.pop(name, (float(full), self._clock()))
        return min(float(full), before + (self._clock() - at) * limit / 60)

    def forget(self, key: str) -> None:
        with self._lock:
            for name in [name for name in self._buckets if name[0] == key]:
                del self._buckets[name]
