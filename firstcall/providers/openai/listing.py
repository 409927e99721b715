"""The models that OpenAI lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from firstcall.providers import Listed, _values


def listed(client: Any) -> Iterator[Listed]:
    """`GET /models`: `openai/types/model.py`. Sizes are not said there."""
    for model in client.models.list():
        yield Listed(
            model.id, released=_made(model), retires=_values.day(getattr(model, "shutdown_date", None))
        )


def _made(model: Any) -> date | None:
    """The day on which it was made: not every server of this protocol says one, and some say 0."""
    made = getattr(model, "created", None)
    return datetime.fromtimestamp(made, UTC).date() if made else None
