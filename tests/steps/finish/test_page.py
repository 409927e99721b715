"""The last page: what can be done now, the numbers, a page to keep, the way on."""

from __future__ import annotations

import re
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.course import lessons, steps
from firstcall.programs.take_home import page
from firstcall.steps.finish import WORDS, lesson
from firstcall.steps.first_call import lesson as first_call
from firstcall.ui import session, standing, taken_home
from firstcall.ui.desk import Desk
from tests.ledger.statements import totals
from tests.steps.conftest import finish, now, open_page

STEP = "finish"


def learner(name: str) -> AppTest:
    return open_page(STEP, lambda at: at.session_state.__setitem__("learner", name))


def test_it_is_the_last_step_before_the_appendix() -> None:
    before = [step.slug for step in steps.every() if step.section == "course"]
    assert before[-1] == STEP


def test_a_newcomer_is_told_that_nothing_is_solved_and_led_to_every_step_with_tasks() -> None:
    at = learner("new")
    assert any(one.value == WORDS.line("begun") for one in at.markdown)
    with_tasks = [step for step in steps.every() if lessons.exercises(step.slug)]
    appendix = [step for step in steps.every() if step.section != "course"]
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


def test_the_programs_of_the_pages_can_be_taken_home_as_they_stand() -> None:
    provider = next(iter(providers.every().values()))
    mine = Desk("first_call", replace(first_call.OPENING, max_tokens=777), ()).fresh(provider)
    at = open_page(STEP, lambda at: at.session_state.__setitem__(f"first_call_{provider.id}_code", mine))
    shown = []
    for program in taken_home.offered():
        at.segmented_control(key=f"{STEP}_program").set_value(program).run()
        assert not at.exception
        shown.append(at.code[0].value)
        assert len(at.get("download_button")) == 3
    assert shown[0] == mine.strip() and len(set(shown)) == len(shown) >= 4
    at.segmented_control(key=now(at, f"{STEP}_language")).set_value("curl").run()
    assert at.code[0].value.startswith("curl") and len(at.get("download_button")) == 2
    at.segmented_control(key=f"{STEP}_program").set_value("first_call").run()
    at.segmented_control(key=now(at, f"{STEP}_language")).set_value(page.LANGUAGE).run()
    assert "max_tokens: 777" in at.code[0].value and at.code[0].value.startswith("<!doctype html>")


def test_a_program_that_is_not_understood_is_taken_home_in_python_alone() -> None:
    provider = next(iter(providers.every().values()))
    at = open_page(
        STEP, lambda at: at.session_state.__setitem__(f"first_call_{provider.id}_code", "print(1)")
    )
    assert at.code[0].value == "print(1)"
    assert at.segmented_control(key=now(at, f"{STEP}_language")).options == ["Python"]


def test_the_page_to_keep_holds_the_program_and_all_that_can_be_done() -> None:
    steps_with_tasks = [step for step in steps.every() if lessons.exercises(step.slug)]
    found = [standing.Standing(step, True, 0, len(lessons.exercises(step.slug))) for step in steps_with_tasks]
    for provider in providers.every().values():
        text = lesson.sheet(found, totals([]), provider)
        assert text.count("- [ ]") == len(found) and f"{provider.sdk.spelled}(" in text
        assert not re.search(r"\{[a-z]", text)  # a place that words were to fill
