"""A call on its way when its program dies: it leaves a row, which is told as cut off, and only then."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from firstcall.ledger import writers
from firstcall.ledger.entries import Entry
from firstcall.ledger.ledger import Ledger
from firstcall.ledger.progress import Progress
from tests.ledger.statements import totals
from tests.ledger.test_ledger import CALL

ROOT = Path(__file__).parents[2]

LEAVE_ONE_OPEN = """
import sys, time
from pathlib import Path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_cut_off import begun
ledger = Ledger(Path(sys.argv[1]))
ledger.begin(begun())
print("begun", flush=True)
time.sleep(600)
"""


def begun(learner: str = "ada", session: str = "before") -> Entry:
    record = replace(
        CALL, mode="live", at=datetime.now(UTC), usage=None, usd=None, seconds=0.0, stop_reason=None
    )
    return Entry(session, record, learner, owners=True, counts=Decimal("0.25"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(file: Path) -> Iterator[Ledger]:
    opened = Ledger(file)
    yield opened
    opened.close()


@pytest.fixture
def child(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program with a call on its way."""
    made = subprocess.Popen(
        [sys.executable, "-c", LEAVE_ONE_OPEN, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert made.stdout is not None and made.stdout.readline() == "begun\n"
    yield made
    made.kill()
    made.wait()
    made.stdout.close()


def test_a_call_on_its_way_is_not_listed(ledger: Ledger) -> None:
    entry = begun()
    ledger.begin(entry)
    assert ledger.rows("before", "ada") == []
    ended = ledger.finish(entry, CALL)
    assert ledger.rows("before", "ada") == [ended] and not ended.cut_off


def test_a_call_of_a_living_program_is_not_cut_off(ledger: Ledger, child: subprocess.Popen[str]) -> None:
    assert ledger.rows("before", "ada") == [] and ledger.rows("now", "ada") == []


def test_a_killed_program_leaves_a_row_with_the_most_it_can_cost(
    ledger: Ledger, child: subprocess.Popen[str]
) -> None:
    child.kill()
    child.wait()
    (found,) = ledger.rows("now", "ada")
    assert found.cut_off and found.estimated and found.usd == Decimal("0.25") and found.model == CALL.model
    assert ledger.rows("before") == [found]
    assert totals([found]).cut_off == 1
    assert ledger.spent("ada").learner == Decimal("0.25")


def test_nobody_else_is_told_of_it(ledger: Ledger, child: subprocess.Popen[str]) -> None:
    child.kill()
    child.wait()
    assert ledger.rows("now", "bob") == [] and ledger.rows("now") == []


def test_who_has_said_nothing_for_long_is_dead_until_the_next_word(ledger: Ledger, file: Path) -> None:
    other = Ledger(file)
    entry = begun()
    other.begin(entry)
    with closing(sqlite3.connect(file)) as asleep:
        asleep.execute("UPDATE writers SET seen = seen - ?", (2 * writers.STALE_SECONDS,))
        asleep.commit()
    assert [record.cut_off for record in ledger.rows("before")] == [True]
    assert other._kept_on()
    assert ledger.rows("before") == []
    ended = other.finish(entry, CALL)
    assert ledger.rows("before") == [ended]
    other.close()


def test_a_program_says_that_it_is_alive_while_a_call_is_on_its_way(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "BEAT_SECONDS", 0.02)
    kept = Ledger(file)
    kept.begin(begun())
    with closing(sqlite3.connect(file)) as reading:
        query = "SELECT seen FROM writers"
        (first,) = reading.execute(query).fetchone()
        give_up = time.monotonic() + 20
        while reading.execute(query).fetchone() == (first,):
            assert time.monotonic() < give_up, "it fell silent"
            time.sleep(0.01)
    kept.close()


def test_a_call_of_long_ago_is_not_told_again(
    ledger: Ledger, file: Path, child: subprocess.Popen[str]
) -> None:
    child.kill()
    child.wait()
    with closing(sqlite3.connect(file)) as past:
        past.execute("UPDATE calls SET at = ?", ((datetime.now(UTC) - timedelta(days=2)).isoformat(),))
        past.commit()
    assert ledger.rows("now", "ada") == []


UNDER_LOAD = """
import sys, threading
from dataclasses import replace
from pathlib import Path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_cut_off import begun
ledger = Ledger(Path(sys.argv[1]))
said = threading.Lock()
def work(number):
    for turn in range(100_000):
        entry = begun(session=sys.argv[2])
        ledger.begin(entry)
        with said:
            print("began", entry.uid, flush=True)
        ledger.finish(entry, replace(entry.record, seconds=1.0), entry.counts)
        with said:
            print("ended", entry.uid, flush=True)
threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@pytest.mark.attack
def test_kill_under_load_loses_no_finished_record_and_no_call_on_its_way(file: Path) -> None:
    """Two programs on one file, each with four threads, one of them killed again and again."""
    steady = subprocess.Popen([sys.executable, "-c", UNDER_LOAD, str(file), "steady"], cwd=ROOT,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    dice = random.Random(7)
    for round in range(12):
        child = subprocess.Popen([sys.executable, "-c", UNDER_LOAD, str(file), f"round {round}"], cwd=ROOT,
                                 stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(20)]
        time.sleep(dice.uniform(0, 0.3))
        os.kill(child.pid, signal.SIGKILL)
        said += child.stdout.readlines()
        child.stdout.close()
        child.wait()
        words = [line.split() for line in said if line.endswith("\n")]
        began, ended = ({uid for what, uid in words if what == which} for which in ("began", "ended"))
        ledger = Ledger(file)
        rows = ledger.rows(f"round {round}")
        ledger.close()
        with closing(sqlite3.connect(file)) as reading:
            query = "SELECT uid, writer IS NULL FROM calls WHERE session = ?"
            kept = dict(reading.execute(query, (f"round {round}",)).fetchall())
            assert reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert all(kept.get(uid) for uid in ended), "a finished record was lost"
        assert began <= set(kept), "a call on its way left no row"
        assert len(rows) == len(kept) and sum(row.cut_off for row in rows) == list(kept.values()).count(0)
    steady.kill()
    steady.wait()


def test_no_connection_is_left_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **named: Any) -> sqlite3.Connection:
        made.append(connect(*arguments, **named))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    junk = file.with_name("junk")
    junk.write_bytes(b"my holiday pictures " * 500)
    for left in (Ledger(file), Progress(file), Ledger(None), Progress(None), Ledger(junk)):
        left.close()
    assert len(made) == 3
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
