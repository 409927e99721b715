"""A browser says a choice by its label: it may say one that the page has renamed or taken away since."""

from __future__ import annotations

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, Multiselect, Selectbox, SelectSlider

from firstcall.course import steps
from firstcall.steps.good_habits.exercises import find
from tests.page_actions import made
from tests.quickly import one_of
from tests.steps.conftest import now, open_page

CHOICES = (Selectbox, ButtonGroup, Multiselect, SelectSlider)
OLD = "A label of a while ago ✓"


def say_old_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the browser knows every choice by a label that no longer exists."""

    def single(choice: Selectbox[object]) -> WidgetState:
        return WidgetState(id=choice.id, string_value=OLD)

    def several(choice: ButtonGroup[object]) -> WidgetState:
        state = WidgetState(id=choice.id)
        state.string_array_value.data[:] = [OLD]
        return state

    for kind in CHOICES:
        monkeypatch.setattr(kind, "_widget_state", property(single if kind is Selectbox else several))


def survives(at: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        say_old_labels(patched)
        assert not at.run().exception, at.exception
        assert not at.run().exception, at.exception


@pytest.mark.parametrize("slug", one_of((step.slug for step in steps.every()), "first_call"))
def test_a_page_survives_labels_that_it_no_longer_has(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page(slug)
    survives(at, monkeypatch)
    if f"{slug}_go" in {button.key for button in at.button}:
        at.button(key=f"{slug}_go").click().run()
        if slug in at.session_state["made"]:
            made(at, slug)
        survives(at, monkeypatch)


def test_a_program_that_is_ticked_stays_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its label changes while the browser still says the one of before."""
    at = open_page("good_habits")
    name = "other_path"
    at.selectbox(key="good_habits_bug").set_value(name).run()
    before = at.selectbox(key="good_habits_bug")._widget_state.string_value
    at.session_state[f"good_habits_{name}_code"] = find(name).solution
    at.run()
    renamed = at.selectbox(key=now(at, "good_habits_bug"))
    assert renamed.value == name and before not in renamed.options
    at.toggle(key=f"good_habits_{name}_hint").set_value(True).run()
    assert at.selectbox(key=now(at, "good_habits_bug")).value == name
