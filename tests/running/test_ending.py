"""The news that works have ended, as an event loop hears it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import pytest

from firstcall.running import ending
from firstcall.running.ending import Ending


@dataclass
class Work:
    finished: bool = False


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "SECONDS", 0.001)


def heard(works: list[Work], ends: list[list[int]]) -> list[str]:
    """What is told while these works end, those of each list together."""

    async def listen() -> list[str]:
        told = []
        reading = Ending(works).read()
        for together in ends:
            for number in together:
                works[number].finished = True
            told.append(await anext(reading))
        return told + [one async for one in reading]

    return asyncio.run(asyncio.wait_for(listen(), 5))


def test_each_end_is_told_and_then_it_is_over() -> None:
    assert heard([Work(), Work(), Work()], [[1], [0, 2]]) == ["1", "3"]


def test_what_had_ended_before_is_told_at_once() -> None:
    assert heard([Work(True)], [[]]) == ["1"]


def test_nothing_is_told_while_all_goes_on() -> None:
    async def listen() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(Ending([Work()]).read()), 0.05)

    asyncio.run(listen())


def test_between_two_pieces_of_news_is_a_rest_but_for_the_last() -> None:
    works = [Work() for _ in range(4)]

    async def listen() -> list[str]:
        reading = Ending(works, rest=60).read()
        told = []
        for ended in (works[:1], works[1:]):
            for work in ended:
                work.finished = True
            told.append(await anext(reading))
        return told

    assert asyncio.run(asyncio.wait_for(listen(), 5)) == ["1", "4"]


def test_what_ends_during_the_rest_is_told_after_it() -> None:
    works = [Work() for _ in range(3)]

    async def listen() -> list[str]:
        reading = Ending(works, rest=0.05).read()
        works[0].finished = True
        told = [await anext(reading)]
        begun = time.monotonic()
        works[1].finished = True
        told.append(await anext(reading))
        assert time.monotonic() - begun > 0.03
        return told

    assert asyncio.run(asyncio.wait_for(listen(), 5)) == ["1", "2"]
