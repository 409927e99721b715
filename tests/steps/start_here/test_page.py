"""Start here: the map with the learner's own progress, the way back, what is spent."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import lessons, steps
from firstcall.providers import Provider
from firstcall.steps.start_here import WORDS
from firstcall.ui import session
from tests.steps.conftest import open_page


def learner(name: str) -> AppTest:
    """The first page for a browser that has this id in its cookie."""
    return open_page("start_here", lambda at: at.session_state.__setitem__("learner", name))


def links(at: AppTest) -> list[str]:
    return [element.proto.label for element in at.get("page_link")]


def captions(at: AppTest) -> list[str]:
    return [caption.value for caption in at.caption]


def test_a_newcomer_is_led_to_the_first_call_and_has_nothing_to_continue() -> None:
    at = learner("new")
    assert any("Make your first call" in label for label in links(at))
    assert not any("Continue" in label for label in links(at))


def test_the_map_shows_every_other_step_once() -> None:
    at = learner("new")
    others = [step for step in steps.every() if step.slug != "start_here"]
    marked = [caption for caption in captions(at) if "Not opened" in caption]
    assert len(marked) == len(others)


def test_opened_steps_and_done_exercises_are_counted() -> None:
    at = learner("ada")
    progress, exercises = session.the_progress(), lessons.exercises("setup")
    progress.opened("ada", "setup")
    progress.done("ada", exercises[0].id)
    at.run()
    assert sum(f"Opened · 1 of {len(exercises)} tasks" in caption for caption in captions(at)) == 1
    total = sum(len(lessons.exercises(step.slug)) for step in steps.every())
    [bar] = at.get("progress")
    assert bar.proto.text == f"1 of {total} tasks solved"
    assert bar.proto.value == int(100 / total)


def test_a_step_with_all_exercises_done_is_done() -> None:
    at = learner("ada")
    session.the_progress().opened("ada", "setup")
    for exercise in lessons.exercises("setup"):
        session.the_progress().done("ada", exercise.id)
    at.run()
    assert sum("Done · 3 of 3 tasks" in caption for caption in captions(at)) == 1


def test_it_continues_where_the_learner_was_last() -> None:
    at = learner("ada")
    for step in ("setup", "first_call", "start_here"):
        session.the_progress().opened("ada", step)
    at.run()
    assert "Continue where I left off: **Your first call**" in links(at)


def test_going_to_another_page_and_back_is_remembered() -> None:
    at = learner("ada")
    at.switch_page(str(steps.find("setup").path)).run()
    at.switch_page(str(steps.find("start_here").path)).run()
    assert "Continue where I left off: **Set up**" in links(at)


def test_a_step_that_is_no_more_is_not_continued() -> None:
    at = learner("ada")
    session.the_progress().opened("ada", "a_step_of_an_older_version")
    at.run()
    assert not at.exception and not any("Continue" in label for label in links(at))


def test_forgetting_leaves_nothing() -> None:
    at = learner("ada")
    session.the_progress().opened("ada", "setup")
    at.run()
    at.session_state["first_call_anthropic_code"] = "# mine"
    at.session_state["pasted_keys"] = {"anthropic": "sk-ant-pasted-0123456789-0123456789"}
    at.button(key="start_here_forget_yes").click().run()
    assert not at.exception and session.the_progress().steps("ada") == ["start_here"]
    assert "first_call_anthropic_code" not in at.session_state and at.session_state["pasted_keys"] == {}
    assert any('"forget": true' in one.proto.json for one in at.get("bidi_component"))
    assert not any('"forget": true' in one.proto.json for one in at.run().get("bidi_component"))
    assert not any("Continue" in label for label in links(at))


def test_each_hurdle_has_the_link_to_its_step_where_that_exists() -> None:
    at = learner("new")
    for slug in ("setup", "first_call"):
        assert steps.find(slug).title in links(at)


def test_it_says_where_calls_go_and_what_is_spent(provider: Provider) -> None:
    at = learner("new")
    assert any(f"{provider.name}: practice" in str(mark.value) for mark in at.markdown)
    assert WORDS.line("calls/none") in captions(at)


def test_a_practice_call_spends_nothing(provider: Provider) -> None:
    at = open_page("setup")
    at.button(key=f"setup_go_{provider.id}").click().run()
    assert at.session_state[f"setup_run_{provider.id}"].wait(30)
    at.switch_page(str(steps.find("start_here").path)).run()
    assert any("Spent so far on live calls: **\\$0**. 1 call in all" in mark.value for mark in at.markdown)


def test_a_key_is_shown_masked_with_its_place(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    monkeypatch.setenv(provider.address.key_variable, "sk-owner-0123456789-abcdefghijklmnop")
    at = learner("new")
    assert "key `sk-owne…mnop`, the environment" in captions(at)
    assert "sk-owner-0123456789-abcdefghijklmnop" not in f"{at.main} {at.sidebar}"


def test_two_learners_on_one_server_have_their_own_maps() -> None:
    learner("ada").switch_page(str(steps.find("setup").path)).run()
    assert not any("Continue" in label for label in links(learner("bob")))
