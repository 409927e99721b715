"""A real language model in the place of the replies that are written for the lessons, for the request being composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from typing import Protocol, TypeVar

from firstcall.practice.model.asked import Asked, Token

T = TypeVar("T")


class Network(Protocol):
    """`speak` gives `None` for what the model cannot do, `vector` a vector of length 1."""

    def speak(self, asked: Asked) -> Iterator[Token] | None: ...

    def vector(self, text: str, dimensions: int) -> list[float]: ...


speaking: ContextVar[Network | None] = ContextVar("speaking", default=None)
"""Who speaks; `None` for the written replies."""


def spoken_by(network: Network | None, compose: Callable[[], T]) -> T:
    """What `compose` gives when this model speaks in it, `None` for the written replies."""

    def composed() -> T:
        speaking.set(network)
        return compose()

    return copy_context().run(composed)
