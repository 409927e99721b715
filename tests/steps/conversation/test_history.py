"""A conversation's list made shorter."""

import pytest

from firstcall import providers
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.steps.conversation import WORDS, history

LIST = (
    Message("user", "My name is Ada."),
    Message("assistant", "Hello, Ada."),
    Message("user", "What is an API?"),
    Message("assistant", "A counter."),
    Message("user", "Why?"),
)


def test_a_turn_is_a_question_with_its_reply() -> None:
    assert history.turns(LIST) == 3


@pytest.mark.parametrize("provider", providers.ways().values(), ids=list(providers.ways()))
def test_the_system_prompt_is_in_the_list_or_beside_it(provider: Provider) -> None:
    call = provider.compose(Settings(provider.default, LIST, "Be brief."), None)
    beside = history.beside(provider, call)
    assert len(history.listed(provider, call)) == len(LIST) + (beside is None)
    assert beside is None or beside[1] == "Be brief."


def test_the_last_turns_begin_with_a_user_message() -> None:
    assert history.last_turns(LIST, 2) == LIST[2:]


def test_no_turns_leave_an_empty_list() -> None:
    assert history.last_turns(LIST, 0) == ()


def test_more_turns_than_there_are_leave_the_whole_list() -> None:
    assert history.last_turns(LIST, 9) == LIST


def test_a_turn_ends_before_the_next_question() -> None:
    assert list(history.turn_at(LIST, 2)) == [2, 3]


def test_an_unanswered_question_is_a_turn_of_its_own() -> None:
    assert list(history.turn_at(LIST, 4)) == [4]


def test_a_summary_is_asked_for_at_the_end_of_the_list() -> None:
    asked = history.summary_request(LIST)
    assert asked[:-1] == LIST and asked[-1] == Message("user", WORDS.line("summary/ask"))


def test_a_summary_stands_in_front_of_what_is_kept() -> None:
    assert history.with_summary(" Ada asks. ", LIST[4:]) == (
        Message("user", "What we said before, in short: Ada asks."),
        LIST[4],
    )


def test_the_estimate_agrees_with_what_was_measured() -> None:
    assert history.about_tokens(LIST, "Be brief.", (LIST, "Be brief.", 321)) == 321


def test_a_longer_list_is_estimated_higher() -> None:
    assert history.about_tokens(LIST) > history.about_tokens(LIST[:1])


def test_an_empty_list_still_has_the_system_prompt() -> None:
    assert history.about_tokens((), "x" * 40) == 14
