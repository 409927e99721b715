"""A tab that is closed ends what it had begun, whichever way it was begun: nobody would read it, somebody would pay."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps import failures
from firstcall.ui import presence
from tests.quickly import one_of
from tests.steps.conftest import open_page, pace

Begin = Callable[[AppTest], object]


def press(key: str) -> Begin:
    return lambda at: at.button(key=key).click().run()


def several(at: AppTest) -> None:
    at.multiselect(key="providers_also_anthropic").set_value(["claude-sonnet-5"]).run()
    press("providers_go")(at)


def lab_that_hangs(at: AppTest) -> None:
    at.session_state["failures_half"] = failures.WORDS.title("header retry")
    at.session_state["failures_lab_script"] = "hang"
    at.run()
    press("failures_lab_go")(at)


PATHS: dict[str, tuple[str, Begin]] = {
    "a streamed call": ("roles", press("roles_go")),
    "a plain call": ("first_call", press("first_call_go")),
    "three ways beside each other": ("streaming", press("streaming_go")),
    "several models beside each other": ("providers", several),
    "both providers": ("what_travels", press("what_travels_both_go")),
    "a lab of many calls": ("tune", press("tune_models_go")),
    "a turn of a conversation": ("conversation", press("conversation_suggestion_0")),
    "a retry": ("failures", lab_that_hangs),
    "a call that is meant to fail": ("failures", press("failures_go")),
    "the setup check": ("setup", press("setup_go_anthropic")),
}


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the learner's tab is closed."""
    closed = threading.Event()
    monkeypatch.setattr(presence, "of_this_session", lambda: lambda: not closed.is_set())
    monkeypatch.setattr(runs, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(runs, "UNWATCHED_SECONDS", 0.2)
    return closed


@pytest.mark.parametrize("path", one_of(PATHS))
def test_a_closed_tab_ends(path: str, tab: threading.Event) -> None:
    slug, begin = PATHS[path]
    at = open_page(slug)
    pace(at, first_token_seconds=100)
    begin(at)
    assert not at.exception, at.exception
    begun: list[Run] = list(at.session_state["made"][slug])
    assert begun and not begun[0].wait(0.5), "it was over before the tab was closed"
    assert not any(run.wait(0) for run in begun), "one of them was"
    tab.set()
    assert all(run.wait(20) for run in begun)
    every: list[Run] = at.session_state["made"][slug]
    assert [run.state for run in every] == ["stopped"] * len(every), "no further call was begun"
    assert all(run.unwatched and run.record is not None and run.record.stopped for run in every)
