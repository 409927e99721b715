"""What "Conversation" checks."""

from __future__ import annotations

import pytest

from firstcall import providers
from firstcall.calls import Message
from firstcall.course.exercise import Evidence, Exercise, Verdict, judge, not_yet
from firstcall.providers import Provider
from firstcall.running import runs
from firstcall.steps.conversation import lesson
from tests.lesson_runs import Ask, asking

FORGET, SHORTER, SWITCH = lesson.EXERCISES
TOLD = ("My name is Ada.", "Nice to meet you, Ada.")
NAME = "What is my name?"
LONG = "Tell me about this: " + "many words that fill the list. " * 20


@pytest.fixture
def ask(practice: str, provider: Provider) -> Ask:
    return asking(practice, provider, "conversation")


def verdict(exercise: Exercise, *made: runs.Run) -> Verdict:
    found = judge(exercise, Evidence(made))
    assert found is not None
    return found


def test_no_call_is_no_verdict() -> None:
    assert [judge(exercise, Evidence()) for exercise in lesson.EXERCISES] == [None, None, None]


def test_name_told_known_and_forgotten_is_done(ask: Ask) -> None:
    assert verdict(FORGET, ask(TOLD[0]), ask(*TOLD, NAME), ask(NAME)).done


def test_a_name_that_was_not_asked_for_is_not_done(ask: Ask) -> None:
    assert verdict(FORGET, ask(TOLD[0])).says == "told_now_ask"


def test_a_list_that_still_holds_the_name_is_not_dropped(ask: Ask) -> None:
    found = verdict(FORGET, ask(*TOLD, NAME), ask(*TOLD, NAME))
    assert not found.done and found == not_yet("list_still_says", name="Ada")


def test_dropping_before_asking_is_told_apart(ask: Ask) -> None:
    found = verdict(FORGET, ask(TOLD[0]), ask(NAME))
    assert not found.done and found.says == "dropped_history_before"


def test_the_comparison_of_both_ways_is_not_the_exercise(ask: Ask) -> None:
    assert not verdict(FORGET, ask(*TOLD, NAME), ask(NAME, batch="both ways")).done


def test_half_the_tokens_with_the_name_is_done(ask: Ask) -> None:
    assert verdict(SHORTER, ask(*TOLD, LONG, "Yes.", "And?"), ask(*TOLD, NAME)).done


def test_half_the_tokens_without_the_name_is_told_apart(ask: Ask) -> None:
    found = verdict(SHORTER, ask(*TOLD, LONG, "Yes.", "And?"), ask(NAME))
    assert not found.done and found.says == "short_enough_name"


def test_a_question_that_tells_the_name_again_does_not_count(ask: Ask) -> None:
    found = verdict(SHORTER, ask(*TOLD, LONG, "Yes.", "And?"), ask("I am Ada. What is my name?"))
    assert not found.done


def test_another_provider_that_goes_on_is_done(ask: Ask) -> None:
    one, other = (providers.get(id) for id in ("anthropic", "openai"))
    first = ask(TOLD[0], provider=one)
    assert verdict(SWITCH, first, ask(TOLD[0], first.text, NAME, provider=other)).done


def test_another_provider_with_an_empty_list_does_not_go_on(ask: Ask) -> None:
    one, other = (providers.get(id) for id in ("anthropic", "openai"))
    found = verdict(SWITCH, ask(TOLD[0], provider=one), ask(NAME, provider=other))
    assert not found.done and found.says == "two_providers_answered"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Ada.", "Ada"),
        ("hi, my name's zoë!", "zoë"),
        ("I'm Bob", "Bob"),
        ("I'm learning Python", None),
        ("I am so happy", None),
        ("Call me Al. No, call me Ann.", "Ann"),
        ("What is my name?", None),
    ],
)
def test_a_name_is_heard(text: str, name: str | None) -> None:
    assert lesson.name_in([Message("user", text)]) == name


def test_a_name_that_only_the_assistant_said_was_not_told() -> None:
    assert lesson.name_in([Message("assistant", "My name is Claude.")]) is None
