"""What a press of Run costs the server and the line: counted on the running app, as a browser's page would ask for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from streamlit.proto.Button_pb2 import Button

from benchmarks import served
from benchmarks.learner import Learner, events
from benchmarks.room import press_ours
from benchmarks.served import Served

SLOW = "model=claude-haiku-4-5&stream=yes&prompt=Hello"
pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def app() -> Iterator[Served]:
    """The app, whose model takes its time to the first token: what a press draws is drawn long before."""
    with served.ours(Path(served.ROOT), first_token=2.5, per_second=0) as running:
        yield running


@asynccontextmanager
async def visiting(app: Served, page: str, query: str = "") -> AsyncIterator[Learner]:
    async with Learner(app.url, page, query) as learner:
        await learner.rests()
        yield learner


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.02)


def played(learner: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(learner())


@pytest.mark.parametrize("page", ["start_here", "first_call", "what_travels", "roles", "structured"])
def test_a_press_draws_what_says_something_of_it_and_nothing_else(app: Served, page: str) -> None:
    query = "" if page == "structured" else SLOW  # a greeting solves a task there, and then all is drawn

    async def play() -> None:
        async with visiting(app, page if page != "start_here" else "", query) as learner:
            whole, known = learner.taken(), dict(learner.deltas)
            call = asyncio.create_task(press_ours(learner, _now(), f"{page}_go"))
            await until(lambda: learner.came.runs >= 2)
            await asyncio.sleep(0.1)
            pressed = learner.taken()
            drawn = [place for place, delta in learner.deltas.items() if known.get(place) is not delta]
            assert pressed.runs == 2, "the callback's, and that of the parts"
            assert pressed.bytes < whole.bytes / 3 and len(drawn) < len(known) / 4
            await asyncio.sleep(0.5)
            assert learner.taken().messages == 0, "somebody asked again and again whether it has ended"
            before = dict(learner.deltas)
            await call
            await until(lambda: not _button(learner, f"{page}_go").disabled)
            await asyncio.sleep(0.3)
            await learner.rests()
            ended = learner.taken()
            drawn = [place for place, delta in learner.deltas.items() if before.get(place) is not delta]
            assert ended.runs <= 3 and len(drawn) < len(known) * 2 / 3, "all of the page was drawn"
            (spent,) = learner.elements("metric")
            assert spent.new_element.metric.body == "$0"
            assert not _button(learner, f"{page}_go").disabled and _button(learner, f"{page}_stop").disabled

    played(play)


@pytest.mark.parametrize("page", ["first_call", "streaming"])
def test_stop_draws_what_it_ends_once(app: Served, page: str) -> None:
    async def play() -> None:
        async with visiting(app, page, SLOW) as learner:
            await learner.press(f"{page}_go")
            await until(lambda: learner.came.runs >= 2)
            await learner.rests()
            await asyncio.sleep(0.2)
            assert not _button(learner, f"{page}_stop").disabled
            learner.taken()
            await learner.press(f"{page}_stop")
            await until(lambda: _button(learner, f"{page}_stop").disabled)
            await asyncio.sleep(0.5)
            await learner.rests()
            assert learner.taken().runs == 2, "the callback's, and that of what it asks for"

    played(play)


def test_a_run_of_the_page_is_as_long_after_calls_as_before(app: Served) -> None:
    async def play() -> None:
        async with visiting(app, "first_call", SLOW) as learner:
            sizes = []
            for number in range(3):
                if number:
                    await press_ours(learner, _now())
                    await asyncio.sleep(0.5)
                for _ in range(3):
                    learner.taken()
                    await learner.send()
                    await asyncio.sleep(0.1)
                    await learner.rests()
                sizes.append(learner.taken().bytes)
            assert sizes[2] - sizes[1] < 200 and sizes[1] - sizes[0] < 2_000
            assert max(sizes) < 21_000

    played(play)


def test_the_end_of_what_has_no_text_is_told_too(app: Served) -> None:
    async def play() -> None:
        async with visiting(app, "first_call", SLOW) as learner:
            call = asyncio.create_task(press_ours(learner, _now()))
            await asyncio.sleep(0.5)
            learner.page, learner._script = "faq", ""
            await learner.send()
            await asyncio.sleep(0.3)
            await learner.rests()
            told = [
                one.new_element.bidi_component
                for one in learner.elements("bidi_component")
                if one.new_element.bidi_component.component_name == "first_call_told"
            ]
            assert len(told) == 1, "the frame says that a call is on its way, and would never hear of its end"
            heard = await events(learner.url, json.loads(told[0].json)[0]["url"])
            assert [piece for _, piece in heard] == ["1"]
            await call

    played(play)


def _now() -> asyncio.Event:
    start = asyncio.Event()
    start.set()
    return start


def _button(learner: Learner, key: str) -> Button:
    return next(
        one.new_element.button
        for one in learner.elements("button")
        if one.new_element.button.id.endswith(f"-{key}")
    )
