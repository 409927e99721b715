"""Temperature's arithmetic, and where log-probabilities stand in a response."""

from __future__ import annotations

from math import inf, log

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from firstcall import providers
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.steps.tune import lesson
from firstcall.steps.tune.probabilities import Place, places, reshaped
from tests.hostile_upstream import KINDS, changed, paths

HALF, QUARTER = log(0.5), log(0.25)


def test_temperature_one_changes_nothing() -> None:
    assert reshaped([HALF, QUARTER, QUARTER], 1) == pytest.approx([0.5, 0.25, 0.25])


def test_a_low_temperature_favours_the_likeliest() -> None:
    assert reshaped([HALF, QUARTER, QUARTER], 0.5) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_high_temperature_lets_the_unlikely_catch_up() -> None:
    assert reshaped([log(0.81), log(0.01)], 2) == pytest.approx([0.9, 0.1])


def test_temperature_zero_gives_everything_to_the_first_of_the_likeliest() -> None:
    assert reshaped([QUARTER, HALF, HALF], 0) == [0, 1, 0]


def test_an_impossible_token_stays_impossible() -> None:
    assert reshaped([0.0, -inf], 2) == [1, 0]


def test_only_listed_tokens_share_the_probability() -> None:
    assert reshaped([QUARTER, QUARTER], 1) == [0.5, 0.5]


def test_nothing_listed_nothing_shared() -> None:
    assert reshaped([], 1) == []


def test_there_is_no_negative_temperature() -> None:
    with pytest.raises(ValueError, match="not negative"):
        reshaped([HALF], -0.1)


@given(some.lists(some.floats(-9999, 0), min_size=1, max_size=20), some.floats(0, 2))
def test_the_shares_always_add_up_to_one(logprobs: list[float], temperature: float) -> None:
    assert sum(reshaped(logprobs, temperature)) == pytest.approx(1)


def test_the_listed_share_is_a_sum_of_probabilities() -> None:
    assert Place("a", (("a", HALF), ("b", QUARTER))).listed_share == pytest.approx(0.75)


def test_a_real_response_has_a_place_for_each_token(practice: str) -> None:
    key = "sk-practice-probabilities"
    pace = {"pace": {"first_token_seconds": 0, "tokens_per_second": 0}}
    httpx2.put(
        f"{practice}/control", headers={"authorization": f"Bearer {key}"}, json=pace
    ).raise_for_status()
    openai = providers.get("openai")
    access = Access(key, practice + openai.address.practice_path)
    run = runs.start(
        lesson.next_token_call(openai, "My favourite food is"), openai, access, step="t", mode="practice"
    )
    assert run.wait(30) and run.reply is not None
    found = places(run.reply.names["response"])
    assert "".join(place.said for place in found) == run.reply.text
    assert {len(place.ways) <= lesson.ALTERNATIVES for place in found} == {True}
    logprobs = [logprob for _, logprob in found[0].ways]
    assert logprobs == sorted(logprobs, reverse=True)
    assert 0 < found[0].listed_share <= 1.001


LISTED = {
    "content": [
        {"token": "a", "logprob": -1.0, "bytes": [97], "top_logprobs": [{"token": "a", "logprob": -1.0}]}
    ]
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_response_of_another_shape_has_fewer_places(kind: str) -> None:
    from openai.types.chat import ChatCompletion

    for path in paths(LISTED):
        odd = {"choices": [{"logprobs": changed(LISTED, path, KINDS[kind])}]}
        for place in places(ChatCompletion.construct(**odd)):
            assert isinstance(place.said, str) and 0 <= place.listed_share
            assert all(0 <= share <= 1 for share in reshaped([way for _, way in place.ways], 0.7))
