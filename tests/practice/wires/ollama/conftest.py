"""Ollama's Python SDK at that server, without a key."""

from __future__ import annotations

from collections.abc import Iterator

import ollama
import pytest


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[ollama.Client]:
    with ollama.Client(host=f"{url}/ollama") as client:
        yield client
