"""What may be used up to work out what is asked about a program, however it is written.

Counted, so that the same program ends in the same place on a slow machine and on a fast one. The processor
time is bounded besides, for what nobody thought of counting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from firstcall.programs.patience import TooMuch, hurry
from firstcall.programs.refusals import NotAllowed

_T = TypeVar("_T")
MAX_STEPS = 200_000
MAX_WORK = 6_000_000
"""Characters, entries and digits that may be read or made, all together."""
MOST_BITS = 10_000
MOST_CHARACTERS = 2_000_000
_MOST_ENTRIES = 100_000
_SIZED = (str, bytes, list, tuple, dict)
_OFTEN = 32
"""So many steps between two looks at the clock, which costs as much as a step."""


class Budget:
    """What has been used up. All evaluations of one program, in all walks through it, share one.

    Raises `TooMuch` when it is used up: unlike a value that is not known, that ends the walk.
    """

    def __init__(self) -> None:
        self.steps = 0
        self.work = 0

    def step(self, amount: int = 1) -> None:
        before, self.steps = self.steps, self.steps + amount
        if self.steps > MAX_STEPS:
            raise TooMuch(counted=True)
        if before // _OFTEN != self.steps // _OFTEN:
            hurry()

    def charge(self, value: Any) -> None:
        """Count the size of a value that was read or made."""
        if isinstance(value, int):
            self._worked(value.bit_length() // 4)
        elif isinstance(value, str | bytes | list | tuple | dict | set | frozenset):
            self._worked(len(value))

    def bounded(self, value: _T) -> _T:
        """The value, if it is of a size that a page can show. Raises `NotAllowed` if not."""
        if isinstance(value, int) and value.bit_length() > MOST_BITS:
            raise NotAllowed("value number")
        # Entries are counted as often as they would be shown: a list may hold another one many times.
        entries, characters, waiting = 0, 0, [value] if isinstance(value, _SIZED) else []
        while waiting:
            one: Any = waiting.pop()
            entries += 1
            if isinstance(one, str | bytes):
                characters += len(one)
            elif isinstance(one, Mapping):
                waiting += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                waiting += one
            if entries > _MOST_ENTRIES or characters > MOST_CHARACTERS or len(waiting) > 2 * _MOST_ENTRIES:
                self._worked(10 * entries)
                raise NotAllowed("value long")
        self._worked(10 * entries)  # looking at an entry takes some ten times as long as copying it
        return value

    def _worked(self, amount: int) -> None:
        self.work += amount
        if self.work > MAX_WORK:
            raise TooMuch(counted=True)
        if amount > 1000:
            hurry()
