"""What the server remembers of each learner: a pace and a script of faults, by practice key.

Nothing is kept for a learner who changed neither. What is kept is bounded in number and dropped
after two hours without use. Safe to use from several threads.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from firstcall.practice import faults
from firstcall.practice.faults import Fault
from firstcall.practice.kept import Kept
from firstcall.practice.pace import LIFELIKE, Pace
from firstcall.practice.prompt_cache import PromptCache
from firstcall.practice.rates import Place, Rate, Rates
from firstcall.practice.small_model.host import Host
from firstcall.practice.small_model.voice import Voice
from firstcall.practice.work import Work

MOST_LEARNERS = 1000
Words = Literal["lessons", "model"]
"""Whose words the replies are: those written for the lessons, or a small model's."""
FORGET_AFTER_SECONDS = 7200.0


@dataclass(slots=True)
class Learner:
    pace: Pace
    faults: deque[Fault] = field(default_factory=deque)
    words: Words = "lessons"
    used: float = 0.0


class Learners:
    """All learners of one app; `pace` is that of learners who set none, `cache` what their prompts began with,
    `kept` what they may come back to, `work` what is being done for them now, `rates` how often they asked, `host`
    the small model, for those who want its words."""

    def __init__(self, pace: Pace = LIFELIKE, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = pace
        self.cache = PromptCache(clock)
        self.kept = Kept(clock)
        self.work = Work()
        self.rates = Rates(clock)
        self.host = Host()
        self._clock = clock
        self._kept: OrderedDict[str, Learner] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def pace_of(self, key: str) -> Pace:
        with self._lock:
            learner = self._find(key)
            return learner.pace if learner else self.pace

    def words_of(self, key: str) -> Words:
        with self._lock:
            learner = self._find(key)
            return learner.words if learner else "lessons"

    def voice_of(self, key: str) -> Voice | None:
        """The small model, for one request of a learner who wants its words."""
        return Voice(self.host, key) if self.words_of(key) == "model" else None

    def rate(self, key: str, place: Place, usual: int) -> Rate:
        """Counts one request of a learner; with `wait` where it came before there was room for it. `usual` are the
        requests in a minute of who set no other number."""
        pace = self.pace_of(key)
        rate = self.rates.take(key, place, pace.requests_per_minute or usual, pace.requests_at_once)
        return rate if pace.limits_requests else replace(rate, wait=0.0)

    def faults_of(self, key: str) -> tuple[Fault, ...]:
        """What is left of the learner's script."""
        with self._lock:
            learner = self._find(key)
            return tuple(learner.faults) if learner else ()

    def next_fault(self, key: str) -> Fault | None:
        """Takes the next entry off the learner's script; `None` when it is used up."""
        with self._lock:
            learner = self._find(key)
            return learner.faults.popleft() if learner and learner.faults else None

    def set_pace(self, key: str, pace: Pace) -> None:
        with self._lock:
            self._keep(key).pace = pace

    def set_words(self, key: str, words: Words) -> None:
        """Raises `Unavailable` where there is no small model."""
        if words == "model":
            self.host.check()
        with self._lock:
            self._keep(key).words = words

    def script(self, key: str, entries: Sequence[Any]) -> None:
        """Replaces the learner's script by these faults, given as plain dicts. Raises `ValueError`."""
        parsed = deque(faults.script(entries))
        with self._lock:
            self._keep(key).faults = parsed

    def forget(self, key: str) -> None:
        self.rates.forget(key)
        with self._lock:
            self._kept.pop(key, None)

    def _find(self, key: str) -> Learner | None:
        learner = self._kept.get(key)
        if learner is None:
            return None
        now = self._clock()
        if now - learner.used > FORGET_AFTER_SECONDS:
            del self._kept[key]
            return None
        learner.used = now
        self._kept.move_to_end(key)
        return learner

    def _keep(self, key: str) -> Learner:
        learner = self._find(key)
        if learner is None:
            learner = self._kept[key] = Learner(self.pace, used=self._clock())
        while len(self._kept) > MOST_LEARNERS:
            self._kept.popitem(last=False)
        return learner
