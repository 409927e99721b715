"""Every part of a page that shows a run draws whatever a nearly compatible server sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import streamlit as st

from firstcall.course import lessons, steps
from firstcall.course.exercise import Evidence, judge
from firstcall.running.runs import Run
from firstcall.steps.failures import what_came
from firstcall.steps.setup import setup_parts
from firstcall.steps.tune import stop_lab
from firstcall.steps.what_travels import path_of_call
from firstcall.ui import results, session, side_by_side, stream_events, wire
from tests import own_sdk
from tests.quickly import one_of
from tests.running.test_hostile_replies import WIRES, hostile, named, refused

# The SDK of OpenAI copies a stream's parts, and Pydantic says which are not of their types.
pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")


@pytest.fixture(autouse=True)
def outside_of_a_session() -> Iterator[None]:
    """Streamlit draws without a browser too, and says at each element that nobody sees it."""
    logging.disable(logging.WARNING)
    session.begin()
    yield
    logging.disable(logging.NOTSET)


def parts(run: Run) -> dict[str, Callable[[], object]]:
    """The functions of the pages that show one finished run."""
    key = f"r{id(run)}"
    found: dict[str, Callable[[], object]] = {
        "fields": partial(results.response, run),
        "printed": partial(results.printed_by_the_program, run),
        "outcome": partial(results._outcome, run),
        "table": lambda: [
            results.value_at(run, cell.path_in(run.call)) for cell in run.provider.table.values()
        ],
        "travelled": partial(wire.exchanges, run, key=key),
        "came": partial(what_came.draw, run, lambda name: f"{key}_{name}"),
        "exception": partial(what_came._exception, run),
        "attempts": partial(what_came._attempts, run),
        "body": partial(what_came._body, run),
        "diagram": partial(path_of_call.diagram, run),
        "headers": partial(path_of_call.headers, run),
        "stream": partial(path_of_call.stream, run, key=key),
        "without the SDK": partial(path_of_call.without_sdk, run),
        "set up": partial(setup_parts.outcome, run),
        "facts": partial(side_by_side.facts, run),
        "stop paths": lambda: [results.value_at(run, path) for path in stop_lab._stop_paths(run)],
        "events": lambda: [
            stream_events.read(block) for one in run.recorder.exchanges for _, block in one.events()
        ],
        "text": partial(st.markdown, run.text),
        "lessons": partial(judged, run),
    }
    return found


def judged(run: Run) -> None:
    """What each exercise of each step says of it, with one of the provider's paths as the typed answer."""
    paths = [field.path_in(run.call) for field in run.provider.fields]
    typed = paths[len(run.program) % len(paths)]
    for step in steps.every():
        for exercise in lessons.exercises(step.slug):
            verdict = judge(exercise, Evidence([run], run.program, {exercise.id: typed}))
            if verdict is not None:
                assert exercise.message(verdict)


def drawn(runs: Iterator[Run]) -> None:
    wrong: dict[str, str] = {}
    for run in runs:
        for part, draw in parts(run).items():
            try:
                draw()
            except Exception as error:
                name = f"{run.call.method} {run.program.splitlines()[-1]}: {part}"
                wrong[name] = f"{type(error).__name__}: {error}"[:160]
    assert not wrong, f"{len(wrong)}: {wrong}"


@pytest.mark.parametrize(("id", "streamed"), one_of(WIRES))
def test_some_replies_are_drawn(id: str, streamed: bool) -> None:
    drawn(hostile(id, streamed, 401))


@pytest.mark.parametrize(
    ("id", "streamed", "name"),
    [
        ("anthropic", False, "stop_reason half a character"),
        ("anthropic", False, "usage missing"),
        ("anthropic", False, "content.0.text true"),
        ("anthropic", True, "2.delta.text half a character"),
        ("openai", True, "1.choices.0.delta.content half a character"),
        ("openai", False, "choices.0.finish_reason deeper"),
    ],
)
def test_what_was_hard_to_draw_is_drawn(id: str, streamed: bool, name: str) -> None:
    drawn(named(id, streamed, name))


@pytest.mark.attack
@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_every_fifth_reply_is_drawn(id: str, streamed: bool) -> None:
    drawn(hostile(id, streamed, 5))  # 24 kinds: which of them are drawn moves on from place to place


@pytest.mark.attack
@pytest.mark.parametrize("status", [400, 401, 429, 500])
@pytest.mark.parametrize("id", own_sdk.IDS)
def test_every_third_refusal_is_drawn(id: str, status: int) -> None:
    drawn(refused(id, status, 3))
