"""Works on their way, and the news that one of them has ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

SECONDS = 0.1
"""How often the event loop looks whether a work has ended. It costs a look at an attribute, no run of a script."""


class Work(Protocol):
    """A run, a batch, a retry: whatever goes on in threads of its own."""

    @property
    def finished(self) -> bool: ...


class Ending:
    """The end of some works, for whoever waits for it in an event loop."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._works = tuple(works)

    async def read(self) -> AsyncGenerator[str]:
        """Yield how many have ended whenever that has changed; ends with the last of them."""
        told = 0
        while told < len(self._works):
            ended = sum(work.finished for work in self._works)
            if ended > told:
                told = ended
                yield str(ended)
            else:
                await asyncio.sleep(SECONDS)
