"""Several calls as one: in order, a few at a time, stoppable, given up when nothing can help."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.batch import MOST_AT_ONCE, Batch, Part
from firstcall.running.runs import Run
from tests.having import with_keys

Control = Callable[..., None]


@pytest.fixture
def control(practice: str, access: Access) -> Iterator[Control]:
    """Sets this key's faults on the practice server, which answers without waits."""

    def put(*faults: dict[str, object]) -> None:
        httpx2.put(
            f"{practice}/control",
            headers={"authorization": f"Bearer {access.key}"},
            json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}, "faults": list(faults)},
        ).raise_for_status()

    put()
    yield put
    put()


@pytest.fixture
def start(provider: Provider, access: Access, control: Control) -> Callable[[Call], Run]:
    return lambda call: runs.start(call, provider, access, step="t", mode="practice")


def parts(provider: Provider, *prompts: str) -> list[Part]:
    return [
        Part(
            prompt,
            provider.compose(Settings(models.DEFAULT[provider.id], (Message("user", prompt),), "", 200)),
        )
        for prompt in prompts
    ]


def impatient(part: Part) -> Part:
    patience = providers.get(part.call.provider).sdk.patience
    return Part(part.label, replace(part.call, client=patience.written({}, 0)))


def test_every_part_gets_its_own_reply(provider: Provider, start: Callable[[Call], Run]) -> None:
    batch = Batch(parts(provider, "Say hi.", "Name a colour.", "Say hi.", "Say bye."), start, name="four")
    assert batch.wait(30)
    assert [run and run.call for _, run in batch.made] == [part.call for part in batch.parts]
    assert [run.state for run in batch.runs] == ["done"] * 4 and batch.done == 4
    assert {run.batch for run in batch.runs} == {"four"} and not batch.stopped


def test_no_more_than_three_are_on_their_way_and_stop_ends_all(
    provider: Provider, start: Callable[[Call], Run], control: Control
) -> None:
    control(*[{"fault": "hang", "seconds": 60}] * 6)
    begun = threading.Semaphore(0)

    def counted(call: Call) -> Run:
        run = start(call)
        begun.release()
        return run

    batch = Batch(parts(provider, *"abcdef"), counted)
    for _ in range(MOST_AT_ONCE):
        assert begun.acquire(timeout=30)
    assert not begun.acquire(timeout=0.2)
    batch.stop()
    assert batch.wait(30) and batch.stopped
    assert [run.state for run in batch.runs] == ["stopped"] * 3
    assert [run for _, run in batch.made[3:]] == [None] * 3


@with_keys
def test_a_failure_that_nothing_can_mend_ends_the_batch(
    provider: Provider, access: Access, control: Control
) -> None:
    wrong = Access("sk-wrong", access.base_url)
    batch = Batch(
        parts(provider, *"abcdef"),
        lambda call: runs.start(call, provider, wrong, step="t", mode="practice"),
        at_once=1,
    )
    assert batch.wait(30)
    assert len(batch.runs) == 1 and not batch.stopped
    assert batch.failure is not None and batch.failure.failure is not None
    assert batch.failure.failure.status == provider.wrong_key_status


def test_a_batch_of_different_calls_goes_on_after_a_failure(
    provider: Provider, start: Callable[[Call], Run]
) -> None:
    (good,) = parts(provider, "Say bye.")
    unknown = Part(
        "no such model", provider.compose(Settings("no-such-model", (Message("user", "hi"),), "", 9))
    )
    batch = Batch([unknown, good], start, at_once=1, gives_up=False)
    assert batch.wait(30)
    assert [run.state for run in batch.runs] == ["failed", "done"]


def test_a_failure_that_can_pass_does_not_end_the_batch(
    provider: Provider, start: Callable[[Call], Run], control: Control
) -> None:
    control({"fault": "status", "status": 500})
    batch = Batch([impatient(part) for part in parts(provider, "Say hi.", "Say bye.")], start, at_once=1)
    assert batch.wait(30)
    assert [run.state for run in batch.runs] == ["failed", "done"]


def test_a_batch_of_nothing_is_finished(start: Callable[[Call], Run]) -> None:
    batch = Batch([], start)
    assert batch.finished and batch.runs == [] and batch.failure is None


def test_stopping_a_finished_batch_changes_nothing(provider: Provider, start: Callable[[Call], Run]) -> None:
    batch = Batch(parts(provider, "Say hi."), start)
    assert batch.wait(30)
    batch.stop()
    assert not batch.stopped and batch.runs[0].state == "done"


def test_calls_begin_no_sooner_than_their_turn(provider: Provider, start: Callable[[Call], Run]) -> None:
    batch = Batch(parts(provider, "a", "b", "c"), start, at_once=3, seconds_between=0.15)
    assert batch.wait(30)
    turns = [run.started - batch.begun for run in batch.runs]
    assert all(turn >= 0.15 * place for place, turn in enumerate(turns))


def test_a_batch_that_is_stopped_waits_for_no_turn(provider: Provider, start: Callable[[Call], Run]) -> None:
    batch = Batch(parts(provider, "a", "b"), start, at_once=2, seconds_between=60)
    batch.stop()
    assert batch.wait(5) and len(batch.runs) < 2
