"""The official SDKs at that server, with the key that raw requests have too."""

from __future__ import annotations

from collections.abc import Iterator

import anthropic
import openai
import pytest
from google import genai

KEY = "sk-practice-raw"


@pytest.fixture(scope="module")
def claudes(url: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key=KEY, base_url=f"{url}/anthropic", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def gpts(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=f"{url}/openai/v1", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def geminis(url: str) -> Iterator[genai.Client]:
    with genai.Client(api_key=KEY, http_options={"base_url": f"{url}/google"}) as client:
        yield client
