"""The ledger by learner: calls of earlier sessions come back, after a restart too, and of nobody else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from firstcall.ledger import reading, rows
from firstcall.ledger.entries import Entry
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_ledger import CALL


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture(params=["memory", "file"])
def book(request: pytest.FixtureRequest, place: Path) -> Iterator[Ledger]:
    opened = Ledger(place if request.param == "file" else None)
    yield opened
    opened.close()


def put(book: Ledger, model: str, session: str, learner: str) -> None:
    record = replace(CALL, model=model)
    entry = Entry(session, record, learner)
    book.begin(entry)
    book.finish(entry, record)


def models(book: Ledger, session: str, learner: str = "") -> list[str]:
    return [entry.record.model for entry in book.entries(session, learner)]


def test_calls_of_all_sessions_of_a_learner_and_of_nobody_else(book: Ledger) -> None:
    for model, session, learner in (("a", "1", "ada"), ("b", "2", "bob"), ("c", "3", "ada"), ("d", "3", "")):
        put(book, model, session, learner)
    assert models(book, "3", "ada") == ["a", "c", "d"] and models(book, "4", "ada") == ["a", "c"]
    assert models(book, "2", "bob") == ["b"] and models(book, "4", "eve") == []
    assert models(book, "3") == ["c", "d"] and [one.model for one in book.rows("3", "ada")] == ["c", "d"]


def test_calls_without_a_learner_are_nobodys(book: Ledger) -> None:
    put(book, "a", "1", "")
    assert models(book, "2", "") == []


def test_after_a_restart_they_are_there_as_they_were(place: Path) -> None:
    before = Ledger(place)
    put(before, "a", "1", "ada")
    before.close()
    after = Ledger(place)
    put(after, "b", "2", "ada")
    assert models(after, "2", "ada") == ["a", "b"]
    assert next(after.entries("2", "ada")).record == replace(CALL, id=1, model="a")
    after.close()


def test_another_program_on_the_same_file_is_seen_while_it_goes_on(place: Path) -> None:
    mine, other = Ledger(place), Ledger(place)
    for number in range(3):
        put(other, f"{number}", "1", "ada")
        assert models(mine, "2", "ada") == [str(one) for one in range(number + 1)]
    for opened in (mine, other):
        opened.close()


def test_what_has_ended_is_read_and_added_up_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = Ledger(place), Ledger(place)
    for number in range(1_200):
        put(before, f"{number}", "1", "ada")
    read: list[int] = []

    def counted(work: Callable[[sqlite3.Row], Any], row: sqlite3.Row) -> Any:
        read.append(row["id"])
        return work(row)

    for name in ("entry_of", "line_of"):
        monkeypatch.setattr(reading, name, partial(counted, getattr(rows, name)))
    assert after.statement("2", "ada").totals.calls == 1_200 == len(read)
    assert after.statement("2", "ada").totals.calls == 1_200 == len(read)
    for opened in (before, after):
        opened.close()


def test_forgetting_a_learner_takes_their_calls_and_nobody_elses(book: Ledger) -> None:
    for model, learner in (("a", "ada"), ("b", "bob")):
        put(book, model, "1", learner)
    book.forget("ada")
    assert models(book, "2", "ada") == [] and models(book, "2", "bob") == ["b"]
    put(book, "c", "2", "ada")
    assert models(book, "2", "ada") == ["c"]


def test_what_the_operator_paid_still_counts_and_is_nobodys(place: Path) -> None:
    book = Ledger(place)
    record = replace(CALL, at=datetime.now(UTC), prompt="secret", reply="secret")
    entry = Entry("1", record, "ada", owners=True, counts=Decimal(2))
    book.begin(entry)
    book.forget("ada")
    book.finish(entry, record, Decimal(1))  # it was on its way
    assert models(book, "1", "ada") == [] and book.spent("ada").learner == 0
    book.close()
    after = Ledger(place)
    assert after.spent("ada").everybody == 1 and models(after, "1", "ada") == []
    assert b"secret" not in place.read_bytes()
    after.close()


def test_what_is_forgotten_while_the_file_is_away_is_gone_when_it_is_back(place: Path) -> None:
    book = Ledger(place)
    put(book, "a", "1", "ada")
    book._file.close()
    away = place.with_suffix(".away")
    place.rename(away)
    place.mkdir()
    book.forget("ada")
    assert book.problem is not None and models(book, "1", "ada") == []
    place.rmdir()
    away.rename(place)
    book._file._not_before = 0
    assert models(book, "1", "ada") == [] and book.problem is None
    book.close()
