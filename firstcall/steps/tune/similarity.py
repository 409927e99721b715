"""How much several replies to the same prompt have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

LONGEST = 400
"""Words of one reply that are compared; comparing takes time with the square of the length."""


def alike(one: str, other: str) -> float:
    """The share of words that stand in both texts in the same order: 1.0 is word for word the same."""
    return SequenceMatcher(None, one.split()[:LONGEST], other.split()[:LONGEST], autojunk=False).ratio()


def of_pairs(texts: Sequence[str]) -> list[float]:
    """How alike each text is to each other one, pair by pair."""
    return [alike(one, other) for one, other in combinations(texts, 2)]


def mean(shares: Sequence[float]) -> float | None:
    """The average, `None` where there is nothing to average."""
    return sum(shares) / len(shares) if shares else None


def equal(texts: Sequence[str]) -> int:
    """How many of these are word for word the same; 0 where all differ."""
    most = max(Counter(texts).values(), default=0)
    return most if most > 1 else 0
