"""What can be answered at once is; what cannot is begun again where it holds up nobody.

A job is tried inside `at_hand`. Whatever takes long, or must not happen twice, says so with `takes_long` before it
begins: inside of `at_hand` that ends the job.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_trying: ContextVar[bool] = ContextVar("trying", default=False)


class NotAtHand(Exception):
    """The job was ended before it took long."""


def at_hand(job: Callable[[], T]) -> T:
    """What the job gives. Raises `NotAtHand` for one that takes long, of which nothing has happened then."""
    before = _trying.set(True)
    try:
        return job()
    finally:
        _trying.reset(before)


def takes_long() -> None:
    if _trying.get():
        raise NotAtHand
