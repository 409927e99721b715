"""What a learner's calls come to: carried on call by call, it is always what all rows together say."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.calls import Record, Usage
from firstcall.ledger import ledger as ledger_module
from firstcall.ledger import reading, writers
from firstcall.ledger import statement as statement_module
from firstcall.ledger.entries import Entry
from firstcall.ledger.ledger import Ledger
from firstcall.ledger.rows import put
from firstcall.ledger.statement import Kind, Statement
from tests.ledger.statements import statement_of, totals
from tests.ledger.test_cut_off import begun
from tests.ledger.test_ledger import CALL, FAILED

Open = Callable[[Path | None], Ledger]
LIVE = replace(CALL, mode="live", at=datetime.now(UTC))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def open_ledger() -> Iterator[Open]:
    opened: list[Ledger] = []

    def open_(place: Path | None) -> Ledger:
        opened.append(Ledger(place))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def fill(place: Path, calls: int, learner: str = "ada") -> None:
    """Rows of calls that have ended, all in one transaction."""
    with closing(sqlite3.connect(place, isolation_level=None)) as file:
        file.execute("BEGIN")
        for _ in range(calls):
            put(file, Entry("before", CALL, learner))
        file.execute("COMMIT")


def by_hand(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place)) as file:
        file.execute(statement)
        file.commit()


@contextmanager
def counting(ledger: Ledger) -> Iterator[dict[str, int]]:
    """How many questions the file is asked, and how many rows come back."""
    seen = {"queries": 0, "rows": 0}
    connection = ledger._file._connection
    assert connection is not None

    def asked(query: str) -> None:
        seen["queries"] += 1

    def fetched(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> sqlite3.Row:
        seen["rows"] += 1
        return sqlite3.Row(cursor, values)

    connection.set_trace_callback(asked)
    connection.row_factory = fetched
    yield seen
    connection.set_trace_callback(None)
    connection.row_factory = sqlite3.Row


# Nothing new, nothing read


@pytest.mark.parametrize("calls", [0, 2_000])
def test_without_anything_new_as_little_is_read_of_many_calls_as_of_none(
    place: Path, open_ledger: Open, calls: int
) -> None:
    book = open_ledger(place)
    fill(place, calls)
    before = book.statement("now", "ada")
    assert before.totals.calls == calls
    with counting(book) as seen:
        assert book.statement("now", "ada") is before
    assert seen == {"queries": 2, "rows": 1}


def test_of_many_calls_only_the_new_one_is_read(place: Path, open_ledger: Open) -> None:
    book = open_ledger(place)
    fill(place, 2_000)
    book.statement("now", "ada")
    fill(place, 1)
    with counting(book) as seen:
        assert book.statement("now", "ada").totals.calls == 2_001
    assert seen == {"queries": 2, "rows": 2}


def test_calls_on_their_way_are_asked_after_together(place: Path, open_ledger: Open) -> None:
    book, other = open_ledger(place), open_ledger(place)
    fill(place, 200)
    for _ in range(5):
        other.begin(begun())
    assert book.statement("now", "ada").totals.calls == 200
    with counting(book) as seen:
        assert book.statement("now", "ada").totals.calls == 200
    assert seen == {"queries": 4, "rows": 2}  # the second row: the program that has them on their way


def test_statements_are_carried_on_for_so_many_sessions(
    place: Path, open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "MOST_STATEMENTS", 2)
    book = open_ledger(place)
    fill(place, 10)
    for session in ("1", "2", "1", "3"):
        book.statement(session, "ada")
    assert [session for session, _ in book._kept] == ["1", "3"]
    assert book.statement("2", "ada").totals.calls == 10


@pytest.mark.parametrize("query", ["_NEWER", "_NOT_OLD", "_OLD", "_OLD_ON_THEIR_WAY"])
def test_nobody_elses_rows_are_gone_through(place: Path, open_ledger: Open, query: str) -> None:
    open_ledger(place)
    whose = {"session": "now", "learner": "ada", "after": 0, "most": 9, "but": 9, "last": 9}
    with closing(sqlite3.connect(place)) as file:
        plan = [step for *_, step in file.execute(f"EXPLAIN QUERY PLAN {getattr(reading, query)}", whose)]
    assert [step for step in plan if " calls" in step]
    assert not [step for step in plan if step.startswith("SCAN calls")]


# It is what all rows together say


def said_by_all_rows(book: Ledger, session: str, learner: str) -> Statement:
    """The same, worked out anew from all rows."""
    entries = list(book.entries(session, learner))
    all_rows = statement_of(replace(one.record, id=None) for one in entries)
    live = [record for record in book.rows(session, learner) if record.mode == "live"]
    return replace(all_rows, own_live=totals(live))


def without_ids(said: Statement) -> list[object]:
    extremes = [said.most_tokens, said.dearest, said.slowest]
    return [
        said.kinds,
        said.own_live,
        *((number, replace(record, id=None)) for number, record in said.latest),
        *(one and (one.number, one.line._replace(id=0)) for one in extremes),
    ]


def made_up(dice: random.Random) -> Record:
    usage = dice.choice([None, Usage(dice.randrange(50), dice.randrange(50))])
    return replace(
        CALL,
        at=datetime.now(UTC),
        mode=dice.choice(["live", "practice"]),
        model=dice.choice("abc"),
        step=dice.choice(["roles", "tune"]),
        usage=usage,
        usd=dice.choice([None, Decimal(0), Decimal(dice.randrange(9)) / 7]) if usage else None,
        error=dice.choice([None, "openai.RateLimitError"]),
        seconds=float(dice.randrange(9)),
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("where", ["file", "memory"])
def test_whatever_happens_it_is_what_all_rows_together_say(
    place: Path, open_ledger: Open, monkeypatch: pytest.MonkeyPatch, where: str, seed: int
) -> None:
    """Calls of two programs begin and end in any order, programs die, sleep and wake, learners are forgotten."""
    monkeypatch.setattr(statement_module, "LATEST", 5)
    dice = random.Random(seed)
    books = [open_ledger(place), open_ledger(place)] if where == "file" else [open_ledger(None)]
    going: list[tuple[Ledger, Entry]] = []
    for turn in range(60):
        book, learner = dice.choice(books), dice.choice(["ada", "ada", "bob", ""])
        what = dice.choice(["begin", "begin", "end", "end", "add", "sleep", "wake", "forget", "other file"])
        if what == "begin":
            entry = Entry(dice.choice("12"), made_up(dice), learner, counts=Decimal(dice.randrange(3)))
            book.begin(entry)
            going.append((book, entry))
        elif what == "end" and going:
            book, entry = going.pop(dice.randrange(len(going)))
            book.finish(entry, made_up(dice))
        elif what == "add":
            book.add(made_up(dice), dice.choice("12"))
        elif what in ("sleep", "wake") and where == "file":
            by_hand(place, f"UPDATE writers SET seen = {time.time() if what == 'wake' else 0}")
        elif what == "forget" and dice.random() < 0.3:
            book.forget(dice.choice(["ada", "bob"]))
        elif what == "other file" and where == "file" and dice.random() < 0.3:
            for file in place.parent.iterdir():
                file.unlink()
        for reader in books:
            for whose in (("1", "ada"), ("2", ""), ("3", "bob"), (f"reload {turn}", "ada")):
                assert without_ids(reader.statement(*whose)) == without_ids(said_by_all_rows(reader, *whose))


def test_a_call_that_ends_late_stands_where_it_began(
    place: Path, open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_module, "LATEST", 2)
    book = open_ledger(place)
    slow = Entry("1", CALL, "ada")
    book.begin(slow)
    for seconds in (1.0, 3.0, 2.0):
        book.add(replace(CALL, seconds=seconds), "1")
    before = book.statement("1", "ada")
    assert before.slowest is not None and before.slowest.number == 2
    assert [number for number, _ in before.latest] == [2, 3]
    book.finish(slow, replace(CALL, seconds=0.5))
    after = book.statement("1", "ada")
    assert after.slowest is not None and after.slowest.number == 3
    assert [number for number, _ in after.latest] == [3, 4]
    assert after.usd_before("practice") == 2 * (CALL.usd or 0) and after.usd_before("live") == 0


def test_what_was_cut_off_in_another_session_counts_for_a_day(
    place: Path, open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, other = open_ledger(place), open_ledger(place)
    other.begin(begun())
    by_hand(place, "UPDATE writers SET seen = 0")
    assert book.statement("now", "ada").own_live.usd == Decimal("0.25")
    monkeypatch.setattr(statement_module, "CUT_OFF_SHOWN", timedelta(0))
    later = book.statement("now", "ada")
    assert later.own_live.calls == 0 and later.totals.cut_off == 1


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM calls WHERE id = 1", "UPDATE calls SET usd = '0.5'", "UPDATE calls SET learner = ''"],
)
def test_rows_that_somebody_else_changes_are_read_again(place: Path, open_ledger: Open, change: str) -> None:
    book = open_ledger(place)
    fill(place, 3)
    assert book.statement("now", "ada").totals.usd == 3 * (CALL.usd or 0)
    by_hand(place, change)
    assert without_ids(book.statement("now", "ada")) == without_ids(said_by_all_rows(book, "now", "ada"))
    assert book.statement("now", "ada").totals.usd in (2 * (CALL.usd or 0), Decimal("1.5"), 0)


def test_what_was_forgotten_by_another_program_is_gone(place: Path, open_ledger: Open) -> None:
    book, other = open_ledger(place), open_ledger(place)
    fill(place, 3)
    assert book.statement("now", "ada").totals.calls == 3
    other.forget("ada")
    assert book.statement("now", "ada").totals.calls == 0


@contextmanager
def away(place: Path, book: Ledger) -> Iterator[None]:
    """The file cannot be used, as another thing stands in its place."""
    book._file.close()
    elsewhere = place.with_suffix(".away")
    place.rename(elsewhere)
    place.mkdir()
    yield
    place.rmdir()
    elsewhere.rename(place)
    book._file._not_before = 0


def test_while_the_file_is_away_it_says_what_this_program_wrote(place: Path, open_ledger: Open) -> None:
    book = open_ledger(place)
    fill(place, 3)
    book.add(LIVE, "now")
    assert book.statement("now", "ada").totals.calls == 4
    with away(place, book):
        book.add(LIVE, "now")
        assert book.statement("now", "ada").own_live.calls == 2 == book.statement("now", "ada").totals.calls
    assert book.statement("now", "ada").own_live.calls == 2 and book.statement("now", "ada").totals.calls == 5


def test_a_file_that_is_away_twice_adds_nothing_twice(place: Path, open_ledger: Open) -> None:
    book = open_ledger(place)
    with away(place, book):
        book.add(LIVE, "now")
        assert book.statement("now").own_live.calls == 1
        with closing(sqlite3.connect(place.with_suffix(".away"))) as file:
            put(file, Entry("another", CALL))  # which takes the number that the row would have had
            file.commit()
    book.add(LIVE, "now")
    with away(place, book):
        assert book.statement("now").own_live.calls == 2


def test_a_call_of_this_program_is_on_its_way_however_long_it_slept(place: Path, open_ledger: Open) -> None:
    book, other = open_ledger(place), open_ledger(place)
    book.begin(begun())
    by_hand(place, "UPDATE writers SET seen = 0")
    assert book.statement("before", "ada").totals.calls == 0 and book.rows("before", "ada") == []
    assert other.statement("before", "ada").totals.cut_off == 1


def test_in_memory_what_was_spent_is_known_longer_than_the_calls(
    open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "MOST_ROWS", 3)
    book = open_ledger(None)
    for calls in range(1, 6):
        book.add(LIVE, "now")
        assert book.statement("now").own_live.calls == calls
    assert len(book.rows("now")) == 3


# What it says


def test_the_slowest_and_the_dearest_are_found_the_first_of_several() -> None:
    said = statement_of([CALL, replace(CALL, seconds=9.0), replace(FAILED, seconds=9.0), CALL])
    assert said.slowest is not None and said.slowest.number == 2
    assert said.dearest is not None and said.dearest.number == 1


def test_without_calls_there_is_neither() -> None:
    said = statement_of([])
    assert (said.slowest, said.dearest, said.most_tokens, said.latest) == (None, None, None, ())
    assert said.totals == totals([]) == said.own_live


def test_calls_are_added_up_by_what_they_have_in_common() -> None:
    said = statement_of([CALL, CALL, LIVE])
    assert {kind.mode: sum.calls for kind, sum in said.kinds.items()} == {"practice": 2, "live": 1}
    assert said.of_mode("practice").usd == 2 * (CALL.usd or 0)


def test_so_many_kinds_are_told_apart_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_module, "MOST_KINDS", 2)
    said = statement_of(replace(CALL, model=model, server="box") for model in "abcda")
    kinds = [Kind(CALL.step, CALL.provider, server, model, "practice") for server, model in
             (("box", "a"), ("box", "b"), ("…", "…"))]  # fmt: skip
    assert [(kind, said.kinds[kind].calls) for kind in said.kinds] == list(zip(kinds, (2, 1, 2), strict=True))
    assert said.totals.calls == 5


def test_where_reading_breaks_off_nothing_is_lost_and_nothing_added_twice(
    place: Path, open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_module, "LATEST", 5)
    book, other = open_ledger(place), open_ledger(place)
    fill(place, 10)
    other.begin(begun())
    assert book.statement("now", "ada").totals.calls == 10
    fill(place, 10)

    def breaks_off(connection: sqlite3.Connection) -> set[str]:
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(writers, "living", breaks_off)
        assert book.statement("now", "ada").totals.calls == 0  # what this program wrote
    book._file._not_before = 0
    assert book.statement("now", "ada").totals.calls == 20


def test_a_text_is_kept_of_the_last_call_alone(open_ledger: Open) -> None:
    book = open_ledger(None)
    for number in range(3):
        book.add(replace(CALL, reply=f"{number}"), "now")
        said = book.statement("now")
    assert [call.record.reply for call in said.latest] == [None, None, "2"]
