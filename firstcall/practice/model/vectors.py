"""Embeddings: a text as a vector, in which texts with like words, or words of a kind, are near each other.

There is no network here. Each word, each group of letters in it and each group of kin that it belongs to (the reply
`concepts/kin`) has a direction of its own, always the same; a text is the sum of its directions. What comes first in
a vector says as much as the rest, so that a shortened vector still compares.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from firstcall.practice.model.network import speaking
from firstcall.practice.model.replies import lines

LEAST, MOST = 128, 3072
"""Dimensions of the shortest vector that still compares well, and of the longest."""
_MOST_WORDS = 512
"""Different words of a long text that are looked at, the most frequent ones."""
_BANDS = ((0, 128), (128, 256), (256, 512), (512, 1024), (1024, 1536), (1536, 3072))
"""A direction has its share in each of these."""
_SHARE = 8
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ing|ed|es|s|ly)$")
FILLING = frozenset(
    "a an the and or but if of to in on at by for from with as is are was were be been am it its this that these "
    "those i you he she we they my your his her our their me him us them do does did have has had not no so than "
    "then there here what which who whom how when where why can could will would shall should may might must".split()
)
_KIN, _LETTERS, _FILLED = 1.4, 0.35, 0.15
"""How much a group of kin, three letters, and a word that says little weigh beside a word."""


def vector(text: str, dimensions: int = MOST) -> list[float]:
    """The vector of a text, of length 1; of a text without words the same one every time."""
    if (network := speaking.get()) is not None:
        return network.vector(text, dimensions)
    found = _sum(text)[:dimensions]
    length = float(np.linalg.norm(found))
    return (found / length).tolist() if length else vector("nothing", dimensions)


def _sum(text: str) -> NDArray[np.float64]:
    """The sum of the directions of a text's words; a word that comes again adds less each time."""
    words = Counter(_words(text)).most_common(_MOST_WORDS)
    if not words:
        return np.zeros(MOST)
    each = [(*_direction_of_word(word), 1 + math.log(times)) for word, times in words]
    places = np.concatenate([places for places, _, _ in each])
    weights = np.concatenate([shares * weight for _, shares, weight in each])
    return np.bincount(places, weights, MOST).astype(np.float64, copy=False)


@lru_cache(maxsize=1024)
def _direction_of_word(word: str) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Places of a vector, some of them more than once, and what the word adds to each."""
    each = [(*_direction(feature), np.float32(weight)) for feature, weight in _features(word)]
    shares = [signs * weight for _, signs, weight in each]
    return np.concatenate([places for places, _, _ in each]), np.concatenate(shares)


def _features(word: str) -> Iterator[tuple[str, float]]:
    """What is in a word, with its weight."""
    weight = _FILLED if word in FILLING else 1.0
    stem = _ENDING.sub("", word)
    yield f"word {stem}", weight
    if word in FILLING:
        return
    for kin in _kin().get(word, _kin().get(stem, ())):
        yield f"kin {kin}", weight * _KIN
    for at in range(len(word) - 2):
        yield f"letters {word[at : at + 3]}", weight * _LETTERS / math.sqrt(len(word))


def _words(text: str) -> Iterator[str]:
    return (found[0].lower()[:40] for found in _WORD.finditer(text))


@cache
def _kin() -> dict[str, tuple[int, ...]]:
    """By word the groups that it belongs to."""
    found: dict[str, tuple[int, ...]] = {}
    for group, line in enumerate(lines("concepts/kin")):
        for word in line.split():
            found[word] = (*found.get(word, ()), group)
    return found


@lru_cache(maxsize=4096)
def _direction(feature: str) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Places of a vector, the same number in every band of it, and a sign for each."""
    noise = blake2b(feature.encode("utf-8", "replace"), digest_size=64).digest()
    noise += blake2b(noise, digest_size=64).digest()
    places, signs = [], []
    for number, (start, end) in enumerate(_BANDS):
        for at in range(_SHARE):
            two = int.from_bytes(noise[(number * _SHARE + at) * 2 :][:2], "big")
            places.append(start + (two >> 1) % (end - start))
            signs.append(1 if two & 1 else -1)
    return np.array(places, np.int16), np.array(signs, np.int8)
