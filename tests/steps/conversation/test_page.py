"""Conversation, clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, providers
from firstcall.calls import Message
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.ui import WORDS as UI_WORDS
from tests.steps.conftest import address, control, open_page, pace, put

STEP = "conversation"
NAME = "What is my name?"


@pytest.fixture
def at(provider: Provider) -> AppTest:
    page = open_page(STEP)
    return page.segmented_control(key=f"{STEP}_provider").set_value(provider.id).run()


def memory(at: AppTest):  # type: ignore[no-untyped-def]
    return at.session_state[f"{STEP}_memory"]


def click(at: AppTest, name: str) -> AppTest:
    at.button(key=f"{STEP}_{name}").click().run()
    assert not at.exception, at.exception
    return at


def finish(at: AppTest) -> Run:
    run: Run = memory(at).run
    assert run.wait(30), "the run did not end"
    at.run()
    assert not at.exception, at.exception
    return run


def say(at: AppTest, text: str) -> Run:
    at.chat_input(key=f"{STEP}_input").set_value(text).run()
    return finish(at)


def sent(run: Run) -> tuple[Message, ...]:
    return run.provider.read(run.call).messages


def said(at: AppTest) -> list[str]:
    return [one.role for one in memory(at).said]


def test_each_turn_sends_the_whole_list(at: AppTest) -> None:
    first = say(at, "My name is Ada.")
    second = say(at, NAME)
    assert sent(second) == (
        Message("user", "My name is Ada."),
        Message("assistant", first.text),
        Message("user", NAME),
    )
    assert "Ada" in second.text and said(at) == ["user", "assistant"] * 2


def test_the_input_tokens_and_the_cost_grow(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, NAME)
    one, two = (turn.record for turn in memory(at).turns)
    assert two.usage.input_tokens > one.usage.input_tokens and two.usd is not None
    assert (two.usd > 0) is not models.vendor(two.provider).at_home


def test_a_second_message_waits_while_a_reply_is_on_its_way(at: AppTest) -> None:
    pace(at, first_token_seconds=30)
    at.chat_input(key=f"{STEP}_input").set_value("Hello").run()
    assert at.chat_input(key=f"{STEP}_input").disabled
    click(at, "stop")
    assert finish(at).state == "stopped" and said(at) == ["user"]
    pace(at)
    click(at, "again")
    assert finish(at).state == "done" and said(at) == ["user", "assistant"]


def test_a_failed_turn_keeps_the_text_and_can_be_sent_again(at: AppTest, provider: Provider) -> None:
    tries = 1 + provider.sdk.patience.usual_retries
    control(at, faults=[{"fault": "status", "status": 500}] * tries)
    assert say(at, "My name is Ada.").failure is not None
    assert said(at) == ["user"] and len(at.error) == 1
    click(at, "again")
    assert finish(at).state == "done" and said(at) == ["user", "assistant"]


def test_dropping_the_history_makes_it_forget(at: AppTest) -> None:
    say(at, "My name is Ada.")
    click(at, "drop")
    run = say(at, NAME)
    assert sent(run) == (Message("user", NAME),) and "Ada" not in run.text


def test_dropping_can_be_undone(at: AppTest) -> None:
    say(at, "My name is Ada.")
    click(click(at, "drop"), "undo")
    assert "Ada" in say(at, NAME).text


def test_trimming_keeps_the_last_turn(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, "What is an API?")
    click(at, "trim")
    assert said(at) == ["user", "assistant"] and memory(at).said[0].content == "What is an API?"


def test_a_summary_takes_the_place_of_the_old_turns(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, "What is an API?")
    click(at, "summarise")
    run = finish(at)
    assert run.batch == "summary" and run.text in memory(at).said[0].content
    assert said(at) == ["user", "user", "assistant"]
    assert "Ada" in say(at, NAME).text


def test_a_failed_summary_leaves_the_list_alone(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, "What is an API?")
    control(at, faults=[{"fault": "status", "status": 400}])
    click(at, "summarise")
    assert finish(at).failure is not None
    assert said(at) == ["user", "assistant"] * 2 and len(at.error) == 1


def test_editing_an_earlier_message_drops_what_came_after(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, NAME)
    click(at, "edit_0")
    at.text_area(key=f"{STEP}_editing_0").set_value("My name is Bob.").run()
    click(at, "send_edit")
    run = finish(at)
    assert sent(run) == (Message("user", "My name is Bob."),) and said(at) == ["user", "assistant"]
    assert "Bob" in say(at, NAME).text


def test_a_turn_can_be_removed(at: AppTest) -> None:
    say(at, "My name is Ada.")
    say(at, "What is an API?")
    click(at, "remove_0")
    assert memory(at).said[0].content == "What is an API?" and len(said(at)) == 2


def test_another_provider_goes_on_with_the_list(at: AppTest) -> None:
    say(at, "My name is Ada.")
    other = next(id for id in providers.every() if id != at.session_state[f"{STEP}_provider"])
    at.segmented_control(key=f"{STEP}_provider").set_value(other).run()
    run = say(at, NAME)
    assert run.provider.id == other and "Ada" in run.text
    assert any("went on with what" in found.value for found in at.success)


def test_both_ways_differ_by_the_list_alone(at: AppTest) -> None:
    click(at, "ask_both")
    without, whole = at.session_state[f"{STEP}_both"]
    assert without.wait(30) and whole.wait(30)
    at.run()
    assert not at.exception
    assert len(sent(without)) == 1 and len(sent(whole)) == 3
    assert "Ada" not in without.text and "Ada" in whole.text


def test_a_reply_that_looks_like_markup_is_no_markdown(at: AppTest) -> None:
    say(at, "Repeat after me: **bold** <b>x</b>")
    assert not [found for found in at.markdown if "**bold** <b>" in found.value]


def test_a_blank_message_sends_nothing(at: AppTest) -> None:
    at.chat_input(key=f"{STEP}_input").set_value("   ").run()
    assert not at.exception and memory(at).run is None


@pytest.mark.parametrize("program", ["loop", "call"])
def test_the_programs_hold_the_conversation(at: AppTest, program: str) -> None:
    say(at, "My name is Ada.")
    at.segmented_control(key=f"{STEP}_program").set_value(program).run()
    assert not at.exception
    assert any("My name is Ada." in found.value and "import" in found.value for found in at.code)


def test_the_exercise_is_solved_by_clicking_the_solution(at: AppTest) -> None:
    click(at, "suggestion_0")
    finish(at)
    click(at, "suggestion_2")
    finish(at)
    click(at, "drop")
    click(at, "suggestion_2")
    finish(at)
    assert any("The memory was yours" in found.value for found in at.success)


def test_the_address_brings_the_conversation_to_another_browser(at: AppTest) -> None:
    say(at, "My name is Ada.")
    at.text_input(key="conversation_system").set_value("Be brief.").run()
    there = open_page("conversation", lambda there: put(there, address(at)))
    assert memory(there).messages == memory(at).messages and len(memory(there).messages) == 2
    assert there.text_input(key="conversation_system").value == "Be brief."
    assert any(
        UI_WORDS.line("link/opened", back="New conversation") in caption.value for caption in there.caption
    )
    there.chat_input(key="conversation_input").set_value("What is my name?").run()
    assert sent(finish(there))[0] == Message("user", "My name is Ada.")
    assert not any(
        UI_WORDS.line("link/opened", back="New conversation") in caption.value for caption in there.caption
    )


def test_the_address_of_a_new_conversation_says_only_whom_to_ask(at: AppTest) -> None:
    assert set(address(at)) == {"provider", "model"}
    say(at, "Hello!")
    at.button(key="conversation_new").click().run()
    assert set(address(at)) == {"provider", "model"}


def test_a_late_address_undoes_no_turn(at: AppTest) -> None:
    say(at, "My name is Ada.")
    late = address(at)
    say(at, "What is my name?")
    put(at, late)
    at.run()
    assert len(memory(at).messages) == 4
