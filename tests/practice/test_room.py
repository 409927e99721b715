"""A whole room at the practice server, over real sockets, with the load of `benchmarks/practice_load.py`."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks import practice_load

pytestmark = pytest.mark.attack
HELD_BY_ONE = 256 * 1024
"""Bytes that a stream may hold, what its connection has not sent yet included."""

BEATS_A_SECOND = 25
"""Of a loop that beats every 5 ms where nothing holds it up: a stream that is not stopped for 40 ms on average."""


async def measured(prompts: list[str], stream: bool, pace: float | None, read_for: float) -> dict[str, float]:
    with practice_load.serving(practice_load.ROOT) as (port, _):
        await practice_load.measure(port, practice_load.stories(1, 100), False, 0, 5)
        return await practice_load.measure(port, prompts, stream, pace, read_for)


@pytest.mark.parametrize(("stream", "pace"), [(True, 0.0), (False, 0.0), (True, 60.0)])
def test_hundred_learners_get_their_stories(stream: bool, pace: float) -> None:
    prompts = practice_load.stories(100, 600)
    found = asyncio.run(measured(prompts, stream, pace, 120))
    assert found["answered_200"] == 100
    assert found["beats"] > BEATS_A_SECOND * found["seconds"]


def test_sixty_streams_that_nobody_reads_hold_little() -> None:
    found = asyncio.run(measured(practice_load.stories(60, 3000), True, 0, 0))
    assert found["grown_mb"] < 60 * HELD_BY_ONE / 1e6


def test_loop_goes_round_while_long_prompts_are_read() -> None:
    prompts = [f"{number} " + "word, " * 250_000 for number in range(4)]
    found = asyncio.run(measured(prompts, False, 0, 120))
    assert found["answered_200"] == 4
    assert found["beats"] > BEATS_A_SECOND * found["seconds"]
