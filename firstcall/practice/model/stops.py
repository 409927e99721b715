"""Watches a reply for stop sequences, at a cost that grows with the text and not with the sequences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class StopWatch:
    """The text that is held back because it may yet become a stop sequence.

    `free` is how much at its beginning can be said: no stop sequence begins there any more.
    """

    def __init__(self, stops: Iterable[str]) -> None:
        self._stops = sorted(set(stops))
        self._text = ""
        self.free = 0

    def hear(self, more: str) -> tuple[int, str] | None:
        """Takes the next piece; where the stop sequence begins that is complete first, and which it is."""
        before, self._text = len(self._text), self._text + more
        found = self._complete(before)
        while self.free < len(self._text) and not self._may_become_stop(self._text[self.free :]):
            self.free += 1
        return found

    def let_go(self, length: int) -> None:
        """Forgets the beginning of the text, which was said."""
        self._text = self._text[length:]
        self.free -= length

    def _complete(self, before: int) -> tuple[int, str] | None:
        found = [
            (place + len(stop), place, stop)
            for stop in self._stops
            if (place := self._text.find(stop, max(0, before + 1 - len(stop)))) >= 0
        ]
        return min(found)[1:] if found else None

    def _may_become_stop(self, end: str) -> bool:
        """Whether some stop sequence begins with the end of the text. Sorted, they stand right after it."""
        place = bisect_left(self._stops, end)
        return place < len(self._stops) and self._stops[place].startswith(end)
