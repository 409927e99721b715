"""How a provider keeps the beginning of a prompt, so that the next call that begins alike costs less or is faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from firstcall.calls import Call

SHAPE = "cached"
"""What the programs that print these counts are called, in a wire's folder."""


def _as_it_is(call: Call) -> Call:
    return call


@dataclass(frozen=True, slots=True)
class Caching:
    """What a program says and reads of it.

    `adds` gives the call with what asks for the cache, or helps to meet it again; the same call where nothing is to be
    said. `counters` are paths into a reply by what they count: `fresh`, `input`, `written`, `read` (tokens),
    `reading` (seconds for reading the prompt). `an_hour` says that a program may ask for an hour, at a price of its own.
    `marks` are the arguments, and keys in them, by which a program shows that it counts on the cache.
    """

    adds: Callable[[Call], Call] = _as_it_is
    counters: Mapping[str, str] = field(default_factory=dict)
    an_hour: bool = False
    marks: frozenset[str] = frozenset()

    @property
    def counts_reads(self) -> bool:
        """Whether a reply says how much of its prompt was read from the cache."""
        return "read" in self.counters
