"""Roles, clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.roles import lesson
from tests.steps.conftest import finish, now, open_page

STEP = "roles"


@pytest.fixture
def at(provider: Provider) -> AppTest:
    page = open_page(STEP)
    return page.segmented_control(key=f"{STEP}_provider").set_value(provider.id).run()


def settings(at: AppTest) -> Settings:
    """What the code in the box says."""
    provider = providers.get(at.session_state[f"{STEP}_provider"])
    return provider.read(programs.parse(code(at), provider.id, provider.sdk.methods).call)


def code(at: AppTest) -> str:
    return str(at.session_state[f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"])


def click(at: AppTest, name: str) -> AppTest:
    at.button(key=f"{STEP}_{name}").click().run()
    assert not at.exception, at.exception
    return at


def run_it(at: AppTest) -> Run:
    click(at, "go")
    return finish(at, STEP)


def test_the_list_says_what_the_code_says(at: AppTest) -> None:
    assert settings(at).messages == lesson.OPENING.messages
    assert at.text_area(key=f"{STEP}_said_1_content").value == lesson.OPENING.messages[1].content


def test_moving_a_message_moves_it_in_the_code(at: AppTest) -> None:
    click(at, "down_0")
    first, second, third = lesson.OPENING.messages
    assert settings(at).messages == (second, first, third)


def test_a_text_that_was_typed_survives_the_move(at: AppTest) -> None:
    at.text_area(key=f"{STEP}_said_0_content").set_value('Say "hi"\n\\n')
    click(at, "down_0")
    assert settings(at).messages[1] == Message("user", 'Say "hi"\n\\n')


def test_removing_and_adding_change_the_code(at: AppTest) -> None:
    click(click(at, "remove_1"), "add_assistant")
    assert [message.role for message in settings(at).messages] == ["user", "user", "assistant"]


def test_every_message_can_be_removed(at: AppTest) -> None:
    for _ in lesson.OPENING.messages:
        click(at, "remove_0")
    assert settings(at).messages == ()


def test_a_role_is_picked(at: AppTest) -> None:
    at.selectbox(key=f"{STEP}_said_1_role").set_value("user").run()
    assert [message.role for message in settings(at).messages] == ["user", "user", "user"]


def test_the_list_follows_the_code(at: AppTest) -> None:
    key = f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"
    at.session_state[key] = code(at).replace("What is a token?", "Where is Oslo?")
    at.run()
    assert at.text_area(key=now(at, f"{STEP}_said_2_content")).value == "Where is Oslo?"


def test_code_that_cannot_be_read_leaves_the_list_waiting(at: AppTest) -> None:
    at.session_state[f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"] = "x = ("
    at.run()
    assert not at.exception
    assert at.button(key=f"{STEP}_go").disabled and at.button(key=f"{STEP}_add_user").disabled


def test_a_list_of_blocks_is_left_alone(at: AppTest) -> None:
    key = f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"
    block = '[{"type": "text", "text": "What is a token?"}]'
    at.session_state[key] = code(at).replace('"What is a token?"', block)
    at.run()
    assert not at.exception and block in code(at)
    assert not [box for box in at.text_area if box.key == f"{STEP}_said_0_content"]


def test_the_system_prompt_is_shown_where_each_provider_wants_it(at: AppTest) -> None:
    said = " ".join(caption.value for caption in at.caption)
    assert "Anthropic: the system prompt stands beside the list." in said
    assert "OpenAI: the system prompt is the first entry of the list." in said


def test_a_pirate_solves_the_first_exercise(at: AppTest) -> None:
    at.text_area(key=f"{STEP}_system").set_value("You are a pirate. Answer in one sentence.").run()
    assert run_it(at).reply is not None
    assert any("answers as a pirate" in found.value for found in at.success)


def test_the_reply_can_be_stepped_through(at: AppTest) -> None:
    run = run_it(at)
    slider = at.slider(key=f"{STEP}_step_at")
    assert slider.max == len(run.growing_text.pieces)
    slider.set_value(slider.max).run()
    assert not at.exception


def test_an_old_line_shows_the_failure_and_then_the_fix(at: AppTest, provider: Provider) -> None:
    name = f"system_inside_{provider.id}_run"
    click(at, name)
    written: Run = at.session_state[f"{STEP}_system_inside_{provider.id}_old"]
    assert written.wait(30)
    at.run()
    refused = "system_beside_messages" in provider.traits
    assert [error.icon for error in at.error] == [":material/error:"] * refused
    if refused:
        click(at, f"system_inside_{provider.id}_mend")
        mended: Run = at.session_state[f"{STEP}_system_inside_{provider.id}_new"]
        assert mended.wait(30) and mended.failure is None
        at.run()
        assert not at.exception


def test_the_provider_is_switched_in_the_middle(at: AppTest) -> None:
    click(at, "add_user")
    run_it(at)
    other = next(id for id in providers.every() if id != at.session_state[f"{STEP}_provider"])
    at.segmented_control(key=f"{STEP}_provider").set_value(other).run()
    assert len(settings(at).messages) == 4 and settings(at).system == lesson.OPENING.system
    assert run_it(at).provider.id == other
