"""A part that fails: a line of ours in its place, the parts beside it alive, the traceback in the log alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

import app as launcher
from firstcall.course import steps
from firstcall.steps import failures
from firstcall.steps.failures import retry_controls, retry_verdict, retrying
from firstcall.steps.good_habits import bug_box, exercises
from firstcall.ui import (
    WORDS,
    apart,
    appearance,
    argument_controls,
    arrival,
    controls,
    costs,
    faq,
    frame,
    link,
    lint_marks,
    results,
    watch,
)
from firstcall.ui.desk import Desk
from tests.steps.conftest import ROOT, open_page


@pytest.fixture(autouse=True)
def as_the_app_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page test has no launcher: what it hands to Streamlit is handed on here."""
    begin = LocalScriptRunner.__init__

    def begun(self: LocalScriptRunner, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        self._on_script_error = launcher.app._on_script_error

    monkeypatch.setattr(LocalScriptRunner, "__init__", begun)


def fails(*given: object, **named: object) -> None:
    raise KeyError("a mistake of ours")


def told(at: AppTest) -> list[str]:
    assert not at.exception, "Streamlit's own box is on the page"
    return [error.value for error in at.error]


def still_there(at: AppTest, slug: str) -> None:
    assert [title.value for title in at.title] == [steps.find(slug).title]
    before, after = steps.around(slug)
    ways = {link.proto.label for link in at.get("page_link")}
    assert before is None or before.title in ways, "the way back is gone"
    assert after is None or f"Next: {after.title}" in ways, "the way on is gone"


def test_the_app_tells_errors_itself() -> None:
    assert launcher.app._on_script_error is apart.tell


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (frame, "sidebar"),
        (faq, "draw"),
        (costs, "_folded"),
        (results, "_reply"),
        (appearance, "bar"),
        (appearance, "notes"),
        (arrival, "draw"),
    ],
    ids=lambda given: str(getattr(given, "__name__", given)),
)
def test_the_other_parts_are_drawn(
    where: object, name: str, monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]
) -> None:
    at = open_page("first_call")
    at.button(key="first_call_go").click().run()
    assert at.session_state["first_call_run"].wait(30)
    monkeypatch.setattr(where, name, fails)
    at.run()
    said = told(at)
    assert len(said) == 1 and "KeyError" in said[0] and "a mistake of ours" not in said[0]
    assert any(record.exc_info for record in logged)
    still_there(at, "first_call")
    assert at.button(key="first_call_go") and at.get("bidi_component")


@pytest.mark.parametrize(
    ("slug", "where", "name", "box"),
    [
        ("first_call", Desk, "parse", "first_call_anthropic_box"),
        ("first_call", lint_marks, "marks", "first_call_anthropic_box"),
        ("first_call", argument_controls, "controls", "first_call_anthropic_box"),
        ("first_call", controls, "draw", "first_call_anthropic_box"),
        ("first_call", link, "address", "first_call_anthropic_box"),
        ("good_habits", exercises, "judge", "good_habits_first_block_box"),
        ("good_habits", lint_marks, "marks", "good_habits_first_block_box"),
        ("failures", retrying, "understood", "failures_anthropic_retry_box"),
        ("failures", retry_controls, "draw", "failures_anthropic_retry_box"),
        ("failures", retry_verdict, "of_program", "failures_anthropic_retry_box"),
    ],
    ids=lambda given: str(getattr(given, "__name__", given)),
)
def test_the_editor_stays_with_what_was_written(
    slug: str, where: object, name: str, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page(slug)
    at.session_state["failures_half"] = failures.WORDS.title("header retry")
    at.session_state["failures_lab_tab"] = "What it would do"
    monkeypatch.setattr(where, name, fails)
    at.run()
    assert told(at) and all("KeyError" in said for said in told(at))
    assert [element.proto.id for element in at.get("bidi_component") if element.proto.id.endswith(box)]  # type: ignore[attr-defined]
    still_there(at, slug)


@pytest.mark.parametrize("slug", [step.slug for step in steps.every()])
def test_a_page_whose_content_fails_keeps_its_frame(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((watch, "part"), (apart, "fragment")):
        monkeypatch.setattr(module, name, fails)
    at = AppTest.from_file(str(ROOT / "firstcall/ui/router.py"), default_timeout=60)
    if slug != steps.every()[0].slug:
        at.switch_page(str(steps.find(slug).path))
    at.run()
    told(at)
    still_there(at, slug)


def test_the_line_goes_when_the_part_works_again(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page("setup")
    draw: Callable[..., None] = costs._folded
    with monkeypatch.context() as broken:
        broken.setattr(frame, "_spent", fails)
        at.run()
        assert len(told(at)) == 1
    assert costs._folded is draw
    at.run()
    assert told(at) == []


def test_what_fails_in_a_callback_waits_for_the_next_part_to_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page("good_habits")
    monkeypatch.setattr(bug_box, "choose", fails)
    at.run()
    at.button(key="good_habits_next").click().run()
    assert told(at) == [], "what a callback draws replaces what stands first on the page"
    at.run()
    assert [toast.value for toast in at.toast] == [WORDS.line("apart/failed", kind="KeyError")]
    at.run()
    assert not at.toast


def test_only_what_draws_says_things_at_once() -> None:
    """A callback says them through `apart.say`."""
    root = Path(apart.__file__).parents[1]
    using = {path.stem for path in root.rglob("*.py") if "st.toast(" in path.read_text(encoding="utf-8")}
    assert using == {"apart", "exercises"}


def one_part() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

    from firstcall.ui import apart

    def draw() -> None:
        st.session_state.setdefault("ids", []).append(ThreadState.get().fragment_id)

    apart.fragment(st.session_state["key"], draw)


def test_parts_at_the_same_place_of_two_pages_are_two_to_streamlit() -> None:
    """What a browser asks of a page that it is leaving would be drawn into the next page, which then is empty."""
    at = AppTest.from_function(one_part)
    for key in ("thinking_results", "caching_results", "thinking_results"):
        at.session_state["key"] = key
        at.run()
        assert not at.exception
    first, second, again = at.session_state["ids"]
    assert first == again != second
