"""The page "When it fails", with the real SDKs and a practice server without waits."""

from __future__ import annotations

import httpx2
import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.providers import Provider
from firstcall.server import server
from firstcall.steps.failures import WORDS
from firstcall.steps.failures.retry_run import Retrying
from tests.having import with_keys, with_retries
from tests.steps.conftest import finish, now, open_page, open_tab


def page(provider: Provider) -> AppTest:
    at = open_page("failures")
    return at.segmented_control(key="failures_provider").set_value(provider.id).run()


def half(at: AppTest, header: str) -> AppTest:
    """Turn to the other bench of the page."""
    at.session_state["failures_half"] = WORDS.title(f"header {header}")
    return at.run()


def lab(provider: Provider) -> AppTest:
    return half(page(provider), "retry")


def happens(at: AppTest, row: str) -> str:
    at.selectbox(key="failures_row").set_value(row).run()
    at.button(key="failures_go").click().run()
    finish(at, "failures")
    return " ".join(error.title for error in at.error)


def everything(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.code, *at.error, *at.warning, *at.success]
    return "\n".join(str(one.value) for one in shown)


def lanes(at: AppTest) -> list[Retrying]:
    found: list[Retrying] = at.session_state["failures_lanes"]
    assert all(lane.wait(60) for lane in found)
    at.run()
    assert not at.exception, at.exception
    return found


def raised(provider: Provider, status: int) -> str:
    """The SDK's exception for an error answer, as a program writes it."""
    return provider.calling.explain(provider.calling.raised(status, None, False)).error


@with_keys
def test_a_rate_limit_is_shown_with_its_class_and_what_to_do(provider: Provider) -> None:
    at = page(provider)
    assert happens(at, "rate-limit") == f"{raised(provider, 429)} · HTTP 429"
    if provider.sdk.errors.answered == "":  # of classes that are told apart, also what they are kinds of
        assert provider.sdk.caught("APIStatusError") in everything(at)


def test_a_proxy_of_the_environment_is_not_asked_for_what_is_ours(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page(provider)
    for variable in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.3:9")
    assert happens(at, "server-error") == f"{raised(provider, 500)} · HTTP 500"


def test_the_sdks_own_retries_are_counted(provider: Provider) -> None:
    at = page(provider)
    happens(at, "unavailable")
    assert len(at.session_state["failures_run"].recorder.exchanges) == 1 + provider.sdk.patience.usual_retries


@with_keys
def test_a_wrong_key_never_appears_on_the_page(provider: Provider) -> None:
    at = page(provider)
    refused = provider.calling.raised(provider.wrong_key_status, None, False)
    assert provider.calling.explain(refused).error in happens(at, "key")
    assert "sk-a-key-that-nobody-issued" not in everything(at)


def test_a_stream_without_a_stop_reason_is_noticed(provider: Provider) -> None:
    at = page(provider)
    assert happens(at, "early-end") == ""
    assert any("no exception" in warning.value for warning in at.warning)


def test_an_own_script_is_played(provider: Provider) -> None:
    at = page(provider)
    at.text_area(key=now(at, "failures_script_text")).set_value("drop after 10").run()
    assert at.selectbox(key="failures_row").value == "own"
    at.button(key="failures_go").click().run()
    run = finish(at, "failures")
    assert run.text and run.failure is not None


def test_a_script_reaches_the_practice_server_behind_a_proxy(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page(provider)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody listens there
    assert raised(provider, 500) in happens(at, "server-error")
    half(at, "retry")
    at.button(key="failures_lab_go").click().run()
    assert all(lane.requests for lane in lanes(at))


def test_a_script_that_is_not_understood_is_not_sent(provider: Provider) -> None:
    at = page(provider)
    at.text_area(key=now(at, "failures_script_text")).set_value("dorp").run()
    assert "Did you mean" in at.warning[0].value
    assert at.button(key="failures_go").disabled


def test_a_failing_script_does_not_reach_other_pages(provider: Provider) -> None:
    at = page(provider)
    happens(at, "server-error")
    mine = {"authorization": f"Bearer {at.session_state['practice_key']}"}
    answer = httpx2.get(f"{server.local().origin}/practice/control", headers=mine)
    assert answer.json()["faults"] == []


def test_a_failing_call_stays_practice_in_live_mode(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "sk-live-key-of-the-owner")
    at = page(provider)
    happens(at, "server-error")
    run = at.session_state["failures_run"]
    assert (run.mode, run.recorder.exchanges[0].url.startswith("http://127.0.0.1")) == ("practice", True)


@with_retries
def test_the_retry_runs_beside_the_sdk_and_both_together(provider: Provider) -> None:
    at = lab(provider)
    at.text_area(key=now(at, "failures_lab_script_text")).set_value("503 x24").run()
    at.segmented_control(key="failures_lapse").set_value("50").run()
    at.button(key="failures_lab_go").click().run()
    assert [(lane.name, lane.requests) for lane in lanes(at)] == [
        ("Your code", 4), ("SDK alone", 3), ("Both together", 12),
    ]  # fmt: skip
    assert "It gave up after 4 requests" in everything(at)
    assert "it would have been 12 requests" in everything(at)


def test_the_first_exercise_is_done_by_running_the_wise_program(provider: Provider) -> None:
    at = lab(provider)
    at.text_area(key=now(at, "failures_lab_script_text")).set_value("429, 429, ok").run()
    at.button(key="failures_lab_go").click().run()
    lanes(at)
    assert any("two refusals" in success.value for success in at.success)


def test_moving_a_control_changes_the_program(provider: Provider) -> None:
    at = lab(provider)
    at.slider(key="failures_retry_attempts").set_value(6).run()
    assert "ATTEMPTS = 6" in at.session_state[f"failures_{provider.id}_retry"]
    assert not at.exception


def test_changing_the_program_moves_the_controls(provider: Provider) -> None:
    at = lab(provider)
    code = at.session_state[f"failures_{provider.id}_retry"]
    at.session_state[f"failures_{provider.id}_retry"] = code.replace("ATTEMPTS = 4", "ATTEMPTS = 7")
    at.run()
    assert at.slider(key=now(at, "failures_retry_attempts")).value == 7


def test_a_program_that_cannot_be_followed_is_not_run(provider: Provider) -> None:
    at = lab(provider)
    at.session_state[f"failures_{provider.id}_retry"] = "def ask(:"
    at.run()
    assert not at.exception
    assert at.button(key="failures_lab_go").disabled


def test_a_bad_example_is_found_unwise() -> None:
    at = half(open_page("failures"), "retry")
    at.selectbox(key="failures_example").set_value("Tight loop").run()
    open_tab(at, "failures_lab", "What it would do")
    assert not at.exception, at.exception
    assert ":orange[" in everything(at)


def test_switching_the_provider_keeps_each_program(provider: Provider) -> None:
    at = lab(provider)
    at.slider(key="failures_retry_attempts").set_value(6).run()
    other = next(id for id in ("anthropic", "openai") if id != provider.id)
    at.segmented_control(key="failures_provider").set_value(other).run()
    at.segmented_control(key="failures_provider").set_value(provider.id).run()
    assert at.slider(key=now(at, "failures_retry_attempts")).value == 6


def test_the_wise_plan_is_what_the_page_opens_with() -> None:
    at = half(open_page("failures"), "retry")
    assert at.selectbox(key="failures_example").value == "A wise one"
    assert at.multiselect(key="failures_retry_retries_on").value == list(
        next(iter(providers.every().values())).sdk.errors.worth
    )
