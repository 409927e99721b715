"""One provider called in two ways: chosen beside it, carried over and back, followed where the program says so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.providers import Provider
from firstcall.ui import link_settings
from tests.page_actions import ACTIONS, choose, made
from tests.steps.conftest import address, finish, now, open_page, opened

STEP = "tokens_cost"
CHAT, RESPONSES = providers.get("openai").ways
WAY = f"{STEP}_provider_openai_way"
OWN = 'seed=7,  # mine\n    stop=["END"],\n    messages='


def code(at: AppTest, way: Provider) -> str:
    return str(at.session_state[f"{STEP}_{way.handle}_code"])


def take(at: AppTest, way: Provider) -> None:
    at.segmented_control(key=now(at, WAY)).set_value(way.handle).run()


def test_the_same_call_in_the_other_way_and_back_again() -> None:
    at = opened(STEP, CHAT)
    mine = code(at, CHAT).replace("messages=", OWN)
    at.session_state[f"{STEP}_openai_code"] = mine
    at.run()
    take(at, RESPONSES)
    program = programs.parse(code(at, RESPONSES), "openai", RESPONSES.methods)
    there, here = RESPONSES.read(program.call), CHAT.read(programs.parse(mine, "openai", CHAT.methods).call)
    assert program.call.method == "responses.create" and not there.stop
    assert (there.model, there.system, there.messages, there.max_tokens, there.effort) == (
        here.model, here.system, here.messages, here.max_tokens, here.effort,
    )  # fmt: skip
    shown = next(block.value for block in at.code if block.language == "diff")
    assert "-    messages=[" in shown and "+    input=[" in shown and "+stream = client.responses" in shown
    assert link_settings.read(address(at)).provider == RESPONSES.handle  # type: ignore[union-attr]
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    assert run.provider == RESPONSES and run.reply is not None and run.record is not None
    assert run.record.provider == "openai" and run.record.usage and run.record.usd
    take(at, CHAT)
    assert code(at, CHAT) == mine
    take(at, RESPONSES)
    at.slider(key=now(at, f"{STEP}_max_tokens")).set_value(99).run()
    take(at, CHAT)
    assert code(at, CHAT) == mine.replace("1024", "99")  # what the other way has no argument for has stayed


def test_a_way_is_chosen_for_all_pages_and_what_changes_is_not_offered_where_there_is_one() -> None:
    at = opened("what_travels", RESPONSES)
    assert "what_travels_openai_responses_code" in at.session_state
    choose(at, "anthropic", "what_travels_provider")
    assert not [block for block in at.code if block.language == "diff"]
    choose(at, "openai", "what_travels_provider")
    assert at.segmented_control(key=now(at, "what_travels_provider_openai_way")).value == RESPONSES.handle


@pytest.mark.attack
@pytest.mark.parametrize("step", ACTIONS)
def test_each_page_does_what_it_is_for_in_the_other_way(step: str) -> None:
    at = open_page(step, lambda at: at.session_state.__setitem__("openai_way", RESPONSES.handle))
    ACTIONS[step](at, "openai")
    calls = (
        {run.call.method for run in made(at, step) if run.provider.id == "openai"}
        if step in at.session_state["made"]
        else set()
    )
    in_one_way = {"setup": "chat.completions.create", "own_code": "chat.completions.create"}
    assert calls <= {(in_one_way | {"embeddings": "embeddings.create"}).get(step, "responses.create")}
    assert step == "good_habits" or calls


def typed() -> None:
    import streamlit as st

    from firstcall import providers
    from firstcall.calls import Message, Settings
    from firstcall.ui.desk import Desk

    desk = Desk("first_call", Settings("", (Message("user", "Hi"),)), ())
    chat, responses = providers.get("openai").ways
    st.session_state.provider = "openai"
    text = desk.fresh(responses)
    desk.take(text[:-9] + "(", chat)
    st.session_state.not_understood = desk.provider.handle
    desk.take(text, chat)
    st.session_state.seen = desk.provider.handle, desk.source == text


def test_a_program_that_is_typed_says_its_way() -> None:
    at = AppTest.from_function(typed)
    for name in ("remembered", "pasted_keys"):
        at.session_state[name] = {}
    at.run()
    assert not at.exception
    assert at.session_state.not_understood == CHAT.handle
    assert at.session_state.seen == (RESPONSES.handle, True)


def test_what_openai_keeps_of_a_conversation_is_told_where_it_can() -> None:
    at = opened("conversation", RESPONSES)
    said = next(shown for shown in at.markdown if "previous_response_id" in shown.value)
    assert "store=False" in said.value
    assert "client.responses.create(" in "".join(block.value for block in at.code)
    choose(at, "anthropic", "conversation_provider")
    assert not [shown for shown in at.markdown if "previous_response_id" in shown.value]
