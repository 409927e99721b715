"""Word-pieces of the practice server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.practice.model import tokens
from firstcall.practice.model.tokens import count, split
from tests.quickly import one_of

ENGLISH = (
    "A token is a piece of a word. Short words are one token each, and longer words, such as internationally, "
    "are cut into several. The space before a word belongs to it, which keeps the joined text unchanged."
)


@given(st.text())
def test_joined_pieces_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(st.text(alphabet=" \n\r\tabTing'0.9é你🎉_"))
def test_joined_pieces_are_the_text_with_every_kind_of_sign(text: str) -> None:
    assert "".join(split(text)) == text


@given(st.text())
def test_count_is_the_number_of_pieces(text: str) -> None:
    assert count(text) == len(split(text))


def test_a_leading_space_belongs_to_its_word() -> None:
    assert split("The sky is blue.") == ["The", " sky", " is", " blue", "."]


def test_long_words_are_cut() -> None:
    assert split(" internationally") == [" inter", "nation", "ally"]


def test_contractions_are_two_pieces() -> None:
    assert split("it's") == ["it", "'s"]


def test_digits_come_in_threes() -> None:
    assert split("1234567") == ["123", "456", "7"]


def test_an_empty_text_has_no_pieces() -> None:
    assert split("") == []


def test_english_has_about_four_characters_per_token() -> None:
    assert 3.5 < len(ENGLISH) / count(ENGLISH) < 5.5


@pytest.mark.parametrize("sign", one_of(["a", " ", "\n", "\r", "'", "ing", "你", " x", "9"]))
def test_a_megabyte_of_the_same_sign_is_counted(sign: str) -> None:
    text = sign * (1_000_000 // len(sign))

    assert len(text) / 16 <= count(text) <= len(text)


@given(st.text(alphabet=st.sampled_from("aings ed'\n\r\t.{é日0_") | st.characters(), max_size=400))
def test_text_cut_in_slices_is_cut_the_same(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_SLICE", 64)
        assert tokens.split(text) == tokens._PIECE.findall(text)


def test_long_text_is_cut_in_steps() -> None:
    steps = list(tokens.slices("some words and 12345 numbers, " * 10_000))
    assert max(map(len, steps)) <= tokens._SLICE
    assert len(steps) > 30
