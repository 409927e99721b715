"""The exercises of "Set up", and that what it says of keys is complete and without a key."""

from __future__ import annotations

import secrets

import pytest

from firstcall import providers
from firstcall.course import lessons, steps
from firstcall.course.exercise import Evidence, Verdict, done, judge, not_yet
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.setup import key_check, lesson
from firstcall.steps.start_here import lesson as start_here
from tests.having import with_keys

EXERCISES = {exercise.id: exercise for exercise in lesson.EXERCISES}


def verdict(id: str, *runs: Run, answer: str = "") -> Verdict | None:
    return judge(EXERCISES[id], Evidence(list(runs), answers={id: answer} if answer else {}))


def checked(provider: Provider, practice: str, key: str | None = None) -> Run:
    access = Access(key or f"sk-practice-{secrets.token_hex(8)}", practice + provider.address.practice_path)
    run = runs.start(key_check.smallest_call(provider), provider, access, step="setup", mode="practice")
    assert run.wait(30)
    return run


@pytest.mark.parametrize("answer", ["2", " 2. ", "line 2", "Line 2"])
def test_the_line_with_the_key_in_it_leaks(answer: str) -> None:
    found = verdict("setup.leak", answer=answer)
    assert found is not None and found.done


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("1", "line_1"),
        ("3", "line_3"),
        ("4", "line_4"),
        ("5", "no_line"),
        ("b", "no_line"),
    ],
)
def test_each_other_line_has_its_own_explanation(answer: str, words: str) -> None:
    found = verdict("setup.leak", answer=answer)
    assert found is not None and not found.done and found.says == words


def test_nothing_typed_has_no_verdict() -> None:
    assert (
        verdict("setup.leak") is None
        and verdict("setup.gitignore") is None
        and verdict("setup.check") is None
    )


def test_a_check_that_passes_is_done(provider: Provider, practice: str) -> None:
    found = verdict("setup.check", checked(provider, practice))
    assert found == done("done_in_practice", provider=provider.name)


@with_keys
def test_a_check_that_fails_says_what_it_was(provider: Provider, practice: str) -> None:
    found = verdict("setup.check", checked(provider, practice, "sk-wrong"))
    assert found is not None and not found.done and found == not_yet("check_says_do", lower="key refused")


def test_an_outcome_that_was_shown_does_not_count(provider: Provider, practice: str) -> None:
    run = checked(provider, practice)
    run.batch = lesson.SHOWN
    found = verdict("setup.check", run)
    assert found is not None and not found.done and found.says == "those_were_failures"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("# .env", "line_begins_comment"),
        ("!.env", "does_opposite_takes"),
        (".env/", "slash_at_end"),
        ("git add .env", "command_wanted_line"),
        ("./.env", "pattern_begins_neither"),
        ("env", "another_name_file"),
        ('".env"', "quotation_marks_git"),
        ("OPENAI_API_KEY=sk-1", "line_file_env"),
        ("secrets", "yet_git_would"),
    ],
)
def test_a_wrong_ignore_line_is_explained(line: str, words: str) -> None:
    found = verdict("setup.gitignore", answer=line)
    assert found is not None and not found.done and found.says == words


@with_keys
def test_every_provider_has_a_checklist_that_says_to_copy_at_once(provider: Provider) -> None:
    source = next(source for source in lesson.sources([provider]) if source.id == provider.id)
    assert source.variable == provider.address.key_variable
    assert any("Copy it at once" in step for step in source.steps)


def test_where_no_key_is_needed_the_providers_own_words_say_what_is() -> None:
    (source,) = lesson.sources([providers.get("ollama")])
    assert source.variable is None
    assert "its server" in source.steps[0] and "OLLAMA_HOST" in source.note


def test_the_exercises_of_a_step_are_found_and_not_listed() -> None:
    assert lessons.exercises("setup") == lesson.EXERCISES
    assert lessons.exercises("start_here") == () and lessons.exercises("no_such_step") == ()
    assert lessons.exercises("../setup") == ()


def test_every_exercise_belongs_to_its_step() -> None:
    for step in steps.every():
        found = lessons.exercises(step.slug)
        assert {exercise.step for exercise in found} <= {step.slug}
        assert len({exercise.id for exercise in found}) == len(found)


def test_the_hurdles_are_the_four_places_where_beginners_get_stuck() -> None:
    assert [hurdle.step for hurdle in start_here.HURDLES] == ["setup", "first_call", "tune", "failures"]
