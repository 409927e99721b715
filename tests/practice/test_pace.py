"""The pace that an operator asks for."""

from __future__ import annotations

import pytest

from firstcall.practice.pace import LIFELIKE, VARIABLE, Pace, told


def test_two_numbers_are_the_pace() -> None:
    assert told({VARIABLE: " 0.2  20 "}) == Pace(0.2, 20.0)
    assert told({VARIABLE: ""}) == told({}) == LIFELIKE


@pytest.mark.parametrize(
    "said", ["fast", "0.2", "0.2 20 3", "-1 20", "0.2 -1", "nan 20", "0.2 inf", "601 20"]
)
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        told({VARIABLE: said})
