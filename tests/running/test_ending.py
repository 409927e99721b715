"""The news that works have ended, as an event loop hears it."""

from __future__ import annotations

import asyncio
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
