"""What travels, clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.what_travels import WORDS
from tests.having import with_retries
from tests.steps.conftest import control, finish, open_page, opened, tables

STEP = "what_travels"


def run(at: AppTest) -> Run:
    at.button(key=f"{STEP}_go").click().run()
    return finish(at, STEP)


def show(at: AppTest, tab: str) -> AppTest:
    at.session_state[f"{STEP}_views"] = tab
    at.run()
    assert not at.exception, at.exception
    return at


def diagrams(at: AppTest) -> list[str]:
    return [element.value for element in at.markdown if "sequenceDiagram" in element.value]


def test_before_any_call_nothing_is_drawn() -> None:
    assert not diagrams(open_page(STEP))


def test_the_call_is_drawn_with_its_times(provider: Provider) -> None:
    at = opened(STEP, provider)
    made = run(at)
    assert made.reply is not None
    (drawn,) = diagrams(at)
    assert "sequenceDiagram" in drawn and f"{provider.name} (practice)" in drawn.replace("<br/>", " ")
    assert "first piece of text" in drawn and "200 with headers" in drawn


@with_retries
def test_every_attempt_of_the_sdk_is_drawn(provider: Provider) -> None:
    at = opened(STEP, provider)
    control(at, faults=[{"fault": "status", "status": 429, "retry_after": 0}])
    patience = provider.sdk.patience
    if not patience.usual_retries:  # asked for in the program, where the SDK tries once by itself
        given = ", ".join(f"{name}={value!r}" for name, value in patience.written({}, 1).items())
        key = f"{STEP}_{provider.id}_code"
        called = f"{provider.sdk.spelled}("
        at.session_state[key] = at.session_state[key].replace(f"{called})", f"{called}{given})")
        at.run()
    made = run(at)
    assert made.reply is not None and len(made.recorder.exchanges) == 2
    (drawn,) = diagrams(at)
    assert "429 with headers" in drawn and "tries again" in drawn


def test_every_view_opens_and_shows_no_key(provider: Provider) -> None:
    at = opened(STEP, provider)
    run(at)
    for tab, seen in {
        "Request and response": "**Response**, ",
        "Headers explained": "**Response headers**",
        "The stream in time": "**Event 1 of",
        "Without the SDK": "**The bare request**",
    }.items():
        show(at, tab)
        assert any(seen in element.value for element in at.markdown), tab
        assert at.session_state["practice_key"] not in str(at.main)


def test_the_events_can_be_walked_through(provider: Provider) -> None:
    at = opened(STEP, provider)
    made = run(at)
    show(at, "The stream in time")
    shown = made.recorder.exchanges[-1]
    key = f"{STEP}_event_{shown.started}"
    at.session_state[key] = len(shown.events())
    at.run()
    assert not at.exception, at.exception
    assert made.text in [code.value for code in at.code]


def test_a_whole_reply_has_no_stream_to_show(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.toggle(key=f"{STEP}_stream").set_value(False).run()
    run(at)
    show(at, "The stream in time")
    assert any("came whole" in caption.value for caption in at.caption)


def test_a_failed_call_is_drawn_too(provider: Provider) -> None:
    at = opened(STEP, provider)
    control(at, faults=[{"fault": "status", "status": 400}])
    made = run(at)
    assert made.failure is not None
    error = provider.calling.explain(provider.calling.raised(400, None, False)).error
    assert f"raises<br/>{error}" in diagrams(at)[0]


@pytest.mark.parametrize(
    "fault", [{"fault": "drop"}, {"fault": "drop", "after_tokens": 2}, {"fault": "html", "status": 200},
              {"fault": "broken_json"}, {"fault": "early_end", "after_tokens": 2}], ids=str,
)  # fmt: skip
def test_what_went_wrong_on_the_way_can_be_looked_at(provider: Provider, fault: dict[str, object]) -> None:
    at = opened(STEP, provider)
    control(at, faults=[fault] * 3)
    run(at)
    for tab in ("Request and response", "The stream in time"):
        show(at, tab)
        assert len(diagrams(at)) == 1


def test_a_call_that_never_left_is_told(provider: Provider) -> None:
    at = opened(STEP, provider)
    source = at.session_state[f"{STEP}_{provider.id}_code"]
    at.session_state[f"{STEP}_{provider.id}_code"] = source.replace("model=", "modell=")
    at.run()
    made = run(at)
    assert made.failure is not None and made.failure.error == "TypeError"
    assert "raises<br/>TypeError" in diagrams(at)[0]
    assert any("Nothing was sent" in caption.value for caption in at.caption)


def test_send_to_both_makes_one_call_to_each_and_marks_what_differs() -> None:
    at = open_page(STEP)
    at.segmented_control(key=f"{STEP}_both_other_anthropic").set_value("openai").run()
    at.button(key=f"{STEP}_both_go").click().run()
    runs: list[Run] = at.session_state[f"{STEP}_both"]
    assert [made.provider.id for made in runs] == ["anthropic", "openai"]
    assert all(made.wait(30) and made.reply is not None for made in runs)
    at.run()
    assert not at.exception, at.exception
    compared = next(table for table in tables(at) if "`max_tokens, " in str(table))
    marks = {row["name"].split("`")[1]: row["name"] for row in compared}
    limit = f"max_tokens, max_completion_tokens ({WORDS.line('both/same_idea')})"
    assert "differs" in marks[limit] and "max_tokens" not in marks
    assert "same" in marks["messages[0].content"] and "differs" in marks["model"]
    at.toggle(key=f"{STEP}_both_only").set_value(True).run()
    left = next(table for table in tables(at) if "`max_tokens, " in str(table))
    assert not [row for row in left if "messages[0].content" in row["name"]]


def test_a_program_that_cannot_be_read_is_not_sent_to_both() -> None:
    at = open_page(STEP)
    at.session_state[f"{STEP}_anthropic_code"] = "client.messages.create("
    at.run()
    at.button(key=f"{STEP}_both_go").click().run()
    assert not at.exception and f"{STEP}_both" not in at.session_state


def test_a_call_from_another_page_is_shown_here(provider: Provider) -> None:
    at = open_page("first_call")
    at.segmented_control(key="first_call_provider").set_value(provider.id).run()
    at.button(key="first_call_go").click().run()
    finish(at, "first_call")
    at.switch_page("../../pages/03_what_travels.py").run()
    assert len(diagrams(at)) == 1
    assert any("Your first call" in caption.value for caption in at.caption)
