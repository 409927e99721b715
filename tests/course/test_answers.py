"""Every exercise: what is right is accepted, however it is said; what is wrong is not."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from firstcall.course import lessons, steps
from firstcall.course.exercise import Exercise, judge
from tests.course import answers
from tests.course.answered import Answers, Did

RIGHT, WRONG = 4, 6
EXERCISES = {one.id: one for step in steps.every() for one in lessons.exercises(step.slug)}


def _answers() -> dict[str, Answers]:
    found = {}
    for module in pkgutil.iter_modules(answers.__path__):
        given = importlib.import_module(f"{answers.__name__}.{module.name}").ANSWERS
        found |= {f"{module.name}.{exercise}": one for exercise, one in given.items()}
    return found


ANSWERS = _answers()
GIVEN = [
    pytest.param(
        EXERCISES[id],
        right,
        did,
        id=f"{id}-{'right' if right else 'wrong'}-{name}",
        marks=pytest.mark.thorough if number else (),
    )
    for id, given in ANSWERS.items()
    for right, cases in ((True, given.right), (False, given.wrong))
    for number, (name, did) in enumerate(cases.items())
]


PRESSED = {"setup.check"}
"""Done by a button of the page that makes a call of its own: its outcomes stand with the tests of that step."""


@pytest.mark.parametrize("id", sorted(EXERCISES.keys() - PRESSED))
def test_an_exercise_has_answers_of_both_kinds(id: str) -> None:
    assert len(ANSWERS[id].right) >= RIGHT and len(ANSWERS[id].wrong) >= WRONG


@pytest.mark.parametrize(("exercise", "right", "did"), GIVEN)
def test_an_answer_is_judged_by_what_it_comes_to(exercise: Exercise, right: bool, did: Did) -> None:
    verdict = judge(exercise, did())
    assert bool(verdict and verdict.done) is right, verdict and exercise.message(verdict)
    if verdict is not None:
        assert exercise.message(verdict)
