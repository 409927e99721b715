"""A reply that nobody reads any more is broken off: nobody would see it, somebody would pay."""

from __future__ import annotations

import asyncio

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs


def started(provider: Provider, access: Access) -> runs.Run:
    """A call whose reply takes some seconds."""
    root = access.base_url.partition(provider.address.practice_path)[0]
    slow = {"pace": {"first_token_seconds": 0, "tokens_per_second": 100}}
    httpx2.put(f"{root}/control", headers={"x-api-key": access.key}, json=slow).raise_for_status()
    story = (Message("user", "Write a 300 word story about a lighthouse."),)
    settings = Settings(models.DEFAULT[provider.id], story, max_tokens=4000, stream=True)
    return runs.start(provider.compose(settings, None), provider, access, step="test", mode="practice")


async def look(run: runs.Run) -> None:
    """Read its first piece, then go."""
    pieces = run.growing_text.read()
    async for _ in pieces:
        break
    await pieces.aclose()


def test_twenty_seconds_after_the_last_reader_left() -> None:
    assert runs.UNWATCHED_SECONDS == 20.0


def test_a_run_that_its_reader_left_is_stopped_and_written_down(
    provider: Provider, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "UNWATCHED_SECONDS", 0.05)
    run = started(provider, access)

    async def look_and_go() -> None:
        await look(run)
        await asyncio.to_thread(run.wait, 10)

    asyncio.run(look_and_go())
    assert run.state == "stopped"
    assert run.record is not None and run.record.stopped and run.record.usage is not None


def test_a_run_whose_reader_came_back_goes_on(
    provider: Provider, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "UNWATCHED_SECONDS", 0.2)
    run = started(provider, access)

    async def look_go_and_return() -> bool:
        await look(run)
        pieces = run.growing_text.read()
        await anext(pieces)
        await asyncio.sleep(0.4)
        going = not run.finished
        await pieces.aclose()
        return going

    assert asyncio.run(look_go_and_return())
    run.stop()


def test_a_run_that_is_watched_is_not_stopped(
    provider: Provider, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "UNWATCHED_SECONDS", 0.05)
    run = started(provider, access)

    async def stay() -> bool:
        pieces = run.growing_text.read()
        await anext(pieces)
        await asyncio.sleep(0.3)
        going = not run.finished
        await pieces.aclose()
        return going

    assert asyncio.run(stay())
    run.stop()
