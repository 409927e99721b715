"""What is true of every page."""

from __future__ import annotations

import pytest

from firstcall.course import steps
from firstcall.course.steps import Step
from tests.steps.conftest import open_page


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_it_opens_without_an_exception(step: Step) -> None:
    at = open_page(step.slug)
    assert [title.value for title in at.title] == [step.title]


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_it_promises_something_that_completes_the_sentence(step: Step) -> None:
    assert step.promise[0].islower() and step.promise.endswith(".")


def test_the_steps_have_different_numbers_and_slugs() -> None:
    found = steps.every()
    assert len({step.number for step in found}) == len({step.slug for step in found}) == len(found)
