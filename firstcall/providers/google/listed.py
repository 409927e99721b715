"""The models that Google lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firstcall.providers import Listed


def listed(client: Any) -> Iterator[Listed]:
    """`GET /v1/models`, page by page: `google/genai/types.py`, `Model`. Days are not said there."""
    for model in client.models.list(config={"page_size": 1000}):
        id = str(model.name or "").removeprefix("models/")
        yield Listed(id, context_tokens=model.input_token_limit, output_tokens=model.output_token_limit)
