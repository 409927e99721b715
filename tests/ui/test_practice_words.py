"""The choice between the replies written for the lessons and a small model's, and what a page says of them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import steps
from firstcall.practice.learners import Learners
from firstcall.practice.small_model.host import Host, Unavailable, model_file
from firstcall.server import server
from firstcall.ui import WORDS
from tests.run_programs import NO_SKIPS
from tests.steps.conftest import finish, open_page

CHOICE = "practice_words"


def learners() -> Learners:
    found: Learners = server.local().practice.state.learners
    return found


def words(at: AppTest) -> str:
    return learners().words_of(at.session_state["practice_key"])


def captions(at: AppTest) -> list[str]:
    return [caption.value for caption in at.caption]


def test_without_a_small_model_there_is_nothing_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(host: Host) -> str:
        raise Unavailable("not installed")

    monkeypatch.setattr(Host, "check", missing)
    at = open_page("first_call")
    assert CHOICE not in [control.key for control in at.segmented_control] and words(at) == "lessons"


def test_the_choice_holds_on_every_page_but_those_whose_tasks_judge_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Host, "check", lambda host: "a small model")
    kept = WORDS.line("practice_words/on_lessons")
    at = open_page("first_call")
    assert words(at) == "lessons"
    at.segmented_control(key=CHOICE).set_value("model").run()
    assert words(at) == "model" and kept not in captions(at)
    for slug, spoken in (("roles", "lessons"), ("tune", "model"), ("conversation", "lessons")):
        at.switch_page(str(steps.find(slug).path)).run()
        assert words(at) == spoken and (kept in captions(at)) == (spoken == "lessons"), slug
    at.segmented_control(key=CHOICE).set_value("lessons").run()
    at.switch_page(str(steps.find("tune").path)).run()
    assert words(at) == "lessons"


@pytest.mark.long
def test_a_reply_of_the_small_model_says_so() -> None:
    try:
        name = model_file().stem
    except Unavailable as missing:
        if NO_SKIPS:
            raise
        pytest.skip(f"no real model here: {missing}")
    at = open_page("first_call")
    said = WORDS.line("practice_words/spoken_by", value=name)
    at.button(key="first_call_go").click().run()
    finish(at, "first_call")
    assert said not in captions(at)
    at.segmented_control(key=CHOICE).set_value("model").run()
    at.text_area(key="first_call_prompt").set_value("What is 1 + 1? Answer with one word.").run()  # soon said
    at.button(key="first_call_go").click().run()
    run = finish(at, "first_call")
    assert run.failure is None and said in captions(at)
    learners().host.close()
