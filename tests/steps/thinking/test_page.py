"""Thinking, clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.steps.thinking import eaten, lesson
from tests.steps.conftest import open_tab, opened, tables

STEP = "thinking"


def run_all(at: AppTest) -> Batch:
    at.button(key=f"{STEP}_go").click().run()
    batch: Batch = at.session_state[f"{STEP}_batches"][-1]
    assert batch.wait(30), "a call did not end"
    at.run()
    assert not at.exception, at.exception
    return batch


def test_a_puzzle_is_asked_at_each_effort_and_the_picture_says_which_was_right(provider: Provider) -> None:
    at = opened(STEP, provider)
    batch = run_all(at)
    assert [run.state for run in batch.runs] == ["done"] * len(batch.parts) and len(batch.parts) >= 2
    assert f"{STEP}_efforts" in " ".join(element.proto.id for element in at.get("plotly_chart"))
    right = [part.label for part, run in batch.made if run is not None and lesson.is_right(run)]
    assert any(f"Right from “{right[0]}” on" in one.value for one in at.success)
    for tab in ("Right or wrong", "Response", "Printed", "What travelled", "Added"):
        open_tab(at, STEP, tab)
        assert not at.exception, at.exception


def test_under_a_small_limit_the_reply_is_empty_and_the_picture_says_what_filled_it(
    provider: Provider,
) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_eat").click().run()
    batch: Batch = at.session_state[f"{STEP}_eaten"]
    assert batch.wait(30)
    at.run()
    assert not at.exception, at.exception
    replies = [(int(part.label), run) for part, run in batch.made if run is not None and run.reply]
    assert len(replies) == len(eaten.LIMITS)
    found = [eaten.filled(limit, run) for limit, run in replies]
    assert replies[0][1].text == "" and found[0] and (found[0].thought, found[0].answer) == (20, 0)
    assert replies[-1][1].text and found[-1] and found[-1].thought > 0 < found[-1].answer
    assert found[0].stop_reason != found[-1].stop_reason
    assert f"{STEP}_limits" in " ".join(element.proto.id for element in at.get("plotly_chart"))


def test_the_models_turn_goes_back_in_three_ways_and_each_answer_is_shown() -> None:
    at = opened(STEP, providers.get("anthropic"))
    at.button(key=f"{STEP}_wish_go").click().run()
    assert at.session_state[f"{STEP}_wish"].wait(30)
    at.run().button(key=f"{STEP}_back_go").click().run()
    assert at.session_state[f"{STEP}_sent_back"].wait(30)
    at.run()
    assert not at.exception, at.exception
    [came] = [table for table in tables(at) if "What came" in table[0]]
    assert [row["The model's turn"] for row in came] == [
        "whole, as it came",
        "without its thoughts",
        "with its thoughts altered",
    ]
    assert ["Invalid" in row["What came"] for row in came] == [False, False, True]
