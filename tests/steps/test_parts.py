"""What a press and an end draw anew: only parts of a page, and these are all there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from firstcall.course import questions, steps
from firstcall.steps.conversation import memory
from firstcall.ui import apart, desk_view, watch
from firstcall.ui.desk import Desk
from tests.steps.conftest import open_page

BENCHES = (
    "start_here", "first_call", "what_travels", "roles", "streaming", "providers", "tokens_cost",
    "structured", "tools", "observability",
)  # fmt: skip
OWN = {
    "providers": ("providers_table", "providers_wrong"),
    "tokens_cost": ("tokens_cost_adding_up", "tokens_cost_log"),
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Desk], set[str]]:
    """The desks and the parts of the pages that are drawn from now on."""
    desks, parts = list[Desk](), set[str]()
    draw, fragment = desk_view.draw, apart.fragment

    def drawing(desk: Desk, *more: Any) -> None:
        desks.append(desk)
        draw(desk, *more)

    def parting(key: str, *more: Any, **other: Any) -> None:
        parts.add(key)
        fragment(key, *more, **other)

    monkeypatch.setattr(desk_view, "draw", drawing)
    monkeypatch.setattr(apart, "fragment", parting)
    return desks, parts


@pytest.mark.parametrize("slug", BENCHES)
def test_a_call_has_parts_of_its_page_drawn_anew(slug: str, drawn: tuple[list[Desk], set[str]]) -> None:
    """Streamlit draws all of the page where one of the parts is not on it, and says nothing."""
    desks, parts = drawn
    at = open_page(slug)
    assert not at.exception
    desk = desks[-1]
    assert desk.parts and desk.around is not None, "all of the page is drawn"
    assert {*desk.parts, *desk.around} <= parts
    says_something = {*OWN.get(slug, ()), f"{slug}_tasks_part", f"{slug}_costs", f"{slug}_faq"} & parts
    answered = any(question.rows for question in questions.of(steps.find(slug)))
    assert says_something - ({f"{slug}_faq"} if not answered else set()) <= set(desk.around)


def test_a_turn_of_a_conversation_has_parts_of_its_page_drawn_anew(
    drawn: tuple[list[Desk], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    said, part = dict[str, Sequence[str]](), watch.part

    def parting(key: str, *given: Any, then: Sequence[str] = ()) -> None:
        said[key] = then
        part(key, *given, then=then)

    monkeypatch.setattr(watch, "part", parting)
    at = open_page("conversation")
    assert not at.exception
    after = set(said["conversation_chat"])
    costs, tasks = "conversation_costs", "conversation_tasks_part"
    assert {*memory._PARTS, costs, tasks} <= after <= drawn[1]
