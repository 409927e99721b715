"""Prompts that Google blocks: only those of a kind for which the request sets a threshold.

Without a threshold nothing is blocked by the newer models, https://ai.google.dev/gemini-api/docs/safety-settings. What
is dangerous here is so as `PROBABILITY` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.practice.model.asked import Asked
from firstcall.practice.model.declining import is_dangerous

_CATEGORY = "HARM_CATEGORY_DANGEROUS_CONTENT"
_PROBABILITY = "HIGH"
_BLOCKS = ("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH")


def blocked(asked: Asked, thresholds: Mapping[str, str]) -> dict[str, Any] | None:
    """The `promptFeedback` of a prompt that these thresholds block, `None` for any other."""
    if thresholds.get(_CATEGORY) not in _BLOCKS:
        return None
    if not is_dangerous(asked):
        return None
    rating = {"category": _CATEGORY, "probability": _PROBABILITY, "blocked": True}
    return {"blockReason": "SAFETY", "safetyRatings": [rating]}
