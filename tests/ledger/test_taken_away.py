"""The ledger's file is locked, deleted, full, forbidden: nothing is lost, it is told, and it goes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firstcall.calls import Usage
from firstcall.ledger import file as file_module
from firstcall.ledger import writers
from firstcall.ledger.entries import Entry
from firstcall.ledger.file import path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_ledger import CALL, FAILED

Trouble = Callable[[Path, Ledger], Any]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the ledger is. Who finds the file away tries again at once."""
    monkeypatch.setattr(file_module, "RETRY_SECONDS", 0)
    monkeypatch.setattr(file_module, "_BUSY_SECONDS", 0.05)
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept" / "ledger.sqlite3"


@pytest.fixture
def ledger(place: Path) -> Iterator[Ledger]:
    opened = Ledger(place)
    yield opened
    opened.close()


def models_in(place: Path) -> list[str]:
    with closing(sqlite3.connect(place)) as file:
        return [model for (model,) in file.execute("SELECT model FROM calls ORDER BY id")]


@contextmanager
def locked(place: Path, ledger: Ledger) -> Iterator[None]:
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def disk_full(place: Path, ledger: Ledger) -> Iterator[None]:
    """The connection may not grow the file; the next one may."""
    connection = ledger._file._connection
    assert connection is not None
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    connection.execute("UPDATE calls SET reply = ?", ("x" * 100,))  # what room is left on the last page
    yield


@contextmanager
def forbidden(place: Path, ledger: Ledger) -> Iterator[None]:
    """The connection may only read, as when the right to write was taken away."""
    assert ledger._file._connection is not None
    ledger._file._connection.execute("PRAGMA query_only = 1")
    yield


@contextmanager
def corrupt(place: Path, ledger: Ledger) -> Iterator[None]:
    """The file is something else for a while; what it was is put back."""
    away = place.parent.with_name("away")
    place.parent.rename(away)
    place.parent.mkdir()
    place.write_bytes(b"my holiday pictures " * 500)
    yield
    assert place.read_bytes() == b"my holiday pictures " * 500, "a file that is not ours was written to"
    shutil.rmtree(place.parent)
    away.rename(place.parent)


@contextmanager
def a_folder_in_its_place(place: Path, ledger: Ledger) -> Iterator[None]:
    away = place.parent.with_name("away")
    place.parent.rename(away)
    place.mkdir(parents=True)
    yield
    shutil.rmtree(place.parent)
    away.rename(place.parent)


@pytest.mark.parametrize("trouble", [locked, disk_full, forbidden, corrupt, a_folder_in_its_place])
def test_nothing_is_lost_and_the_file_has_all_of_it_afterwards(
    place: Path, ledger: Ledger, trouble: Trouble
) -> None:
    ledger.add(replace(CALL, model="before"), "ada")
    with trouble(place, ledger):
        for number in range(60 if trouble is disk_full else 1):
            ledger.add(replace(CALL, model=f"meanwhile {number}", reply="x" * 500), "ada")
            if number == 0 and trouble is not disk_full:
                assert ledger.problem is not None
        assert [record.model for record in ledger.rows("ada")][:2] == ["before", "meanwhile 0"]
    ledger.add(replace(FAILED, model="after"), "ada")
    assert ledger.problem is None and ledger.remark is not None
    expected = [
        "before",
        *(f"meanwhile {number}" for number in range(60 if trouble is disk_full else 1)),
        "after",
    ]
    assert models_in(place) == expected
    assert [record.model for record in ledger.rows("ada")] == expected


def test_a_deleted_file_does_not_take_writes_into_nothing(place: Path, ledger: Ledger) -> None:
    ledger.add(replace(CALL, model="before"), "ada")
    for file in place.parent.iterdir():
        file.unlink()
    ledger.add(replace(CALL, model="after"), "ada")
    assert models_in(place) == ["before", "after"] and ledger.problem is None


def test_a_deleted_folder_is_made_anew(place: Path, ledger: Ledger) -> None:
    ledger.add(CALL, "ada")
    shutil.rmtree(place.parent)
    ledger.add(CALL, "ada")
    assert len(models_in(place)) == 2


def test_a_file_put_in_its_place_gets_what_this_program_wrote(place: Path, ledger: Ledger) -> None:
    other = Ledger(place.with_name("other.sqlite3"))
    other.add(replace(CALL, model="another program's"), "bob")
    other.close()
    ledger.add(replace(CALL, model="mine"), "ada")
    for file in place.parent.glob("ledger.sqlite3*"):
        file.unlink()
    os.replace(place.with_name("other.sqlite3"), place)
    assert [record.model for record in ledger.rows("ada")] == ["mine"]
    assert models_in(place) == ["another program's", "mine"]


