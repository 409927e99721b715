"""Which models a learner has in memory: a request loads one, and it stays for `keep_alive`.

https://docs.ollama.com/faq (five minutes unless told otherwise) and ollama/ollama `server/sched.go`. Nothing is really
loaded here: what is kept is that it was asked for.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from firstcall.practice.kept import Kept
from firstcall.practice.wires.ollama.library import Pulled

_BYTES = 200
_FOR_EVER = timedelta(days=365 * 100)


@dataclass(frozen=True, slots=True)
class Loaded:
    pulled: Pulled
    context_tokens: int
    until: float

    @property
    def expires_at(self) -> str:
        now = datetime.now(UTC)
        end = (
            now + _FOR_EVER
            if math.isinf(self.until)
            else now + timedelta(seconds=self.until - time.monotonic())
        )
        return end.isoformat().replace("+00:00", "Z")


def _id(pulled: Pulled) -> str:
    return f"loaded {pulled.full}"


def load(kept: Kept, key: str, pulled: Pulled, context_tokens: int, seconds: float) -> None:
    """Keeps a model in memory for so many seconds from now."""
    loaded = Loaded(pulled, context_tokens, time.monotonic() + seconds)
    kept.put(key, _id(pulled), loaded, _BYTES)


def unload(kept: Kept, key: str, pulled: Pulled) -> None:
    kept.remove(key, _id(pulled))


def loaded(kept: Kept, key: str) -> list[Loaded]:
    """The models in a learner's memory, that which stays longest first."""
    found = [each for each in kept.every(key) if isinstance(each, Loaded) and each.until > time.monotonic()]
    return sorted(found, key=lambda each: -each.until)
