"""A link that opens a page for a visitor with a key: nothing it brings is armed before it was looked at."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import steps
from firstcall.server import server
from firstcall.ui import WORDS
from tests.steps.conftest import address, finish, open_page, put


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner's key, and the practice server in the provider's place."""
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-practice-of-the-owner")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"{server.local().origin}/practice/anthropic")


def link(at: AppTest) -> None:
    at.query_params["prompt"] = "Where is Oslo?"


def notices(at: AppTest) -> list[str]:
    return [info.value for info in at.info if info.value == WORDS.say("link/not_live")]


def sent(at: AppTest) -> str:
    at.button(key="first_call_go").click().run()
    return finish(at, "first_call").mode


def test_without_a_link_run_uses_the_key() -> None:
    at = open_page("first_call")
    assert sent(at) == "live" and notices(at) == []


def test_a_program_from_a_link_is_practice_until_keys_are_switched_on() -> None:
    at = open_page("first_call", link)
    assert at.toggle(key="frame_live").value is False and len(notices(at)) == 1
    assert sent(at) == "practice"
    at.toggle(key="frame_live").set_value(True).run()
    assert notices(at) == []
    assert sent(at) == "live"


def test_a_link_to_a_page_without_a_desk_arms_nothing_on_the_next_one_either() -> None:
    at = open_page("setup", link)
    assert at.toggle(key="frame_live").value is False and dict(at.query_params) == {}
    at.toggle(key="frame_live").set_value(True).run()
    assert at.toggle(key="frame_live").value is True


def test_a_link_inside_the_app_leaves_the_choice_alone() -> None:
    at = open_page("first_call")
    link(at)
    at.run()
    assert at.toggle(key="frame_live").value is True and sent(at) == "live"


def test_the_address_of_ones_own_program_is_no_strangers_link() -> None:
    at = open_page("first_call")
    own = address(at)
    at = open_page("first_call", lambda at: put(at, own))
    assert at.toggle(key="frame_live").value is True and notices(at) == []
    assert not [one for one in at.caption if WORDS.line("link/opened", back="Start over") in one.value]
    assert sent(at) == "live"


def test_an_own_program_does_not_arm_what_a_stranger_asked_for_before() -> None:
    at = open_page("first_call", link)
    at.switch_page(str(steps.find("roles").path)).run()
    put(at, address(at))
    at.switch_page(str(steps.find("first_call").path)).run()
    assert at.toggle(key="frame_live").value is False and sent(at) == "practice"


def test_an_address_that_comes_late_undoes_no_edit() -> None:
    at = open_page("first_call", link)
    late = address(at)
    at.text_area(key="first_call_prompt").set_value("Where is Bergen?").run()
    put(at, late)
    at.run()
    assert at.text_area(key="first_call_prompt").value == "Where is Bergen?"
    assert address(at)["prompt"] == ["Where is Bergen?"]


def test_half_typed_code_leaves_the_address_alone() -> None:
    at = open_page("first_call", link)
    at.session_state["first_call_anthropic_code"] += "\nprint("
    at.run()
    assert not at.exception and not [one for one in at.get("bidi_component") if '"others"' in one.proto.json]


def test_names_that_are_none_of_a_link_change_nothing() -> None:
    at = open_page("first_call", lambda at: at.query_params.__setitem__("utm", "x"))
    assert at.toggle(key="frame_live").value is True
