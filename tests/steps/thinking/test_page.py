"""Thinking, clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.steps.thinking import lesson
from tests.steps.conftest import open_tab, opened

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
