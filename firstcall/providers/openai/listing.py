"""The models that OpenAI lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from firstcall.providers import Listed, _values


def listed(client: Any) -> Iterator[Listed]:
    """`GET /models`: `openai/types/model.py`. Sizes are not said there."""
    for model in client.models.list():
        made = datetime.fromtimestamp(model.created, UTC).date()
        yield Listed(model.id, released=made, retires=_values.day(model.shutdown_date))