def test_what_is_missing_is_written_without_another_call(
    place: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "BEAT_SECONDS", 0.02)
    with locked(place, ledger):
        ledger.add(CALL, "ada")
        assert models_in(place) == []
    give_up = time.monotonic() + 20
    while ledger.problem is not None:  # the row is written a moment before that is known
        assert time.monotonic() < give_up, "it stayed in memory"
        time.sleep(0.01)
    assert models_in(place) == [CALL.model]


def test_closing_writes_what_is_missing(place: Path, ledger: Ledger) -> None:
    with locked(place, ledger):
        ledger.add(CALL, "ada")
    ledger.close()
    assert models_in(place) == [CALL.model]


def test_a_call_that_began_before_the_trouble_ends_after_it(place: Path, ledger: Ledger) -> None:
    entry = Entry("ada", CALL)
    assert ledger.begin(entry) is None
    with locked(place, ledger):
        ledger.finish(entry, FAILED)
    ledger.add(CALL, "ada")
    assert [record.error for record in ledger.rows("ada")] == [FAILED.error, None]
    assert len(models_in(place)) == 2


@pytest.mark.parametrize("told", ["~nobody-of-this-name/x", "~nobody-of-this-name/deep/ledger.sqlite3"])
def test_a_home_that_nobody_has_is_a_problem_and_not_the_end(told: str) -> None:
    opened = Ledger(path({"FIRSTCALL_LEDGER": told}))
    opened.add(CALL, "ada")
    assert opened.problem is not None and told in opened.problem
    assert len(opened.rows("ada")) == 1 and not Path(told).parent.exists()
    opened.close()


@pytest.mark.parametrize(
    "odd",
    [
        {"usage": Usage(2**63, 1)},
        {"usage": Usage("12", None)},  # type: ignore[arg-type]
        {"usage": {"input_tokens": 1}},
        {"stop_reason": {"type": "end"}},
        {"seconds": float("nan")},
        {"usd": 0.1},
        {"request_id": 7},
        {"parameters": {"max_tokens": 10**400, "temperature": float("inf")}},
        {"model": "half \ud800", "reply": "half \udfff"},
        {"attempts": 10**30},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_whatever_a_record_holds_it_has_a_row(place: Path, ledger: Ledger, odd: dict[str, Any]) -> None:
    ledger.add(replace(CALL, **odd), "ada")
    assert ledger.problem is None and len(models_in(place)) == 1 and len(ledger.rows("ada")) == 1


V1 = """
CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL, at TEXT NOT NULL, step TEXT NOT NULL, provider TEXT NOT NULL,
    model TEXT NOT NULL, mode TEXT NOT NULL, parameters TEXT NOT NULL,
    input_tokens INTEGER, output_tokens INTEGER, cached_tokens INTEGER,
    cache_write_tokens INTEGER, reasoning_tokens INTEGER,
    usd TEXT, seconds REAL NOT NULL, first_token_seconds REAL, stop_reason TEXT, error TEXT,
    attempts INTEGER NOT NULL, stopped INTEGER NOT NULL, estimated INTEGER NOT NULL,
    request_id TEXT, prompt TEXT, reply TEXT
);
CREATE INDEX calls_of_session ON calls (session, id);
CREATE TABLE progress (learner text not null, kind text not null, name text not null, at text not null,
    primary key (learner, kind, name));
INSERT INTO progress VALUES ('ada', 'step', 'setup', '2026-11-21T09:30:00+00:00');
INSERT INTO calls VALUES (7, 'ada', '2026-11-21T09:30:00.250000+00:00', 'first_call', 'anthropic',
    'claude-haiku-5-5', 'practice', '{"max_tokens": 1024, "stream": true}', 2006, 300, 1920, 0, 40,
    '0.0001778', 1.25, 0.5, 'end_turn', NULL, 1, 0, 0, 'req_1', NULL, NULL);
INSERT INTO calls VALUES (8, 'ada', '2026-11-21T09:30:00.250000+00:00', 'first_call', 'anthropic',
    'claude-haiku-5-5', 'practice', '{}', NULL, NULL, NULL, NULL, NULL, NULL, 1.25, NULL, NULL, NULL, 1, 0, 0,
    NULL, NULL, NULL);
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_version_is_brought_up_to_date_with_all_its_rows(place: Path) -> None:
    with closing(sqlite3.connect(place)) as old:
        old.executescript(V1)
    opened = Ledger(place)
    assert opened.problem is None
    first, second = opened.rows("ada")
    assert first == replace(CALL, id=7) and second.id == 8 and second.usage is None
    assert opened.add(CALL, "ada").id == 9
    with closing(sqlite3.connect(place)) as new:
        assert new.execute("SELECT name FROM progress").fetchall() == [("setup",)]
    opened.close()
