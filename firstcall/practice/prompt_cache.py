"""The prompt cache: which beginnings of a learner's prompts the server has read lately.

Kept are fingerprints, no text. Where a beginning ends, how long it lives and what a cached token is
called are the wire's affair.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from firstcall.practice.model.at_hand import takes_long

MOST_LEARNERS = 300
MOST_PREFIXES = 600
"""Of one learner; the one that was used the longest time ago is dropped first."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a prompt: its fingerprint and its tokens. It is written to the cache for so many
    `seconds`; with `None` it is only looked for."""

    fingerprint: bytes
    tokens: int
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Cached:
    """Of one prompt: the tokens read from the cache, and those newly written, by the seconds they live."""

    read: int = 0
    written: dict[int, int] = field(default_factory=dict)

    @property
    def written_tokens(self) -> int:
        return sum(self.written.values())


_Kept = OrderedDict[bytes, tuple[float, int]]
"""By fingerprint until when it lives, and for how many seconds after each use."""


class PromptCache:
    """The beginnings of all learners, by practice key; nobody reads another's. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._learners: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._learners)

    def use(self, key: str, prefixes: Sequence[Prefix]) -> Cached:
        """Reads the longest of these beginnings, given shortest first, that is still alive; writes the longer ones."""
        if not prefixes:
            return Cached()
        takes_long()
        with self._lock:
            now = self._clock()
            kept = self._of(key, now)
            known = _read(kept, prefixes, now)
            read = prefixes[known - 1].tokens if known else 0
            return Cached(read, _write(kept, prefixes[known:], read, now))

    def _of(self, key: str, now: float) -> _Kept:
        """What is kept of a learner. Of the others those who asked the longest time ago may go."""
        kept = self._learners.pop(key, _Kept())
        while self._learners and (len(self._learners) >= MOST_LEARNERS or _ended(self._oldest(), now)):
            self._learners.popitem(last=False)
        self._learners[key] = kept
        return kept

    def _oldest(self) -> _Kept:
        return next(iter(self._learners.values()))


def _ended(kept: _Kept, now: float) -> bool:
    return all(until <= now for until, _ in kept.values())


def _read(kept: _Kept, prefixes: Sequence[Prefix], now: float) -> int:
    """How many of these are known, counted to the longest. What is known lives on from now: providers renew a hit."""
    known = 0
    for place, prefix in enumerate(prefixes, start=1):
        until, seconds = kept.pop(prefix.fingerprint, (0.0, 0))
        if until > now:
            kept[prefix.fingerprint] = (now + seconds, seconds)
            known = place
    return known


def _write(kept: _Kept, prefixes: Sequence[Prefix], read: int, now: float) -> dict[int, int]:
    """Keeps these; gives the tokens that each adds to what was read, by the seconds it lives."""
    written: dict[int, int] = {}
    for prefix in prefixes:
        if prefix.seconds is not None:
            kept[prefix.fingerprint] = (now + prefix.seconds, prefix.seconds)
            written[prefix.seconds] = written.get(prefix.seconds, 0) + prefix.tokens - read
            read = prefix.tokens
    while len(kept) > MOST_PREFIXES:
        kept.popitem(last=False)
    return written


def fingerprints(parts: Iterable[str]) -> Iterator[bytes]:
    """For each part the fingerprint of everything up to its end."""
    whole = blake2b(digest_size=12)
    for part in parts:
        text = part.encode("utf-8", "surrogatepass")
        whole.update(len(text).to_bytes(8, "big") + text)  # the length tells "ab", "c" from "a", "bc"
        yield whole.copy().digest()
