"""Vectors compared: how alike two are, who is nearest, a picture of them in a plane, a search by words beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firstcall.providers import Texts
from firstcall.running.runs import Run

Matrix = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SAYS_LITTLE = frozenset(
    "a an and are at be by can do does for from had has have how i in is it its my of on or our the their this to was "
    "we what when where which who will with within you your".split()
)
"""Words that a search by words leaves out, as such searches do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a search: how alike its vector and the query's are, and which share of the query's words it has."""

    text: str
    similarity: float
    words: float


def asked(run: Run) -> Texts | None:
    """What a call for vectors asked for, `None` for a call of another kind."""
    embedding = run.provider.embedding
    made = embedding is not None and run.call.method == embedding.method
    return embedding.read(run.call) if embedding and made else None


@lru_cache(maxsize=32)
def matrix(run: Run) -> Matrix:
    """The vectors of a finished run, a row for each text; without rows where there are none, or not one for each text."""
    texts, embedding = asked(run), run.provider.embedding
    made = embedding.made(run.reply.names) if embedding and run.reply else ()
    return np.array(made) if texts and len(made) == len(texts.texts) else np.zeros((0, 0))


def lengths(vectors: Matrix) -> list[float]:
    """How long each vector is."""
    return [float(one) for one in np.linalg.norm(vectors, axis=1)]


def normalised(vectors: Matrix) -> Matrix:
    """The vectors, each divided by its length; one of length 0 stays."""
    long = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Matrix = vectors / np.where(long == 0, 1, long)
    return unit


def similarities(vectors: Matrix) -> Matrix:
    """The cosine of the angle between each two vectors: 1 for the same direction, 0 for none in common."""
    unit = normalised(vectors)
    return np.clip(unit @ unit.T, -1, 1)


def nearest(vectors: Matrix) -> list[int]:
    """For each vector the number of the one that is most like it."""
    table = similarities(vectors)
    np.fill_diagonal(table, -2)
    return [int(at) for at in table.argmax(axis=1)]


def pairs(vectors: Matrix) -> list[tuple[float, int, int]]:
    """Every two vectors with their similarity, the most alike first."""
    table = similarities(vectors)
    found = [(float(table[a, b]), a, b) for a in range(len(table)) for b in range(a + 1, len(table))]
    return sorted(found, reverse=True)


def plane(vectors: Matrix) -> Matrix:
    """The two directions in which the vectors differ most (principal components), as a place for each."""
    centred = normalised(vectors) - normalised(vectors).mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = (left * sizes)[:, :2]
    return places if places.shape[1] == 2 else np.pad(places, ((0, 0), (0, 2 - places.shape[1])))


def words(text: str) -> frozenset[str]:
    """The words of a text that say something, in lower case."""
    return frozenset(_WORD.findall(text.lower())) - _SAYS_LITTLE


def searched(texts: Sequence[str], vectors: Matrix, query: str, of_query: Matrix) -> list[Found]:
    """Every sentence with both scores for a query, the most alike first."""
    scores = normalised(vectors) @ normalised(of_query)[0]
    wanted = words(query)
    found = [
        Found(text, float(score), len(wanted & words(text)) / len(wanted) if wanted else 0.0)
        for text, score in zip(texts, scores, strict=True)
    ]
    return sorted(found, key=lambda one: -one.similarity)
