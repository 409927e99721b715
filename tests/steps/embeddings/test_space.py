"""Vectors compared: similarities, neighbours, the plane, both searches, and what the pictures say of them."""

from __future__ import annotations

import numpy as np
import pytest

from firstcall.steps.embeddings import embedding_charts, million, space

CAT, KITTEN, TAX = [3.0, 0.0, 0.0], [0.8, 0.6, 0.0], [0.0, 0.0, 2.0]
THREE = np.array([CAT, KITTEN, TAX])
TEXTS = ("The cat sleeps.", "A kitten naps.", "Taxes <b>rise</b>.")


def test_a_similarity_knows_no_length() -> None:
    table = space.similarities(THREE)
    assert table[0, 1] == pytest.approx(0.8) and table[0, 2] == 0 and table[2, 2] == 1
    assert space.lengths(THREE) == pytest.approx([3, 1, 2])


def test_a_vector_of_nothing_is_like_none() -> None:
    assert space.similarities(np.array([[0.0, 0.0], [1.0, 0.0]]))[0].tolist() == [0, 0]


def test_the_nearest_and_the_pairs() -> None:
    assert space.nearest(THREE)[:2] == [1, 0]
    assert next((a, b) for _, a, b in space.pairs(THREE)) == (0, 1)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_plane_has_a_place_for_each(count: int) -> None:
    assert space.plane(THREE[:count]).shape == (count, 2)


def test_what_is_alike_is_near_in_the_plane() -> None:
    cat, kitten, tax = space.plane(THREE)
    assert np.linalg.norm(cat - kitten) < np.linalg.norm(cat - tax)


def test_a_search_by_words_finds_words_and_one_by_meaning_directions() -> None:
    found = space.searched(TEXTS, THREE, "Does the kitten sleep?", np.array([[1.0, 0.1, 0.0]]))
    assert [one.text for one in found] == list(TEXTS)
    assert [one.words for one in found] == [0, 0.5, 0]


def test_a_query_of_little_words_finds_nothing_by_words() -> None:
    assert {one.words for one in space.searched(TEXTS, THREE, "is it", THREE[:1])} == {0.0}


def test_the_table_says_the_most_alike_and_no_sentence_is_markup() -> None:
    chart = embedding_charts.heat_map(TEXTS, THREE)
    assert chart.alt.startswith("“The cat sleeps.” and “A kitten naps.”: 0.80.")
    [trace] = chart.figure.data
    assert trace.text[0][1] == ".80" and trace.text[0][0] == "" and "<b>" not in trace.y[2]


def test_the_picture_joins_those_that_are_near() -> None:
    lines, points = embedding_charts.picture(TEXTS, THREE).figure.data
    assert len(lines.x) == 6 and len(points.x) == 3


@pytest.mark.parametrize("draw", [embedding_charts.heat_map, embedding_charts.picture])
def test_without_vectors_it_says_so(draw: object) -> None:
    assert callable(draw) and draw((), np.zeros((0, 0))).alt == "There is nothing to show yet."


def test_a_search_shows_two_bars_for_each() -> None:
    found = space.searched(TEXTS, THREE, "kitten", THREE[:1])
    chart = embedding_charts.scores(found)
    assert [len(trace.x) for trace in chart.figure.data] == [3, 3]
    assert "The cat sleeps." in chart.alt


def test_a_million_sentences_cost_what_their_tokens_cost() -> None:
    rows = {row["Model"]: row for row in million.rows(10)}
    small = rows["OpenAI `text-embedding-3-small`"]
    assert small["A million sentences"] == "\\$0.20" and small["Texts a request"] == "2,048"
    assert rows["Ollama `all-minilm`"]["A million sentences"] == "\\$0"
