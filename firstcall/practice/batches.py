"""Batches in any protocol: requests that are handed in together and answered while nobody waits for them.

Nothing runs in the background: whoever looks for a batch moves it on, a little at a time, so that others get their
turn in between. What a batch takes is bounded, in requests and in bytes.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstcall.practice.exchange import Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.pace import Pace

MOST_REQUESTS = 200
MOST_ANSWER_BYTES = 2 * 1024 * 1024
"""Of all answers of one batch: requests beyond that expire."""
_SECONDS_A_TURN = 0.1
_SECONDS_A_LOOK = 4.0
_FIRST_TOKENS = 5
"""A batch is begun on after the time of so many first tokens, so that a program has something to wait for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a batch: the name that its sender gave it, and its body."""

    custom_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one: an HTTP status and a body of JSON; `None` for one that was not asked any more."""

    custom_id: str
    status: int
    body: bytes | None


class Batch:
    """Requests and their answers, in the same order. `answer` gives status and body for the body of a request."""

    def __init__(
        self, id: str, asks: Sequence[Ask], answer: Callable[[bytes], tuple[int, bytes]], pace: Pace
    ) -> None:
        self.id = id
        self.asks = tuple(asks)
        self.answers: list[Answered] = []
        self.created = time.time()
        self.ended: float | None = None
        self.cancelled: float | None = None
        self._answer = answer
        self._begins = time.monotonic() + _FIRST_TOKENS * pace.first_token_seconds
        self._lock = threading.Lock()
        self._bytes = 0
        self._full = False

    @property
    def has_begun(self) -> bool:
        return time.monotonic() >= self._begins

    @property
    def expired(self) -> bool:
        """Whether there were too many bytes to answer the last of its requests."""
        return self.cancelled is None and any(each.body is None for each in self.answers)

    @property
    def bytes(self) -> int:
        """About how much it takes."""
        return self._bytes + sum(len(each.body) for each in self.asks)

    def cancel(self) -> None:
        """What is not answered yet will not be."""
        with self._lock:
            if self.ended is None:
                self.cancelled = time.time()

    def move_on(self) -> None:
        """Answers requests for a moment."""
        until = time.monotonic() + _SECONDS_A_TURN
        with self._lock:
            while self.ended is None and time.monotonic() < until:
                self._answer_next()

    def _answer_next(self) -> None:
        if len(self.answers) == len(self.asks):
            self.ended = time.time()
            return
        ask = self.asks[len(self.answers)]
        if self.cancelled is not None or self._full:
            self.answers.append(Answered(ask.custom_id, 0, None))
            return
        status, body = self._answer(ask.body)
        self._full = self._bytes + len(body) > MOST_ANSWER_BYTES
        if self._full:
            self.answers.append(Answered(ask.custom_id, 0, None))
            return
        self._bytes += len(body)
        self.answers.append(Answered(ask.custom_id, status, body))


async def look(learners: Learners, exchange: Exchange, key: str, batch: Batch, thing: object) -> None:
    """Moves a batch on before it is told of; `thing` is what the learner keeps of it."""
    until = asyncio.get_running_loop().time() + _SECONDS_A_LOOK
    while (
        batch.ended is None
        and (batch.has_begun or batch.cancelled is not None)
        and asyncio.get_running_loop().time() < until
    ):
        await learners.work.apart(exchange, batch.move_on)
    learners.kept.put(key, batch.id, thing, batch.bytes)
