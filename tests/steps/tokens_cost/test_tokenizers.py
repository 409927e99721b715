"""Texts cut into tokens: OpenAI's own results, literal; nothing lost, nothing fetched."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.steps.tokens_cost import tokenizers
from firstcall.steps.tokens_cost.tokenizers import Token, certainty, count, cut, estimate, tokens_in


def texts(text: str) -> list[str]:
    return [piece.text for piece in cut(text).pieces]


def test_the_vocabulary_is_openais_file_byte_for_byte() -> None:
    """The hash is the one that tiktoken 0.14.0 expects (tiktoken_ext/openai_public.py)."""
    file = gzip.decompress(tokenizers.VOCABULARY.read_bytes())
    assert (
        hashlib.sha256(file).hexdigest() == "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    )
    assert len(file) == 3_613_922


def test_the_words_are_split_by_tiktokens_own_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken_ext.openai_public as public

    monkeypatch.setattr(public, "load_tiktoken_bpe", lambda *args, **more: {})
    assert tokenizers._WORDS == public.o200k_base()["pat_str"]


def test_a_sentence_has_openais_token_ids() -> None:
    assert [token.id for token in cut("Hello world, 😀 <|endoftext|>").tokens] == [
        *(13225, 2375, 11, 88038, 464, 91, 419, 1440, 919, 91, 29)
    ]


def test_a_leading_space_belongs_to_the_word() -> None:
    assert texts("Hello world") == ["Hello", " world"]


def test_digits_go_in_groups_of_three() -> None:
    assert texts("1234567") == ["123", "456", "7"]


def test_a_character_split_into_bytes_is_one_piece_of_several_tokens() -> None:
    (piece,) = cut("👧").pieces
    assert piece.text == "👧"
    assert piece.tokens == (Token(28823, b"\xf0\x9f\x91"), Token(100, b"\xa7"))


def test_an_empty_text_has_no_tokens() -> None:
    assert cut("") == tokenizers.Cut(0, ())


def test_half_a_surrogate_pair_does_not_break_it() -> None:
    assert count("a\ud800b") == 3


@given(st.text(max_size=300))
def test_the_pieces_put_together_are_the_text(text: str) -> None:
    found = cut(text)
    assert "".join(piece.text for piece in found.pieces) == text
    assert len(found.tokens) == found.count


@settings(deadline=None)
@given(st.text(alphabet="aB é你1 \n\t!/'s😀", max_size=200), st.integers(3, 60))
def test_cutting_in_blocks_at_seams_changes_no_token(text: str, block: int) -> None:
    whole = cut(text)
    seams = [seam.end() for seam in tokenizers._SEAM.finditer(text)]
    parts = [text[a:b] for a, b in zip([0, *seams], [*seams, len(text)], strict=True)]
    assert [t for part in parts for t in cut(part).tokens] == whole.tokens
    assert b"".join(t.bytes for t in cut(text, block=block).tokens) == text.encode()


def test_of_a_long_text_the_beginning_is_shown_and_all_is_counted() -> None:
    found = cut("word " * 10_000, shown=100)
    assert (found.count, len(found.tokens)) == (10_001, 100)


@pytest.mark.parametrize("text", [" " * 1_000_000, " " * 999_999 + "x", "a" * 1_000_000, "😀" * 250_000])
def test_a_million_characters_of_one_kind_are_counted(text: str) -> None:
    found = cut(text)
    assert found.count > 5_000
    assert 2_000 <= len(found.tokens) <= 2_010


def test_gpt_4o_mini_is_exact() -> None:
    assert certainty("gpt-4o-mini") == "exact"


def test_gpt_6_is_assumed() -> None:
    assert certainty("gpt-6-luna") == "assumed"


@pytest.mark.parametrize("model", ["claude-haiku-5-5", "llama3.2", "gpt-3.5-turbo", ""])
def test_any_other_model_is_an_estimate(model: str) -> None:
    assert certainty(model) == "estimate"


def test_older_claudes_are_estimated_at_four_bytes_a_token() -> None:
    assert estimate("claude-haiku-4-5", "x" * 400) == 100


def test_newer_claudes_are_estimated_thirty_percent_higher() -> None:
    assert estimate("claude-haiku-5-5", "x" * 400) == 130


def test_a_model_with_the_tokenizer_gets_the_count_and_another_the_estimate() -> None:
    assert tokens_in("gpt-4o", "Hello world") == (2, "exact")
    assert tokens_in("claude-haiku-4-5", "Hello world") == (3, "estimate")


def test_white_space_is_made_visible() -> None:
    assert tokenizers.visible("a b\tc\n") == "a·b→c↵"
