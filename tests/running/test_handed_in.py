"""A batch handed in by the page: looked at until it has ended, its answers written down at half the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from firstcall import providers
from firstcall.calls import Message, Record, Settings
from firstcall.ledger import prices
from firstcall.providers import Access, Ask, Provider
from firstcall.running import handed_in
from firstcall.running.handed_in import HandedIn

KEY = "sk-practice-handed-in"
WAYS = [one for one in providers.ways().values() if one.many.batches]


@pytest.fixture(autouse=True)
def soon(practice: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(handed_in, "LOOK_SECONDS", 0.02)
    for seconds in (0.02, 0.0):
        httpx2.put(
            f"{practice}/control",
            headers={"authorization": f"Bearer {KEY}"},
            json={"pace": {"first_token_seconds": seconds, "tokens_per_second": 0}},
        ).raise_for_status()
        if seconds:
            yield


def handed(way: Provider, practice: str, key: str = KEY, **changes: object) -> tuple[HandedIn, list[Record]]:
    rows: list[Record] = []
    call = way.compose(
        Settings(
            way.default, (Message("user", "What is the capital of France?"),), max_tokens=200, stream=False
        )
    )
    broken = replace(call, arguments={**call.arguments, **changes})
    asks = [Ask("one", call), Ask("two", broken)]
    access = Access(key, practice + way.address.practice_path)
    return HandedIn(way, access, asks, step="many", record=rows.append), rows


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_its_answers_cost_half(way: Provider, practice: str) -> None:
    batch, rows = handed(way, practice)
    assert batch.wait(20) and batch.failure is None and batch.look is not None
    assert (batch.look.ended, batch.look.done, batch.look.total) == (True, 2, 2)
    assert sorted(answer.name for answer in batch.answers) == ["one", "two"]
    assert all("Paris" in answer.text and not answer.error for answer in batch.answers)
    assert [row.usage.tier for row in rows if row.usage] == [prices.BATCH] * 2
    assert all(row.stop_reason and row.mode == "practice" for row in rows)
    full = [
        prices.price_of(way.id, row.model, replace(row.usage, tier="standard")) for row in rows if row.usage
    ]
    assert batch.usd is not None and batch.usd * 2 == sum(price.total_usd for price in full if price)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_one_request_fails_and_the_other_does_not(way: Provider, practice: str) -> None:
    batch, rows = handed(way, practice, temperature=99)
    assert batch.wait(20) and batch.failure is None
    found = {answer.name: answer for answer in batch.answers}
    assert found["one"].text and found["two"].error and not found["two"].text and len(rows) == 1


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_a_wrong_key_is_a_failure_in_words(way: Provider, practice: str) -> None:
    batch, rows = handed(way, practice, key="sk-wrong")
    assert batch.wait(20) and batch.failure is not None and batch.failure.status == 401 and not rows


def test_who_stops_looking_has_no_answers_yet(practice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "LOOK_SECONDS", 30.0)
    batch, rows = handed(WAYS[0], practice)
    while batch.look is None and not batch.finished:
        batch.wait(0.01)
    batch.stop()
    assert batch.wait(5) and batch.stopped and not batch.answers and not rows
