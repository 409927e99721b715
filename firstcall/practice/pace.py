"""How fast the practice server speaks, and how often it may be asked."""

from __future__ import annotations

from dataclasses import dataclass

MOST_REPLY_SECONDS = 600.0
"""No reply takes longer than this, whatever its length and pace."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time to the first token, and tokens per second after it: 0 means that they follow each other without a wait.

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

    def due(self, tokens: int) -> float:
        """Seconds after the request at which the token after so many others is said."""
        speaking = tokens / self.tokens_per_second if self.tokens_per_second else 0.0
        return min(self.first_token_seconds + speaking, MOST_REPLY_SECONDS)


LIFELIKE = Pace()
INSTANT = Pace(0.0, 0.0)
