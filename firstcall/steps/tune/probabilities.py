"""What a model could have said next: the log-probabilities of a reply, reshaped by temperature.

A model gives every possible next token a score. Dividing the scores by the temperature before they
become probabilities is all that temperature does: below 1 the likely gets likelier, above 1 the
unlikely catches up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """One token of a reply: the one that was said, and the likeliest ones for its place.

    `ways` are (token, natural log-probability at temperature 1), likeliest first.
    """

    said: str
    ways: tuple[tuple[str, float], ...]

    @property
    def listed_share(self) -> float:
        """How probable it was, at temperature 1, that one of the listed tokens is said."""
        return sum(exp(logprob) for _, logprob in self.ways)


def places(response: Any) -> tuple[Place, ...]:
    """The tokens of a chat completion that was asked for `logprobs`; empty where it was not, or where what
    came is of another shape.

    Shape: openai 3.57.0, `types/chat/chat_completion_token_logprob.py`.
    """
    said = getattr(response.choices[0].logprobs, "content", None)
    return tuple(Place(str(each.token), _ways(each)) for each in said or ()) if _is_list(said) else ()


def _is_list(said: Any) -> bool:
    return isinstance(said, list) and all(
        hasattr(each, "token") and isinstance(getattr(each, "top_logprobs", None), list) for each in said
    )


def _ways(place: Any) -> tuple[tuple[str, float], ...]:
    """The ways that have a token and the logarithm of a probability, a number that is at most 0."""
    return tuple(
        (way.token, float(way.logprob))
        for way in place.top_logprobs
        if isinstance(getattr(way, "token", None), str) and _is_logarithm(getattr(way, "logprob", None))
    )


def _is_logarithm(value: Any) -> bool:
    return type(value) in {int, float} and isfinite(value) and value <= 0


def reshaped(logprobs: Sequence[float], temperature: float) -> list[float]:
    """Probabilities of these tokens among themselves at a temperature: softmax(logprob / temperature).

    At 0 the likeliest gets everything, the first where several are. Raises `ValueError` below 0.
    """
    if temperature < 0:
        raise ValueError(f"a temperature is not negative: {temperature}")
    if not logprobs:
        return []
    top = max(logprobs)
    if temperature == 0:
        first = list(logprobs).index(top)
        return [float(place == first) for place in range(len(logprobs))]
    weights = [exp((logprob - top) / temperature) for logprob in logprobs]
    total = sum(weights)
    return [weight / total for weight in weights]
