"""How fast the practice server speaks, and how often it may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

MOST_REPLY_SECONDS = 600.0
"""No reply takes longer than this, whatever its length and pace."""
_READ_AS_FAST, _MOST_READ = 5_000, 20_000
"""So many tokens of a prompt take as long to read as a short prompt takes to its first token; more than the second
number of them take no longer."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time to the first token of a short prompt's reply, and tokens per second after it: 0 means that they follow each
    other without a wait.

    `requests_per_minute` is `None` for as many as is usual at a vendor, or any number where nothing waits; of these so
    many may come `at_once`, `None` for all of them.
    """

    first_token_seconds: float = 0.45
    tokens_per_second: float = 60.0
    requests_per_minute: int | None = None
    requests_at_once: int | None = None

    @property
    def limits_requests(self) -> bool:
        return self.requests_per_minute is not None or self.tokens_per_second > 0

    def reading(self, tokens: int) -> Pace:
        """The pace of a reply to a prompt of which so many tokens have to be read: those in no cache."""
        longer = 1 + min(tokens, _MOST_READ) / _READ_AS_FAST
        return replace(self, first_token_seconds=self.first_token_seconds * longer)

    def due(self, tokens: int) -> float:
        """Seconds after the request at which the token after so many others is said."""
        speaking = tokens / self.tokens_per_second if self.tokens_per_second else 0.0
        return min(self.first_token_seconds + speaking, MOST_REPLY_SECONDS)


VARIABLE = "FIRSTCALL_PRACTICE_PACE"
"""The environment variable that sets the pace of an app's practice server: `0.2 20` for a fifth of a second to the
first token and twenty tokens in each second after it."""


def told(environ: Mapping[str, str]) -> Pace:
    """The pace that the operator wants; the lifelike one where nothing is said of it.

    Raises `ValueError` where what is said is not two numbers from 0 on.
    """
    said = environ.get(VARIABLE, "").split()
    if not said:
        return LIFELIKE
    first, each = map(float, said)
    if not (0 <= first < MOST_REPLY_SECONDS and 0 <= each <= 100_000):
        raise ValueError(f"{VARIABLE}: two numbers are wanted, as in `0.45 60`, not {' '.join(said)!r}")
    return Pace(first, each)


LIFELIKE = Pace()
INSTANT = Pace(0.0, 0.0)
