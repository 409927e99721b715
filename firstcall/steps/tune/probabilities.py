"""What a model could have said next: the log-probabilities of a reply, reshaped by temperature.

A model gives every possible next token a score. Dividing the scores by the temperature before they
become probabilities is all that temperature does: below 1 the likely gets likelier, above 1 the
unlikely catches up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
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
    """The tokens of a chat completion that was asked for `logprobs`; empty where it was not.

    Shape: openai 3.57.0, `types/chat/chat_completion_token_logprob.py`.
    """
    logprobs = response.choices[0].logprobs
    if logprobs is None or logprobs.content is None:
        return ()
    return tuple(
        Place(each.token, tuple((way.token, way.logprob) for way in each.top_logprobs))
        for each in logprobs.content
    )


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
