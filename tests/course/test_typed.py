"""What a learner typed, read as a number or as a path."""

from __future__ import annotations

import pytest

from firstcall.course import typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("401", 401), ("HTTP 401", 401), ("about 11", 11), ("≈11 tokens.", 11), ("1,234", 1234), ("0,6 s", 0.6),
        ("600ms", 600), ("-3", -3), ("401, that is 401", 401), ("4.01", 4.01), ("", None), ("some", None),
        ("401-403", None), ("11 of 99", None), ("gpt-4o", None), ("1.2.3", None), ("api03", None),
    ],
)  # fmt: skip
def test_the_one_number_of_a_text(text: str, value: float | None) -> None:
    assert typed.number(text) == value


@pytest.mark.parametrize(
    "text",
    ["message.id", " `message.id` ", "print(message.id)", "it = message.id", "it=print(message.id)"],
)
def test_a_path_is_bared(text: str) -> None:
    assert typed.path(text) == "message.id"


@pytest.mark.parametrize("text", ["a == b", "print(a, b)", "what?", 'f(x="1")'])
def test_what_is_more_than_a_path_stays(text: str) -> None:
    assert typed.path(text) == text
