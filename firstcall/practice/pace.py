"""How fast the practice server speaks: time to the first token, and tokens per second after it."""

from __future__ import annotations

from dataclasses import dataclass

MOST_REPLY_SECONDS = 600.0
"""No reply takes longer than this, whatever its length and pace."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`tokens_per_second` 0 means that tokens follow each other without a wait."""

    first_token_seconds: float = 0.45
    tokens_per_second: float = 60.0

    def due(self, tokens: int) -> float:
        """Seconds after the request at which the token after so many others is said."""
        speaking = tokens / self.tokens_per_second if self.tokens_per_second else 0.0
        return min(self.first_token_seconds + speaking, MOST_REPLY_SECONDS)


LIFELIKE = Pace()
INSTANT = Pace(0.0, 0.0)
