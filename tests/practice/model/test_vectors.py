import math

import pytest

from firstcall.practice.model.vectors import LEAST, MOST, vector


def nearness(one: str, other: str, dimensions: int) -> float:
    return sum(a * b for a, b in zip(vector(one, dimensions), vector(other, dimensions), strict=True))


@pytest.mark.parametrize("dimensions", [LEAST, 768, MOST])
@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        (
            "The cat sleeps on the sofa.",
            "A kitten is resting on the couch.",
            "The stock market fell sharply today.",
        ),
        ("How do I get my money back?", "Refunds and returns", "Reset your password"),
        ("What is the capital of France?", "Paris is the capital city of France.", "I like pizza"),
        ("Die Katze schläft.", "Eine Katze, die schläft", "Der Zug kommt"),
    ],
)
def test_like_is_nearer_than_unlike(text: str, like: str, unlike: str, dimensions: int) -> None:
    assert nearness(text, like, dimensions) > nearness(text, unlike, dimensions) + 0.3


@pytest.mark.parametrize("text", ["", "?!", "the", "word", "word " * 50_000, "\ud800 x", "😀"])
def test_every_text_has_a_vector_of_length_one(text: str) -> None:
    assert math.isclose(math.hypot(*vector(text)), 1)


def test_the_same_text_has_the_same_vector() -> None:
    assert vector("Same again") == vector("Same again") != vector("Another")
