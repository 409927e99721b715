"""Programs as beginners have them: what is found in each, and that each runs when its fixes are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstcall.programs.lint.findings import Finding, lint, mend
from tests.programs import corpus
from tests.programs.corpus import Example, running
from tests.programs.test_lint_words import SECTIONS

NAMES = [example.name for example in corpus.every()]
RUN = [example.name for example in corpus.every() if "unrun" not in example.says]
NO_PROGRAMS = {"notebook", "no-program", "more", "too-much", "newer-python"}
OF_SHORT_PROGRAMS = {"no-stop-reason", "no-timeout", "no-token-limit"}
"""Habits of nearly every short program: they are told, and marked only where a program is about them."""
IN_EACH_RUN = 10
"""Every so many programs one is run each time; `tests/all.py --attack` runs all of them, `--quick` the first."""

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture(scope="session")
def examples(practice: str) -> dict[str, Example]:
    return {example.name: example for example in corpus.every(practice)}


def found(source: str, *, errors: bool) -> set[tuple[int, str]]:
    return {(one.line, one.rule) for one in lint(source) if (one.severity == "error") is errors}


def left(source: str) -> list[Finding]:
    return [one for one in lint(source) if one.severity == "error"]


def test_there_are_programs_of_many_shapes() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 120


def test_every_case_of_a_finding_has_a_program_in_python(examples: dict[str, Example]) -> None:
    """Besides what is said of files that are no programs, of findings that are too many, of Pythons newer than this."""
    said = {one.says for example in examples.values() for one in lint(example.source)}
    assert [id for id in SECTIONS if id.partition(" ")[0] not in NO_PROGRAMS and id not in said] == []


def test_each_error_is_found_and_nothing_else_is_called_one(examples: dict[str, Example]) -> None:
    """Precision and recall of what is marked as an error: both stay at 1."""
    right = wrong = missed = 0
    told = list[str]()
    for name, example in examples.items():
        got = found(example.source, errors=True)
        right += len(got & example.errors)
        wrong += len(got - example.errors)
        missed += len(example.errors - got)
        told += [f"{name}, line {line}: {rule} is no error" for line, rule in got - example.errors]
        told += [f"{name}, line {line}: {rule} is missed" for line, rule in example.errors - got]
    print(f"{len(examples)} programs, {right} errors found", end=": ")
    print(f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    assert told == []


@pytest.mark.parametrize("name", NAMES)
def test_habits_are_found_nobody_is_accused_and_fixes_leave_what_they_say(
    name: str, examples: dict[str, Example]
) -> None:
    example = examples[name]
    others = found(example.source, errors=False)
    assert example.others <= others
    assert {one for one in others - example.others if one[1] not in OF_SHORT_PROGRAMS} == set()
    assert not example.rules("never") & {rule for _, rule in others | found(example.source, errors=True)}
    assert {one.rule for one in left(mend(example.source))} == example.rules("left")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=pytest.mark.attack if number % IN_EACH_RUN else pytest.mark.thorough if number else ()
        )
        for number, name in enumerate(RUN)
    ],
)
def test_a_program_runs_as_it_says(
    name: str, examples: dict[str, Example], practice: str, tmp_path: Path
) -> None:
    example = examples[name]
    assert list(running.differs(example, mend(example.source), practice, tmp_path)) == []
