"""The models that make vectors. The catalogue holds those that write text.

Sizes: https://ai.google.dev/gemini-api/docs/embeddings; that gemini-embedding-001 does not bring a shortened vector to
length 1: rohitg00/agentmemory 246.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Embedder:
    """How many tokens a model reads of a text, and whether a shortened vector has length 1."""

    input_tokens: int
    normalised: bool


EMBEDDERS: Mapping[str, Embedder] = {
    "gemini-embedding-001": Embedder(2048, normalised=False),
    "gemini-embedding-2": Embedder(8192, normalised=True),
}
