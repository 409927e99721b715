"""Works on their way, and the news that one of them has ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

SECONDS = 0.1
"""How often the event loop looks whether a work has ended. It costs a look at an attribute, no run of a script."""


class Work(Protocol):
    """A run, a batch, a retry: whatever goes on in threads of its own."""

    @property
    def finished(self) -> bool: ...


@dataclass(frozen=True)
class Moment:
    """Something that comes to pass in the course of a work, for whoever waits for just that."""

    has_come: Callable[[], bool]

    @property
    def finished(self) -> bool:
        return self.has_come()


class Ending:
    """The end of some works, for whoever waits for it in an event loop. Between two pieces of news lies at least
    `rest` seconds, but for the last."""

    def __init__(self, works: Sequence[Work], rest: float = 0.0) -> None:
        self._works = tuple(works)
        self._rest = rest

    async def read(self) -> AsyncGenerator[str]:
        """Yield how many have ended whenever that has changed; ends with the last of them."""
        told, since = 0, -inf
        while told < len(self._works):
            ended = sum(work.finished for work in self._works)
            rested = time.monotonic() - since >= self._rest
            if ended == len(self._works) or (ended > told and rested):
                told, since = ended, time.monotonic()
                yield str(ended)
            else:
                await asyncio.sleep(SECONDS)
