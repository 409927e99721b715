"""The provider and the language are chosen once: every page shows them, and says the same in their words."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.course import steps
from tests.steps.conftest import now, open_page

FIRST, OTHER = list(providers.every())[:2]


def go(at: AppTest, slug: str) -> AppTest:
    at.switch_page(str(steps.find(slug).path)).run()
    assert not at.exception, at.exception
    return at


def choose(at: AppTest, key: str, chosen: str) -> None:
    at.segmented_control(key=now(at, key)).set_value(chosen).run()
    assert not at.exception, at.exception


def shows(at: AppTest, key: str) -> str:
    value: str = at.segmented_control(key=now(at, key)).value
    return value


def code(at: AppTest, slug: str, provider: str) -> str:
    text: str = at.session_state[f"{slug}_{provider}_code"]
    return text


def test_every_page_shows_the_provider_that_was_chosen_on_another_one() -> None:
    at = open_page("first_call")
    for chosen, seen in ((OTHER, FIRST), (FIRST, OTHER)):
        assert shows(go(at, "first_call"), "first_call_provider") == seen
        choose(at, "first_call_provider", chosen)
        for slug in ("what_travels", "roles", "conversation", "failures", "good_habits", "setup"):
            assert shows(go(at, slug), f"{slug}_provider") == chosen, slug
    choose(go(at, "conversation"), "conversation_provider", OTHER)
    assert shows(go(at, "first_call"), "first_call_provider") == OTHER


def test_what_was_changed_goes_over_to_the_provider_that_was_chosen_elsewhere() -> None:
    at = open_page("first_call")
    at.session_state[f"first_call_{FIRST}_code"] = code(at, "first_call", FIRST).replace(
        "What is an API?", "Why?"
    )
    go(at, "roles")
    choose(at, "roles_provider", OTHER)
    go(at, "first_call")
    of = providers.get(OTHER)
    program = programs.parse(code(at, "first_call", OTHER), OTHER, of.sdk.methods)
    assert of.read(program.call).messages[-1].content == "Why?"


def test_a_program_of_the_other_provider_is_left_as_it_was_where_nothing_was_changed() -> None:
    at = open_page("first_call")
    choose(at, "first_call_provider", OTHER)
    mine = code(at, "first_call", OTHER) + "# mine\n"
    at.session_state[f"first_call_{OTHER}_code"] = mine
    choose(go(at, "roles"), "roles_provider", FIRST)
    choose(at, "roles_provider", OTHER)
    go(at, "first_call")
    assert code(at, "first_call", OTHER) == mine


def test_a_failure_is_made_with_the_provider_that_was_chosen_elsewhere() -> None:
    at = open_page("failures")
    choose(go(at, "roles"), "roles_provider", OTHER)
    go(at, "failures")
    again = open_page("failures")
    choose(again, "failures_provider", OTHER)
    assert at.session_state["failures_script"] == again.session_state["failures_script"]


@pytest.mark.parametrize("slug", ["roles", "tokens_cost"])
def test_the_language_is_shown_on_every_page(slug: str) -> None:
    at = open_page("first_call", lambda at: at.session_state.__setitem__("first_call_languages", True))
    choose(at, "first_call_language", "curl")
    at.session_state[f"{slug}_languages"] = True
    go(at, slug)
    assert shows(at, f"{slug}_language") == "curl"
    choose(at, f"{slug}_language", "javascript")
    at.session_state["first_call_languages"] = True
    go(at, "first_call")
    assert shows(at, "first_call_language") == "javascript"
