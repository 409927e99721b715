"""Prompt caching, clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.course.exercise import system_of
from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.steps.caching import lesson
from tests.steps.conftest import open_tab, opened

STEP = "caching"


def run_twice(at: AppTest) -> Batch:
    at.button(key=f"{STEP}_go").click().run()
    batch: Batch = at.session_state[f"{STEP}_batches"][-1]
    assert batch.wait(30), "a call did not end"
    at.run()
    assert not at.exception, at.exception
    return batch


def charts(at: AppTest) -> str:
    return " ".join(element.proto.id for element in at.get("plotly_chart"))


def test_the_second_call_is_seen_to_find_the_first(provider: Provider) -> None:
    at = opened(STEP, provider)
    runs = run_twice(at).runs
    assert [run.state for run in runs] == ["done", "done"]
    assert all(system_of(run.call) == lesson.OPENING.system for run in runs)
    assert f"{STEP}_calls" in charts(at)
    caching = provider.caching
    assert caching is not None
    said = " ".join(one.value for one in at.success) + " ".join(one.value for one in at.info)
    assert ("Found." in said) is caching.counts_reads
    for tab in ("Counters", "Does it pay?", "Response", "Printed", "What travelled", "Added"):
        open_tab(at, STEP, tab)
        assert not at.exception, at.exception
        if tab == "Does it pay?":
            assert (f"{STEP}_pays" in charts(at)) is caching.counts_reads


def test_a_date_in_front_is_seen_to_miss(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.radio(key=f"{STEP}_second").set_value("front").run()
    first, second = run_twice(at).runs
    assert first.call != second.call
    assert not any("Found." in one.value for one in at.success)


def test_a_picture_of_before_is_there_again_after_another_provider_was_asked() -> None:
    anthropic, openai = providers.get("anthropic"), providers.get("openai")
    at = opened(STEP, anthropic)
    run_twice(at)
    for other in (openai, anthropic):
        at.segmented_control(key=f"{STEP}_provider").set_value(other.id).run()
        if other is openai:
            run_twice(at)
    assert not at.exception, at.exception
    assert f"{STEP}_calls" in charts(at)
