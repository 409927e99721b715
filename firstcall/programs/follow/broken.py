"""Errors that a program meets in life, apart from those of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from firstcall.programs.follow.evaluation import ERRORS
from firstcall.programs.refusals import NotAllowed

_T = TypeVar("_T")


class Broken(Exception):
    """An expression fails as it would in life. Its error travels wrapped: a generator must not raise StopIteration."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


def worked_out(make: Callable[[], _T]) -> _T:
    """What `make` gives; the errors that a program meets in life come out as `Broken`."""
    try:
        return make()
    except RecursionError:
        raise NotAllowed("follow deep") from None
    except ERRORS as error:
        raise Broken(error) from None
