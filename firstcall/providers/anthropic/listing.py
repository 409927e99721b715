"""The models that Anthropic lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firstcall.providers import Listed, _values


def listed(client: Any) -> Iterator[Listed]:
    """`GET /v1/models`, page by page: `anthropic/types/model_info.py`."""
    for model in client.models.list(limit=100):
        yield Listed(
            model.id,
            context_tokens=model.max_input_tokens,
            output_tokens=model.max_tokens,
            released=_values.day(model.created_at),
            retires=_values.day(model.retires_at),
        )
