"""What a browser hands over when a session begins is put in its place, and nothing in it can do harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.ui import browser_memory
from tests.steps.conftest import now, open_page

OTHER = list(providers.every())[1]


def remembering(slug: str, **entries: str) -> AppTest:
    return open_page(slug, lambda at: at.session_state.__setitem__("remembered", entries))


def told(at: AppTest) -> dict[str, Any]:
    """What the page tells the browser to keep, by name."""
    data = [
        json.loads(one.proto.json)[0] for one in at.get("bidi_component") if '"entries"' in one.proto.json
    ]
    return {name: text for one in data for name, text in one["entries"].items()}


def test_a_program_is_shown_as_it_was_kept_with_what_no_setting_stands_for() -> None:
    mine = "# mine\n"
    at = remembering("first_call", **{f"first_call_{OTHER}_code": mine, "provider": OTHER})
    assert at.segmented_control(key=now(at, "first_call_provider")).value == OTHER
    assert at.session_state[f"first_call_{OTHER}_code"] == mine
    assert told(at) == {f"first_call_{OTHER}_code": mine, "provider": OTHER}


def test_an_opening_program_is_not_kept() -> None:
    at = open_page("first_call")
    assert set(told(at).values()) == {None}


def test_a_program_with_a_key_in_it_or_of_any_length_leaves_what_is_kept_alone() -> None:
    at = open_page("first_call")
    name = next(name for name in told(at) if name.endswith("_code"))
    for text in ("key = 'sk-ant-0123456789-0123456789'", "#" * (browser_memory.MOST_CHARACTERS + 1)):
        at.session_state[name] = text
        at.run()
        assert name not in told(at)


def test_a_conversation_comes_back_and_goes_on() -> None:
    said = json.dumps([{"role": "user", "content": "I am Ada."}, {"role": "assistant", "content": "Hello!"}])
    at = remembering("conversation", conversation_said=said, conversation_system="Be short.")
    assert [one.content for one in at.session_state["conversation_memory"].said] == ["I am Ada.", "Hello!"]
    assert at.text_input(key="conversation_system").value == "Be short."
    assert json.loads(told(at)["conversation_said"]) == json.loads(said)
    at.chat_input(key="conversation_input").set_value("Who am I?").run()
    assert at.session_state["conversation_memory"].run.wait(30)
    assert not at.run().exception
    assert len(json.loads(told(at)["conversation_said"])) == 4


@pytest.mark.parametrize(
    "text", ["", "{", "null", '[["user", 1]]', '[{"role": "root", "content": "x"}]', "[[[["]
)
def test_what_is_no_conversation_is_none(text: str) -> None:
    at = remembering("conversation", conversation_said=text, provider=text, language=text)
    assert at.session_state["conversation_memory"].said == ()
