"""Spot the bug: every program has exactly its mistake, every solution none, and the judge tells them apart."""

from __future__ import annotations

import ast

import pytest

from firstcall import programs, providers
from firstcall.course.exercise import Evidence, not_yet
from firstcall.programs.lint.findings import lint
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.steps.good_habits import exercises, lesson
from firstcall.steps.good_habits.exercises import BUGS, Bug, judge

every_bug = pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)


def serious(source: str, provider: str) -> list[str]:
    return [found.rule for found in lint(source, provider) if found.severity != "info"]


@every_bug
def test_a_program_has_exactly_its_bug(bug: Bug) -> None:
    assert serious(bug.source, bug.provider) == [bug.rule]


@every_bug
def test_a_solution_is_clean(bug: Bug) -> None:
    assert serious(bug.solution, bug.provider) == []


@every_bug
def test_the_untouched_program_is_not_judged(bug: Bug) -> None:
    assert judge(bug, bug.source) is None


@every_bug
def test_the_solution_is_accepted(bug: Bug) -> None:
    verdict = judge(bug, bug.solution)
    assert verdict is not None and verdict.done, verdict


@every_bug
def test_another_change_leaves_the_bug(bug: Bug) -> None:
    verdict = judge(bug, bug.source + "\n# I looked at it\n")
    assert verdict is not None and verdict.says == "still_there"


@every_bug
def test_an_emptied_program_is_not_mended(bug: Bug) -> None:
    verdict = judge(bug, "print(1)  # history.append except assert include_usage base_url sleep(")
    assert verdict is not None and not verdict.done


@every_bug
def test_a_broken_program_is_not_mended(bug: Bug) -> None:
    verdict = judge(bug, bug.solution + "print(")
    assert verdict is not None and not verdict.done and "never closed" in str(verdict.values["message"])


def test_a_new_error_is_named() -> None:
    bug = exercises.find("old_limit")
    verdict = judge(bug, bug.source.replace("    max_tokens=1024,\n", "    max_tokns=1024,\n"))
    assert verdict is not None and not verdict.done
    assert "max_tokns" in str(verdict.values["message"])


def test_a_failure_that_nobody_hears_of_is_not_mended() -> None:
    """Whether a loop stands there is not the question: a 400 is to be met once, and seen."""
    bug = exercises.find("retry_400")
    silent = bug.source.replace("time.sleep(2**attempt)", "return None")
    assert judge(bug, silent) == not_yet("swallowed")
    loud = judge(bug, bug.source.replace("time.sleep(2**attempt)", "raise"))
    assert loud is not None and loud.done


@pytest.mark.parametrize("looks", [True, False])
def test_a_program_may_be_mended_by_calling_in_the_other_way(looks: bool) -> None:
    bug = exercises.find("no_stop_reason")
    look = 'if response.status == "incomplete":\n    print("cut off")\n' if looks else ""
    source = f"""import openai

client = openai.OpenAI(timeout=60)
response = client.responses.create(
    model="gpt-6-luna", reasoning={{"effort": "none"}}, max_output_tokens=30, input="What is an API?"
)
{look}print(response.output_text)
"""
    verdict = judge(bug, source)
    assert verdict is not None and verdict.done == looks


def test_there_are_bugs_of_both_providers() -> None:
    assert len(BUGS) >= 12
    assert {bug.provider for bug in BUGS} == {"anthropic", "openai"}


def test_names_are_unique() -> None:
    assert len({bug.id for bug in BUGS}) == len(BUGS)


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug.fails], ids=lambda bug: bug.name)
def test_running_a_bug_shows_its_failure(bug: Bug, practice: str) -> None:
    program = bug.call
    assert program is not None
    provider = providers.get(bug.provider)
    access = Access(f"sk-practice-bug-{bug.name}", practice + provider.address.practice_path)
    run = runs.start(program.call, provider, access, step="test", mode="practice")
    assert run.wait(20)
    if run.failure is not None:
        assert run.failure.error.rpartition(".")[2] in {"TypeError", "BadRequestError", "NotFoundError"}
        return
    assert run.reply is not None
    lines = programs.printed(bug.source, run.reply.names, run.text)
    errors = [line.error for line in lines if line.error]
    if bug.name == "no_stop_reason":
        assert run.reply.cut_off and errors == []
    elif bug.name == "raw_content":
        assert "Block(" in (lines[0].text or "") and errors == []
    else:
        assert [error.partition(":")[0] for error in errors] in (
            ["AttributeError"],
            ["TypeError"],
            ["IndexError"],
        )


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug.fails], ids=lambda bug: bug.name)
def test_running_a_solution_shows_no_failure(bug: Bug, practice: str) -> None:
    program = exercises.program_of(bug.solution, bug.provider)
    assert program is not None
    provider = providers.get(bug.provider)
    access = Access(f"sk-practice-bug-{bug.name}", practice + provider.address.practice_path)
    run = runs.start(program.call, provider, access, step="test", mode="practice")
    assert run.wait(20) and run.reply is not None
    assert [
        line.error for line in programs.printed(bug.solution, run.reply.names, run.text) if line.error
    ] == []


def test_an_exercise_checks_the_learners_code() -> None:
    exercise = next(one for one in exercises.EXERCISES if one.id == "good_habits.first_block")
    verdict = exercise.check(Evidence(code=exercises.find("first_block").solution))
    assert verdict is not None and verdict.done


@pytest.mark.parametrize("habit", [*lesson.DO, *lesson.DONT], ids=lambda habit: f"{habit.kind} {habit.name}")
def test_the_code_of_a_habit_is_python(habit: lesson.Habit) -> None:
    for provider in providers.every().values():
        code = habit.code_for(provider)
        ast.parse(f"try:\n    pass\n{code}" if code.startswith("except") else code.replace("(…)", "()"))


@pytest.mark.parametrize("habit", lesson.DO, ids=lambda habit: f"{habit.kind} {habit.name}")
def test_the_code_of_a_do_is_clean(habit: lesson.Habit) -> None:
    for id, provider in providers.every().items():
        code = habit.code_for(provider)
        source = f"try:\n    pass\n{code}" if code.startswith("except") else code
        assert [r for r in serious(source, id) if r != "no-stop-reason"] == []


def test_a_habits_bug_exists() -> None:
    names = {bug.name for bug in BUGS}
    assert {habit.bug for habit in (*lesson.DO, *lesson.DONT) if habit.bug} <= names
