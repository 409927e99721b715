"""The models that an Ollama server has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firstcall.providers import Listed


def listed(client: Any) -> Iterator[Listed]:
    """`GET /api/tags` (`ollama/_types.py`, `ListResponse`): what was fetched, and no word of windows or days.

    `llama3.2` is listed as `llama3.2:latest`.
    """
    for model in client.list().models:
        yield Listed(str(model.model or "").removesuffix(":latest"))
