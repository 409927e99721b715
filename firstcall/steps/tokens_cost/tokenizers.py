"""A text cut into tokens without any network, and how sure the cut is for a given model.

OpenAI's vocabulary `o200k_base` comes with the program (`vocabulary/NOTICE.md`) and is cut by OpenAI's
own package `tiktoken`. Anthropic publishes no tokenizer: for its models there is a rule of thumb here,
and `token_count` asks the provider.
"""

from __future__ import annotations

import binascii
import gzip
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from firstcall import models

VOCABULARY = Path(__file__).parent / "vocabulary" / "o200k_base.tiktoken.gz"
MOST_SHOWN = 2_000
"""So many tokens are cut out for showing; all are counted."""

# From tiktoken 0.14.0, tiktoken_ext/openai_public.py, `o200k_base`: how a text falls into words first.
_WORDS = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
_BLOCK = 50_000
_SEAM = re.compile(r"\S(?=[ \t])|\n(?=[^\W\d_])")
"""Behind such a place a word of `_WORDS` always ends, so cutting there changes no token."""

Certainty = Literal["exact", "assumed", "estimate"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its number in the vocabulary and its bytes, which need not be whole characters."""

    id: int
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """The shortest run of tokens that makes whole characters: nearly always one token, several where
    a character such as an emoji was split into bytes."""

    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into tokens: how many in all, and the pieces at its beginning."""

    count: int
    pieces: tuple[Piece, ...]

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the pieces, in order."""
        return [token for piece in self.pieces for token in piece.tokens]


def cut(text: str, shown: int = MOST_SHOWN, *, block: int = _BLOCK) -> Cut:
    """Cut a text as `o200k_base` does; about `shown` tokens become pieces, all are counted.

    Special tokens such as `<|endoftext|>` are taken for plain text. Only where `block` characters
    come without a space or a line break can the count be off, by a token at each such place.
    """
    ids = [id for part in _blocks(text, block) for id in _encoding().encode_ordinary(part)]
    return Cut(len(ids), tuple(_pieces(ids, shown)))


def count(text: str) -> int:
    """How many tokens of `o200k_base` a text has."""
    return cut(text, 0).count


def _blocks(text: str, size: int) -> Iterator[str]:
    """The text in parts that the tokenizer can take: endless white space overflows its stack."""
    start = 0
    while len(text) - start > size:
        end = start + size
        for seam in _SEAM.finditer(text, start, start + size):
            end = seam.end()
        yield text[start:end]
        start = end
    yield text[start:]


def _pieces(ids: Sequence[int], shown: int) -> Iterator[Piece]:
    decoder = getincrementaldecoder("utf-8")("replace")
    tokens: list[Token] = []
    text = ""
    for id in ids if shown else ():
        token = Token(id, _encoding().decode_single_token_bytes(id))
        tokens.append(token)
        text += decoder.decode(token.bytes)
        if not decoder.getstate()[0]:
            yield Piece(text, tuple(tokens))
            shown, tokens, text = shown - len(tokens), [], ""
            if shown <= 0:
                return


@cache
def _encoding() -> Any:
    """The tokenizer, read from our file: takes about a second, once in a process."""
    import tiktoken

    lines = gzip.decompress(VOCABULARY.read_bytes()).splitlines()
    ranks = {binascii.a2b_base64(line.partition(b" ")[0]): rank for rank, line in enumerate(lines)}
    return tiktoken.Encoding("o200k_base", pat_str=_WORDS, mergeable_ranks=ranks, special_tokens={})


def certainty(model: str) -> Certainty:
    """Whether `o200k_base` is this model's own tokenizer.

    `exact` where OpenAI's `tiktoken` says so, `assumed` for newer OpenAI models that it does not name
    yet (GPT-6), `estimate` for every other model.
    """
    import tiktoken

    try:
        return "exact" if tiktoken.encoding_name_for_model(model) == "o200k_base" else "estimate"
    except KeyError:
        found = models.find(model)
        return "assumed" if found and found.tokenizer == "o200k_base" else "estimate"


def estimate(model: str, text: str) -> int:
    """A rule of thumb for models without a public tokenizer: one token for four bytes, more where the
    catalogue says so."""
    found = models.find(model)
    tokens = -(-len(text.encode("utf-8", "replace")) // 4)
    return round(tokens * found.token_factor) if found else tokens


def tokens_in(model: str, text: str) -> tuple[int, Certainty]:
    """How many tokens a model makes of a text, as well as can be said here, and how sure that is."""
    sure = certainty(model)
    return (estimate(model, text) if sure == "estimate" else count(text)), sure


def visible(text: str) -> str:
    """White space made visible: `·` for a space, `→` for a tab, `↵` for a line break."""
    return text.translate(_SIGNS)


_SIGNS = str.maketrans({" ": "·", "\t": "→", "\n": "↵", "\r": "␍", "\u00a0": "⍽"})
