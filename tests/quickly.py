"""Which cases of a test `tests/all.py --quick` tries, where one shows nearly all that the others show. The suite has all."""

from __future__ import annotations

from collections.abc import Iterable

import hypothesis
import pytest


def one_of(cases: Iterable[object], chosen: object = None) -> list[object]:
    """The cases for `parametrize`: with `--quick` the chosen one, otherwise the first."""
    every = list(cases)
    one = every[0] if chosen is None else chosen
    assert one in every, f"{one!r} is none of the cases"
    return [case if case == one else _thorough(case) for case in every]


def _thorough(case: object) -> object:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.thorough)


def examples(most: int) -> hypothesis.settings:
    """So many made-up values; with `--quick`, whose profile has a tenth of what is usual, a tenth of them."""
    return hypothesis.settings(max_examples=most * hypothesis.settings().max_examples // 100, deadline=None)
