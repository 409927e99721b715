"""How much the server does at once: places for requests, a thread for what takes long, turns on the event loop.

The event loop is that of the app's pages. It reads requests and hands out what is ready; whatever takes
longer than a few events is done in a thread, and streams and small requests take turns.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

from firstcall.practice import keys
from firstcall.practice.exchange import Exchange
from firstcall.practice.model.at_hand import NotAtHand, at_hand

MOST_IN_FLIGHT = 320
"""Requests at once: sixty learners, each with four providers side by side, do not meet it."""
CROWDED_FROM = 256
MOST_OF_ONE_IN_A_CROWD = 16
"""From so many requests on, a learner who has this many of them gets no other."""
MOST_LARGE = 16
"""Requests at once with a large body."""
MOST_LARGE_BYTES = 160 * 1024 * 1024
"""Of all their bodies together."""
_MOST_TURNS = 8
"""In one round of the event loop."""

_SWITCH_SECONDS = 0.001

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing more comes; why, where it was no end of its own."""

    error: BaseException | None


async def from_a_thread(exchange: Exchange, items: Iterable[T]) -> AsyncIterator[T]:
    """The items as they come, read in a thread of their own, because each may be waited for. Raises what they raise,
    and `Gone` when the client hangs up."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[T | _End] = asyncio.Queue()

    def read() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                loop.call_soon_threadsafe(queue.put_nowait, item)
        except BaseException as raised:
            error = raised
        loop.call_soon_threadsafe(queue.put_nowait, _End(error))

    Thread(target=read, name="practice-reading", daemon=True).start()
    while not isinstance(item := await exchange.unless_gone(asyncio.ensure_future(queue.get())), _End):
        yield item
    if item.error is not None:
        raise item.error


def _fulfil(done: Future[T], job: Callable[[], T]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        done.set_result(job())
    except BaseException as error:
        done.set_exception(error)


def let_the_loop_through() -> None:
    """Has every thread of this process let others through after a millisecond. With Python's usual five a thread at work
    holds up the event loop for as long each time that the loop has waited or sent something: forty sends
    may take it 200 ms (https://docs.python.org/3/library/sys.html#sys.setswitchinterval)."""
    sys.setswitchinterval(min(_SWITCH_SECONDS, sys.getswitchinterval()))


class Work:
    """The work of one app. Belongs to the event loop that serves it."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._of: Counter[str] = Counter()
        self._large = 0
        self._large_bytes = 0
        self._turns = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._thread = ThreadPoolExecutor(1, "practice")
        self._thread_for_large = ThreadPoolExecutor(1, "practice-large")

    @contextmanager
    def place(self, exchange: Exchange) -> Iterator[bool]:
        """Keeps a place for a request until it is answered; whether there was one."""
        key = keys.anywhere(exchange.headers, exchange.query)
        free = self._is_free(key, exchange)
        self._count(key, exchange, int(free))
        try:
            yield free
        finally:
            self._count(key, exchange, -int(free))

    def _is_free(self, key: str, exchange: Exchange) -> bool:
        crowded = self.in_flight >= CROWDED_FROM and self._of[key] >= MOST_OF_ONE_IN_A_CROWD
        roomy = self._large < MOST_LARGE and self._large_bytes + exchange.body_bytes <= MOST_LARGE_BYTES
        return self.in_flight < MOST_IN_FLIGHT and not crowded and (roomy or not exchange.is_large)

    def _count(self, key: str, exchange: Exchange, change: int) -> None:
        if exchange.is_large:
            self._large += change
            self._large_bytes += change * exchange.body_bytes
        self.in_flight += change
        self._of[key] += change
        if not self._of[key]:
            del self._of[key]

    async def apart(self, exchange: Exchange, job: Callable[[], T], *, long: bool = False) -> T:
        """Does a job in a thread, one after the other, large requests and `long` jobs apart from the others.

        Raises what the job raises, and `Gone` when the client hangs up; a job that waits is then not begun.
        """
        await self.turn()
        thread = self._thread_for_large if long or exchange.is_large else self._thread
        done = asyncio.get_running_loop().run_in_executor(thread, job)
        return await exchange.unless_gone(done)

    async def soon(self, exchange: Exchange, job: Callable[[], T]) -> T:
        """Does a small request's job at once if all that it needs is at hand, any other `apart`."""
        if exchange.is_small:
            with suppress(NotAtHand):
                return at_hand(job)
        return await self.apart(exchange, job)

    async def beside(self, exchange: Exchange, job: Callable[[], T]) -> T:
        """Does a job that mostly waits in a thread of its own. Raises as `apart` does."""
        done: Future[T] = Future()
        Thread(target=_fulfil, args=(done, job), name="practice-beside", daemon=True).start()
        return await exchange.unless_gone(asyncio.wrap_future(done))

    async def turn(self) -> None:
        """Waits for a turn: a few are given in each round of the event loop, in the order in which they were asked for."""
        if self._turns >= _MOST_TURNS:
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._queue.append(waiting)
            return await waiting
        if not self._turns:
            asyncio.get_running_loop().call_soon(self._next_round)
        self._turns += 1

    async def round(self) -> None:
        """Waits for a turn in another round than this."""
        await asyncio.sleep(0)
        await self.turn()

    def _next_round(self) -> None:
        self._turns = 0
        while self._queue and self._turns < _MOST_TURNS:
            waiting = self._queue.popleft()
            if not waiting.done():  # or its request is over
                waiting.set_result(None)
                self._turns += 1
        if self._turns:
            asyncio.get_running_loop().call_soon(self._next_round)
