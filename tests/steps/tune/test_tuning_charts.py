"""The pictures of "Tune the output" and of "Streaming": what they show, and what they say in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from math import log
from typing import Any

import pytest

from firstcall.calls import Record, Usage
from firstcall.steps.tune import temperature_charts, tuning_charts
from firstcall.steps.tune.probabilities import Place
from firstcall.ui.charts import stream_charts
from firstcall.ui.charts.stream_charts import Wait

RECORD = Record(
    at=datetime(2026, 11, 21, tzinfo=UTC),
    step="tune",
    provider="anthropic",
    model="claude-haiku-5-5",
    mode="practice",
    parameters={},
    usage=Usage(10, 100, reasoning_tokens=40),
    usd=Decimal("0.002"),
    seconds=2.5,
    first_token_seconds=0.5,
    stop_reason="end_turn",
    error=None,
)
CUT = replace(RECORD, usage=Usage(10, 16, reasoning_tokens=16), stop_reason="max_tokens")


def traces(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data}


def words(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_thinking_and_text_are_drawn_apart() -> None:
    found = traces(tuning_charts.ceilings([(16, CUT), (128, RECORD)]).figure)
    assert list(found["Thinking"].x) == [16, 40]
    assert list(found["Text of the reply"].x) == [0, 60]


def test_the_stop_reason_stands_beside_each_bar() -> None:
    assert words(tuning_charts.ceilings([(128, RECORD), (16, CUT)]).figure) == ["max_tokens", "end_turn"]


def test_a_near_ceiling_is_marked_and_a_far_one_is_not() -> None:
    found = traces(tuning_charts.ceilings([(16, CUT), (110, RECORD), (2048, RECORD)]).figure)
    assert list(found["Token limit"].x) == [16, 110]


def test_replies_without_thinking_have_no_thinking_in_the_legend() -> None:
    plain = replace(RECORD, usage=Usage(10, 100))
    assert set(traces(tuning_charts.ceilings([(110, plain)]).figure)) == {"Text of the reply", "Token limit"}


def test_the_ceilings_are_said_in_words() -> None:
    assert tuning_charts.ceilings([(16, CUT)]).alt == (
        "With a token limit of 16: 16 tokens written, 16 of them thinking, ended with max_tokens."
    )


def test_a_stop_reason_from_the_wire_is_not_read_as_html() -> None:
    evil = replace(RECORD, stop_reason="<b>x</b>")
    assert words(tuning_charts.ceilings([(128, evil)]).figure) == ["&lt;b&gt;x&lt;/b&gt;"]


def test_each_pair_of_replies_is_a_dot_and_their_average_a_diamond() -> None:
    figure = temperature_charts.alike({"at 0": ["a b", "a b", "a b"], "at 1": ["a b", "a c", "d e"]}).figure
    assert [len(trace.x) for trace in figure.data] == [3, 1, 3, 1]
    assert figure.data[1].x[0] == 1 and figure.data[3].x[0] == pytest.approx(0.5 / 3)


def test_one_reply_alone_has_no_similarity() -> None:
    assert words(temperature_charts.alike({"at 0": ["a b"]}).figure) == ["No replies yet"]
    assert temperature_charts.alike({"at 0": ["a b"]}).alt == "Not enough replies to compare."


def test_the_similarity_is_said_in_words() -> None:
    assert temperature_charts.alike({"at 0": ["a b", "a b"]}).alt == (
        "at 0: two replies have 100% of their words in common on average."
    )


PLACE = Place(" pizza", ((" pizza", log(0.5)), (" soup", log(0.25)), ("soup", log(0.25))))


def test_the_next_token_is_drawn_at_the_temperature_and_at_one() -> None:
    now, plain = temperature_charts.next_token(PLACE, 0.5).figure.data
    assert list(now.x) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert list(plain.x) == pytest.approx([0.5, 0.25, 0.25])


def test_blanks_in_a_token_can_be_seen() -> None:
    assert list(temperature_charts.next_token(PLACE, 1).figure.data[0].y) == ["␣pizza", "␣soup", "soup"]


def test_two_tokens_that_look_alike_keep_a_bar_each() -> None:
    twice = Place("a", (("a", -1.0), ("a", -2.0)))
    assert len(set(temperature_charts.next_token(twice, 1).figure.data[0].y)) == 2


def test_the_next_token_is_said_in_words() -> None:
    assert temperature_charts.next_token(PLACE, 0).alt == (
        "At temperature 0 the likeliest next token, 'pizza', has 100%."
    )


def test_models_are_compared_by_price_and_time() -> None:
    found = traces(tuning_charts.compared([("small", RECORD), ("large", replace(RECORD, usd=None))]).figure)
    assert list(found["Price"].text) == ["0.2 cents", "no price"]
    assert list(found["Waiting for the first token"].x) == [0.5, 0.5]
    assert list(found["Text arriving"].x) == [2.0, 2.0]


def test_no_models_no_bars() -> None:
    assert words(tuning_charts.compared([]).figure) == ["No replies yet"]
    assert tuning_charts.compared([]).alt == "No replies yet."


def test_a_buffered_reply_gives_nothing_to_read_until_its_end() -> None:
    nothing, reading = stream_charts.waits(
        [Wait("Buffered", None, 3.0), Wait("Streamed", 0.5, 3.0)]
    ).figure.data
    assert list(nothing.x) == [3.0, 0.5] and list(reading.x) == [0.0, 2.5]


def test_the_waits_are_said_in_words() -> None:
    assert stream_charts.waits([Wait("Streamed", 0.5, 3.0)]).alt == (
        "Streamed: nothing to read for 0.5 seconds, complete after 3.0 seconds."
    )


def test_no_calls_no_waits() -> None:
    assert stream_charts.waits([]).alt == "No calls yet." and len(stream_charts.waits([]).figure.data) == 0
