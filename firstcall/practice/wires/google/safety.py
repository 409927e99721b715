"""Prompts that Google blocks: only those of a kind for which the request sets a threshold.

Without a threshold nothing is blocked by the newer models, https://ai.google.dev/gemini-api/docs/safety-settings. Here
a few dangerous requests are known, each as dangerous as `PROBABILITY` says; the vendor's own judgement is finer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from firstcall.practice.model.speaker import Asked

_CATEGORY = "HARM_CATEGORY_DANGEROUS_CONTENT"
_PROBABILITY = "HIGH"
_BLOCKS = ("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH")
_MOST = 4000
_DANGEROUS = re.compile(
    r"\b(?:build|make|assemble)\s+(?:an?\s+)?(?:\w+\s+)?(?:bomb|explosives?|grenade)\b"
    r"|\b(?:synthesi[sz]e|cook)\s+(?:\w+\s+)?(?:sarin|nerve agent|meth(?:amphetamine)?)\b"
    r"|\bpoison\s+(?:someone|my\s+\w+|a\s+person)\b",
    re.IGNORECASE,
)


def blocked(asked: Asked, thresholds: Mapping[str, str]) -> dict[str, Any] | None:
    """The `promptFeedback` of a prompt that these thresholds block, `None` for any other."""
    if thresholds.get(_CATEGORY) not in _BLOCKS or not asked.messages:
        return None
    if not _DANGEROUS.search(asked.messages[-1][1][:_MOST]):
        return None
    rating = {"category": _CATEGORY, "probability": _PROBABILITY, "blocked": True}
    return {"blockReason": "SAFETY", "safetyRatings": [rating]}
