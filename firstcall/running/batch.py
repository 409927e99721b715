"""Several calls as one piece of work: a few at a time, counted as they end, stoppable at any moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstcall.calls import Call
from firstcall.running.runs import Run

MOST_AT_ONCE = 3
"""Calls of one batch that are on their way together; more would meet a provider's rate limit sooner."""


@dataclass(frozen=True, slots=True)
class Part:
    """One call of a batch, and what it stands for in the picture, such as a model id."""

    label: str
    call: Call


class Batch:
    """Calls made by worker threads, in order. Read its attributes from any thread.

    `start` makes one call and is called in a worker thread: it must not ask Streamlit anything
    (`session.starter` makes one). With `gives_up`, a failure that trying again cannot mend ends the
    batch: when all calls are alike, the next one would be refused in the same words. From the turn of one call to
    that of the next it takes at least `seconds_between`; `begun` is on the clock of `Run.started`.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        start: Callable[[Call], Run],
        *,
        name: str = "",
        at_once: int = MOST_AT_ONCE,
        gives_up: bool = True,
        seconds_between: float = 0.0,
    ) -> None:
        self.parts = tuple(parts)
        self.name = name
        self.stopped = False
        self.begun = time.perf_counter()
        self._between = seconds_between
        self._start, self._gives_up = start, gives_up
        self._made: list[Run | None] = [None] * len(self.parts)
        self._lock = threading.Lock()
        self._next = 0
        self._ending = threading.Event()
        self._finished = threading.Event()
        self._workers = min(at_once, len(self.parts))
        if not self.parts:
            self._finished.set()
        for number in range(self._workers):
            threading.Thread(target=self._work, name=f"batch-{name}-{number}", daemon=True).start()

    @property
    def made(self) -> list[tuple[Part, Run | None]]:
        """Every part with its run, `None` where it was not begun."""
        return list(zip(self.parts, self._made, strict=True))

    @property
    def runs(self) -> list[Run]:
        """The runs begun so far, in the order of their parts."""
        return [run for run in self._made if run is not None]

    @property
    def done(self) -> int:
        """How many calls have ended, in whatever way."""
        return sum(run.finished for run in self.runs)

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    @property
    def failure(self) -> Run | None:
        """The first run that failed."""
        return next((run for run in self.runs if run.failure is not None), None)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all is finished, at most so long; says whether it is."""
        return self._finished.wait(seconds)

    def stop(self) -> None:
        """Begin no further call and break off those on their way. What came is kept."""
        self.stopped = not self.finished
        self._ending.set()
        for run in self.runs:
            if not run.finished:
                run.stop()

    def _work(self) -> None:
        try:
            while (place := self._take()) is not None and self._has_turn(place):
                self._make(place)
        finally:
            with self._lock:
                self._workers -= 1
                if self._workers == 0:
                    self._finished.set()

    def _take(self) -> int | None:
        """The place of the next call to be made, `None` when there is none."""
        with self._lock:
            if self._ending.is_set() or self._next >= len(self.parts):
                return None
            self._next += 1
            return self._next - 1

    def _has_turn(self, place: int) -> bool:
        """Waits for the turn of a call; whether it came before the batch was to end."""
        left = self.begun + place * self._between - time.perf_counter()
        return left <= 0 or not self._ending.wait(left)

    def _make(self, place: int) -> None:
        run = self._start(self.parts[place].call)
        run.batch = self.name
        self._made[place] = run
        if self.stopped:  # asked while this call was being made
            run.stop()
        run.wait()
        if run.unwatched:  # nobody would see the next one either
            self._ending.set()
        if self._gives_up and run.failure is not None and not run.failure.retryable:
            self._ending.set()
