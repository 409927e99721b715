"""The last page: what can be done now, the numbers, a page to keep, the way on."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.course import lessons, steps
from firstcall.ledger import entries
from firstcall.steps.finish import WORDS, lesson
from firstcall.ui import frame, session, standing
from tests.steps.conftest import finish, open_page

STEP = "finish"


def learner(name: str) -> AppTest:
    return open_page(STEP, lambda at: at.session_state.__setitem__("learner", name))


def test_it_is_the_last_step_before_the_appendix() -> None:
    before = [step.slug for step in steps.every() if step.number < frame.APPENDIX]
    assert before[-1] == STEP


def test_a_newcomer_is_told_that_nothing_is_solved_and_led_to_every_step_with_tasks() -> None:
    at = learner("new")
    assert any(one.value == WORDS.line("begun") for one in at.markdown)
    with_tasks = [step for step in steps.every() if lessons.exercises(step.slug)]
    appendix = [step for step in steps.every() if step.number >= frame.APPENDIX]
    led_to = {link.proto.label for link in at.get("page_link")}
    assert {step.title for step in with_tasks} | {step.title for step in appendix} <= led_to


def test_what_is_solved_is_ticked_and_needs_no_link() -> None:
    at = learner("ada")
    before = len(at.get("page_link"))
    for exercise in lessons.exercises("setup"):
        session.the_progress().done("ada", exercise.id)
    at.run()
    assert len(at.get("page_link")) == before - 1
    assert sum(":green[" in one.value for one in at.markdown) == 1


def test_whoever_solved_everything_is_told_so() -> None:
    at = learner("grace")
    for step in steps.every():
        for exercise in lessons.exercises(step.slug):
            session.the_progress().done("grace", exercise.id)
    at.run()
    total = sum(len(lessons.exercises(step.slug)) for step in steps.every())
    assert any(one.value == WORDS.line("done", all=total) for one in at.markdown)
    assert not at.exception


def test_the_numbers_are_those_of_the_calls_made() -> None:
    at = open_page("first_call")
    assert not at.metric
    at.button(key="first_call_go").click().run()
    run = finish(at, "first_call")
    at.switch_page(str(steps.find(STEP).path)).run()
    assert run.reply is not None and run.reply.usage is not None
    shown = {metric.label: metric.value for metric in at.metric}
    assert shown[WORDS.line("numbers/calls")] == "1"
    assert shown[WORDS.line("numbers/tokens_out")] == f"{run.reply.usage.output_tokens:,}"


def test_the_page_to_keep_holds_the_program_and_all_that_can_be_done() -> None:
    steps_with_tasks = [step for step in steps.every() if lessons.exercises(step.slug)]
    found = [standing.Standing(step, True, 0, len(lessons.exercises(step.slug))) for step in steps_with_tasks]
    for provider in providers.every().values():
        text = lesson.sheet(found, entries.totals([]), provider)
        assert text.count("- [ ]") == len(found) and f"{provider.sdk.spelled}(" in text
        assert not re.search(r"\{[a-z]", text)  # a place that words were to fill
