"""Good habits, clicked through without a browser: the lists, spot the bug."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models
from firstcall.course import steps
from firstcall.providers import Provider
from firstcall.steps.good_habits import bug_box, exercises, lesson
from firstcall.steps.good_habits.exercises import BUGS
from firstcall.steps.own_code.samples import OLD_PROGRAMS
from firstcall.ui import lint_marks
from firstcall.ui.code_box import Mark
from tests import own_sdk
from tests.steps.conftest import now, open_page, open_tab

STEP = "good_habits"


def texts(at: AppTest) -> list[str]:
    kinds = (at.markdown, at.caption, at.success, at.info, at.error)
    return [str(element.value) for kind in kinds for element in kind]


def pick(name: str) -> AppTest:
    at = open_page(STEP)
    at.selectbox(key=f"{STEP}_bug").set_value(name).run()
    return at


def write(at: AppTest, name: str, source: str) -> None:
    at.session_state[f"{STEP}_{name}_code"] = source
    at.run()


def marks(at: AppTest, box: int) -> list[str]:
    boxes = [one.proto for one in at.get("bidi_component") if one.proto.component_name.endswith("code_box")]
    [data] = json.loads(boxes[box].json)
    return [mark["message"] for mark in data["marks"]]


def test_every_line_of_do_and_dont_is_there() -> None:
    at = open_page(STEP)
    shown = {expander.label for expander in at.expander}
    assert {habit.text for habit in (*lesson.DO, *lesson.DONT)} <= shown
    assert len(lesson.DO) == 8 and len(lesson.DONT) == 9


def test_the_code_of_the_habits_follows_the_provider(provider: Provider) -> None:
    at = open_page(STEP)
    at.segmented_control(key=f"{STEP}_provider").set_value(provider.id).run()
    assert not at.exception
    codes = [code.value for code in at.code]
    assert any(lesson.DO[0].code_for(provider).strip() in code for code in codes)


def test_every_habit_names_a_step_of_the_curriculum() -> None:
    known = {
        "setup",
        "first_call",
        "tune",
        "streaming",
        "conversation",
        "failures",
        "providers",
        "tokens_cost",
    }
    assert {habit.step for habit in (*lesson.DO, *lesson.DONT)} <= known | {s.slug for s in steps.every()}


def test_practise_puts_the_program_on_the_desk() -> None:
    at = open_page(STEP)
    at.button(key=f"{STEP}_dont_8").click().run()
    assert not at.exception
    assert at.selectbox(key=now(at, f"{STEP}_bug")).value == "retired_model"


def test_a_mended_program_is_accepted_and_stays_done() -> None:
    at = pick("other_path")
    write(at, "other_path", exercises.find("other_path").solution)
    assert any(text.startswith("Fixed.") for text in texts(at))
    assert at.get("progress")[0].proto.text == f"Spot the bug: 1 of {len(BUGS)} programs fixed"
    write(at, "other_path", exercises.find("other_path").source)
    assert at.get("progress")[0].proto.text == f"Spot the bug: 1 of {len(BUGS)} programs fixed"


def test_a_change_that_mends_nothing_is_not_accepted() -> None:
    at = pick("other_path")
    write(at, "other_path", exercises.find("other_path").source + "\n# done?\n")
    assert "The bug is still there." in texts(at)
    assert at.get("progress")[0].proto.text == f"Spot the bug: 0 of {len(BUGS)} programs fixed"


def test_marks_appear_with_the_hint_only() -> None:
    at = pick("usage_chunk")
    assert marks(at, 0) == []
    at.toggle(key=f"{STEP}_usage_chunk_hint").set_value(True).run()
    assert len(marks(at, 0)) == 1 and marks(at, 0)[0].startswith("The last chunk has no choices.")
    open_tab(at, STEP, bug_box.HINT)
    assert exercises.exercise(exercises.find("usage_chunk")).hint in texts(at)


def test_the_solution_is_shown_on_demand() -> None:
    at = pick("tight_loop")
    assert exercises.find("tight_loop").solution.strip() not in [code.value.strip() for code in at.code]
    open_tab(at, STEP, bug_box.SOLUTION)
    assert exercises.find("tight_loop").solution.strip() in [code.value.strip() for code in at.code]


@pytest.mark.parametrize(
    ("name", "seen"),
    [("first_block", "'ThinkingBlock' object has no attribute 'text'"), ("old_limit", "is not supported with this model")],
)  # fmt: skip
def test_running_a_program_shows_the_real_failure(name: str, seen: str) -> None:
    at = pick(name)
    at.button(key=f"{STEP}_{name}_run").click().run()
    work = at.session_state[f"{STEP}_tried"].work
    assert work.wait(30) and work.last.mode == "practice"
    at.run()
    assert not at.exception
    assert any(seen in text for text in texts(at)), texts(at)
    assert len(at.session_state["made"][STEP]) == 1


def test_next_goes_through_all_programs_and_round() -> None:
    at = pick(BUGS[-1].name)
    at.button(key=f"{STEP}_next").click().run()
    assert at.selectbox(key=now(at, f"{STEP}_bug")).value == BUGS[0].name


def test_one_fix_is_applied_to_what_was_typed_since() -> None:
    source = OLD_PROGRAMS[0].source
    drawn = lint_marks.marks(source)
    chosen = next(mark for mark in drawn if mark.fix == "Use gpt-6-luna")
    typed = "# mine\n" + source
    mended = lint_marks.mended(typed, chosen)
    assert mended == "# mine\n" + lint_marks.mended(source, chosen)
    assert "gpt-6-luna" in mended and "gpt-3.5-turbo" not in mended


def test_a_fix_whose_finding_is_gone_changes_nothing() -> None:
    assert lint_marks.mended("x = 1\n", Mark(1, "Gone.", "error", fix="Mend")) == "x = 1\n"


def test_a_program_that_cannot_be_read_has_one_mark() -> None:
    problem = Mark(1, "Python cannot read line 1.", "error")
    assert lint_marks.marks("print(\u201chi\u201d)", "openai", problem)[0].fix == "Use straight quotes"


@pytest.mark.parametrize("id", own_sdk.IDS)
def test_a_desk_marks_and_mends(id: str) -> None:
    at = open_page("first_call")
    at.segmented_control(key="first_call_provider").set_value(id).run()
    key = f"first_call_{id}_code"
    clean = at.session_state[key]
    assert marks(at, 0) == []
    at.session_state[key] = clean.replace(f'"{models.DEFAULT[id]}"', '"gpt-4"')
    at.run()
    assert not at.exception
    assert any("gpt-4" in message for message in marks(at, 0))
