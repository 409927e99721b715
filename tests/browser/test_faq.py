"""The questions lead to the very thing that answers them, and searching finds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firstcall.course import questions, steps
from firstcall.course.questions import Question, Try

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PLACED = [(question, one) for question in questions.questions() for one in question.tries if one.place]
ON_EACH_PAGE = {one.step: (question, one) for question, one in PLACED}
"""Of those that lead to one page the last: they share its way there."""


REACHED = """place => {
  const found = document.querySelector(`#${place}, .st-key-${place}`)
  const top = found?.getBoundingClientRect().top
  return top > -1 && top < window.innerHeight - 150 && found.querySelector("details")?.open !== false
}"""
"""Whether a place is in sight, to the pixel, and open where it is a box."""


def follow(page: Page, question: Question, one: Try) -> None:
    page.get_by_role("searchbox", name="Search the questions").fill(question.question)
    page.get_by_role("link", name=f"Try it: {one.label}").click()
    expect(page.get_by_role("heading", level=1, name=steps.find(one.step).title)).to_be_visible()


@pytest.mark.parametrize("placed", [[*ON_EACH_PAGE.values()], pytest.param(PLACED, marks=pytest.mark.attack)])
def test_a_link_leads_to_the_very_thing(visit: Visit, placed: list[tuple[Question, Try]]) -> None:
    page = visit("faq", width=1280, height=720)
    for question, one in placed:
        follow(page, question, one)
        page.wait_for_function(REACHED, arg=one.place)
        page.get_by_role("link", name="FAQ").click()
        expect(page.get_by_role("heading", level=1, name="FAQ")).to_be_visible()


def test_what_people_search_for_is_found_and_a_single_hit_is_open(visit: Visit) -> None:
    page = visit("faq")
    search = page.get_by_role("searchbox", name="Search the questions")
    search.type("billing", delay=20)
    expect(page.locator("details")).to_have_count(len(questions.search("billing")))
    search.fill("")
    alone = "too many requests"
    assert [question.id for question in questions.search(alone)] == ["429"]
    search.type(alone, delay=20)
    expect(page.locator("details")).to_have_count(1)
    expect(page.get_by_text("Too many requests", exact=False)).to_be_visible()
