"""How much replies have in common."""

from __future__ import annotations

from firstcall.steps.tune.similarity import alike, mean, of_pairs


def test_the_same_text_is_wholly_alike() -> None:
    assert alike("salt on the wind", "salt on the wind") == 1


def test_texts_without_a_common_word_have_nothing_in_common() -> None:
    assert alike("salt on the wind", "far away gulls") == 0


def test_half_of_the_words_in_order_is_half() -> None:
    assert alike("salt on the wind", "salt on my tongue") == 0.5


def test_three_texts_make_three_pairs() -> None:
    assert of_pairs(["a b", "a b", "c d"]) == [1, 0, 0]


def test_the_average_of_nothing_is_unknown() -> None:
    assert mean([]) is None and mean([0.0, 1.0]) == 0.5
