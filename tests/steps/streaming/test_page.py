"""Streaming, clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.providers import Provider
from firstcall.running.runs import Run
from tests.having import with_keys
from tests.steps.conftest import control, open_page, open_tab, opened

STEP = "streaming"


def run_both(at: AppTest) -> tuple[Run, Run]:
    at.button(key=f"{STEP}_go").click().run()
    return finish(at)


def finish(at: AppTest) -> tuple[Run, Run]:
    pair: tuple[Run, Run] = at.session_state[f"{STEP}_pair"]
    assert all(run.wait(30) for run in pair), "a run did not end"
    at.run()
    assert not at.exception, at.exception
    return pair


def charts(at: AppTest) -> str:
    return " ".join(element.proto.id for element in at.get("plotly_chart"))


def captions(at: AppTest) -> str:
    return " ".join(caption.value for caption in at.caption)


def words(at: AppTest) -> str:
    return " ".join(markdown.value for markdown in at.markdown)


def test_the_same_call_goes_out_both_ways(provider: Provider) -> None:
    at = opened(STEP, provider)
    buffered, streamed = run_both(at)
    assert not buffered.call.streamed and streamed.call.streamed
    assert [buffered.state, streamed.state] == ["done", "done"]
    assert f"{STEP}_waits" in charts(at)
    open_tab(at, STEP, "Events")
    assert f"{STEP}_timeline" in charts(at)


def test_one_of_the_two_can_be_stopped_while_the_other_goes_on(provider: Provider) -> None:
    at = opened(STEP, provider)
    control(at, faults=[{"fault": "slow", "first_token_seconds": 60}] * 2)
    at.button(key=f"{STEP}_go").click().run()
    at.button(key=f"{STEP}_race_1_stop").click().run()
    buffered, streamed = at.session_state[f"{STEP}_pair"]
    assert streamed.state == "stopped" and not buffered.finished
    at.button(key=f"{STEP}_stop").click().run()
    assert finish(at)[0].state == "stopped"


def test_the_last_events_of_the_learners_own_stream_are_shown(provider: Provider) -> None:
    at = opened(STEP, provider)
    run_both(at)
    open_tab(at, STEP, "Counts")
    shown = " ".join(block.value for block in at.code)
    counted = {
        "anthropic": "event: message_delta",
        "openai": '"choices":[],"usage"',
        "google": '"finishReason":"STOP"',
        "ollama": '"done_reason":"stop"',
    }[provider.id]
    assert counted in shown


def test_the_classic_line_raises_on_the_last_chunk() -> None:
    at = open_page(STEP)
    at.segmented_control(key=f"{STEP}_provider").set_value("openai").run()
    run_both(at)
    assert ":red[`IndexError: list index out of range`]" in words(at)


def test_the_classic_line_can_be_tried_without_leaving_the_other_provider() -> None:
    at = open_page(STEP)
    at.button(key=f"{STEP}_chunked_go").click().run()
    run: Run = at.session_state[f"{STEP}_chunked"]
    assert run.wait(30)
    at.run()
    assert not at.exception and ":red[`IndexError: list index out of range`]" in words(at)


def test_a_stream_that_ends_early_is_shown_to_have_no_stop_reason(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_{provider.id}_early_go").click().run()
    run: Run = at.session_state[f"{STEP}_{provider.id}_early"]
    assert run.wait(30)
    at.run()
    assert not at.exception and not at.error
    assert run.state == "done" and "no exception. `" in words(at) and "gave `None`" in words(at)


def test_a_dropped_connection_shows_the_providers_own_exception(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_{provider.id}_dropped_go").click().run()
    run: Run = at.session_state[f"{STEP}_{provider.id}_dropped"]
    assert run.wait(30)
    at.run()
    assert not at.exception and len(at.error) == 1
    assert run.failure is not None and run.failure.error == {
        "anthropic": "httpx2.RemoteProtocolError",
        "openai": "openai.APIConnectionError",
        "google": "httpx2.RemoteProtocolError",
        "ollama": "httpx.RemoteProtocolError",
    }[provider.id]  # fmt: skip


def test_a_bad_ending_does_not_meet_the_next_call(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_{provider.id}_dropped_go").click().run()
    assert [run.state for run in run_both(at)] == ["done", "done"]


@with_keys
def test_live_calls_that_shall_fail_go_to_the_practice_server(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "sk-owners-key-0123456789-0123456789")
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    at = opened(STEP, provider)
    assert "These calls always go to the practice server" in captions(at)
    at.button(key=f"{STEP}_{provider.id}_early_go").click().run()
    run: Run = at.session_state[f"{STEP}_{provider.id}_early"]
    assert run.wait(30) and run.mode == "practice" and run.state == "done"
    assert "sk-owners-key" not in str(at)


def test_the_first_word_exercise_is_judged_on_the_call_made(provider: Provider) -> None:
    at = opened(STEP, provider)
    _, streamed = run_both(at)
    box = at.text_input(key=f"{STEP}_answer_streaming_first_word")
    box.set_value(f"{streamed.first_token_seconds:.3f}").run()
    assert any(success.value.startswith("Right: ") for success in at.success)


def test_a_failed_pair_shows_its_errors_and_no_picture(provider: Provider) -> None:
    at = opened(STEP, provider)
    control(at, faults=[{"fault": "status", "status": 400}] * 2)
    run_both(at)
    assert len(at.error) == 2 and f"{STEP}_waits" not in charts(at)
