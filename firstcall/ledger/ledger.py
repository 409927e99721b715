"""The ledger: every call that was made, what it used, what it cost.

A row is written when a call begins and finished when it ends, first in memory, then in the file. Where the
file cannot be used (`file`), the ledger says why in `problem`, goes on in memory, and writes what is missing
as soon as the file is there again.

Holds no prompt, reply or key, unless a record is given a `prompt` or a `reply`.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from firstcall.calls import Failure, Record
from firstcall.ledger import WORDS, writers
from firstcall.ledger.entries import Entry, fit
from firstcall.ledger.file import Away, File, changes
from firstcall.ledger.reading import FromFile, FromMemory, Reading
from firstcall.ledger.rows import put
from firstcall.ledger.statement import Kept, Statement, still_counts

MOST_ROWS = 10_000
"""The most rows that are kept in memory."""

MOST_STATEMENTS = 128
"""So many sessions' statements are carried on; one that was not asked for so long is made anew."""

_PAGE = 500

_Came = TypeVar("_Came")


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls with the operator's keys have cost on one day (UTC), in US dollars: a learner's, and all.

    A call on its way counts with the most it can cost."""

    learner: Decimal
    everybody: Decimal


class Ledger:
    """Where calls are written down, safe for many threads and for several programs on one file.

    `path` is the SQLite file, made with its folders if missing; `None` keeps the ledger in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.writer = secrets.token_hex(8)
        self.remark: str | None = None
        self._file = File(path)
        self._lock = threading.RLock()
        self._memory: OrderedDict[str, Entry] = OrderedDict()
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._rewritten = 0
        self._unsaved: dict[str, None] = {}
        self._forgotten: dict[str, None] = {}
        self._written_to = ""
        self._last_id = 0
        self._paid: dict[str, tuple[date, str, Decimal]] = {}
        self._closing = threading.Event()
        self._keeper: threading.Thread | None = None
        with self._lock, self._perhaps():
            self._with_file(lambda connection: None)

    @property
    def problem(self) -> str | None:
        """A sentence for the learner while the file cannot be used, else `None`."""
        return self._file.problem

    def begin(self, entry: Entry, may: Callable[[Spent], Failure | None] | None = None) -> Failure | None:
        """Write down that a call begins. `may` is told what was spent, and can refuse it: the same money is
        never promised to two calls, of several programs either. Says the refusal, `None` when it is written."""
        entry = replace(entry, record=fit(entry.record), writer=self.writer)
        with self._lock:
            if may is None:
                self._put(entry)
                return None
            try:
                refusal = self._with_file(partial(self._admit, entry, may))
            except Away:
                refusal = may(self._sum(entry.learner, entry.day))
            if refusal is None:
                self._put(entry)
            return refusal

    def finish(self, entry: Entry, record: Record, counts: Decimal | None = None) -> Record:
        """Write down how a call that began has ended, and return the record as it was written, with its id.

        `counts` is what it is taken to have cost. Only the settings that `parameters_of` knows are kept of
        its parameters.
        """
        with self._lock:
            return self._put(replace(entry, record=fit(record), writer=None, counts=counts)).record

    def add(self, record: Record, session: str) -> Record:
        """Write down a call that began and ended before."""
        return self.finish(Entry(session, record), record)

    def statement(self, session: str, learner: str = "") -> Statement:
        """What the calls of one session and those of all the learner's come to, as far as they have ended.

        Where nothing is new, nothing is read or added up, however many there are.
        """

        def carry_on(reading: Reading, state: Hashable) -> Statement:
            kept = self._kept.pop((session, learner), None)
            if kept is None or kept.state != state:
                kept = Kept(session, state)
            statement = kept.carried_on(reading)
            self._kept[session, learner] = kept  # not where reading failed half way: then it is made anew
            if len(self._kept) > MOST_STATEMENTS:
                self._kept.popitem(last=False)
            return statement

        with self._lock:
            return self._read(session, learner, carry_on)

    def rows(self, session: str, learner: str = "") -> list[Record]:
        """The calls of one session that have ended, oldest first.

        Calls whose program died meanwhile are among them, as `cut_off`, and those of the learner's earlier
        sessions for a day.
        """
        every = self.entries(session, learner)
        return [one.record for one in every if one.session == session or still_counts(one.record)]

    def entries(self, session: str, learner: str = "") -> Iterator[Entry]:
        """The calls of one session and those of all the learner's, as far as they have ended, oldest first. They are
        read a few at a time, as they are asked for."""
        after: int | None = 0
        while after is not None:
            with self._lock:
                page, alive = self._read(session, learner, partial(_page, after))
            after = page[-1].record.id if page else None
            for entry in page:
                if entry.writer is None:
                    yield entry
                elif entry.writer not in alive:
                    yield entry.cut_off()

    def forget(self, learner: str) -> None:
        """Remove a learner's calls. What the operator paid for, and what is on its way, stays as nobody's."""
        with self._lock:
            own = [entry for entry in self._memory.values() if entry.learner == learner]
            for entry in own:
                if entry.owners or entry.writer:
                    self._memory[entry.uid] = entry.nameless()
                else:
                    del self._memory[entry.uid]
                    self._unsaved.pop(entry.uid, None)
            nobody = {
                uid: (day, "", usd) for uid, (day, whose, usd) in self._paid.items() if whose == learner
            }
            self._paid |= nobody
            self._kept.clear()
            self._forgotten[learner] = None
            with self._perhaps():
                self._with_file(lambda connection: None)

    def spent(self, learner: str) -> Spent:
        """What calls with the operator's keys have cost today."""
        with self._lock:
            today = datetime.now(UTC).date()
            with self._perhaps():
                self._with_file(partial(self._look_up_paid, today))
            return self._sum(learner, today)

    def close(self) -> None:
        """Write what is missing, if that is possible now, and let go of the file."""
        self._closing.set()
        with self._lock:
            if self._unsaved:
                with self._perhaps():
                    self._with_file(lambda connection: None)
            self._file.close()

    # What is spent

    def _admit(
        self, entry: Entry, may: Callable[[Spent], Failure | None], connection: sqlite3.Connection
    ) -> Failure | None:
        connection.execute("BEGIN IMMEDIATE")  # nobody else promises money until this is written
        self._look_up_paid(entry.day, connection)
        refusal = may(self._sum(entry.learner, entry.day))
        if refusal is None:
            put(connection, entry)
            writers.say_alive(connection, self.writer)
        connection.execute("COMMIT")
        return refusal

    def _look_up_paid(self, day: date, connection: sqlite3.Connection) -> None:
        query = "SELECT uid, learner, counts FROM calls WHERE owners AND at >= ? AND at < ?"
        rows = connection.execute(query, (day.isoformat(), (day + timedelta(days=1)).isoformat()))
        self._paid |= {uid: (day, learner, Decimal(counts or 0)) for uid, learner, counts in rows}

    def _sum(self, learner: str, day: date) -> Spent:
        self._paid = {uid: paid for uid, paid in self._paid.items() if paid[0] >= day}
        today = [(whose, usd) for of, whose, usd in self._paid.values() if of == day]
        own = sum((usd for whose, usd in today if whose == learner), Decimal(0))
        return Spent(own, sum((usd for _, usd in today), Decimal(0)))

    # Memory and file

    def _put(self, entry: Entry) -> Entry:
        """Keep an entry, in the file too if that is possible now."""
        known = self._memory.get(entry.uid)
        if known and not known.session:
            entry = entry.nameless()  # its learner was forgotten while it was on its way
        id = known.record.id if known else self._last_id + 1
        self._last_id = max(self._last_id, id or 0)
        self._memory[entry.uid] = replace(entry, record=replace(entry.record, id=id))
        self._unsaved[entry.uid] = None
        if entry.owners:
            self._paid[entry.uid] = (entry.day, entry.learner, entry.counts or Decimal(0))
        with self._perhaps():
            self._with_file(lambda connection: None)
        self._forget_oldest()
        if (self._unsaved and self.path) or entry.writer:
            self._keep_on()
        return self._memory.get(entry.uid, entry)

    def _forget_oldest(self) -> None:
        while len(self._memory) > MOST_ROWS:
            uid, _ = self._memory.popitem(last=False)
            self._unsaved.pop(uid, None)

    def _read(self, session: str, learner: str, work: Callable[[Reading, Hashable], _Came]) -> _Came:
        """What `work` does with where the calls are read from now, the file or memory, and with the state it is in:
        where that is another, what was read before holds no longer."""
        try:
            return self._with_file(
                lambda connection: work(
                    FromFile(connection, session, learner, self.writer),
                    (self._file.id, changes(connection)),
                )
            )
        except Away:
            return work(FromMemory(self._memory, session, learner, self.writer), ("", self._rewritten))

    def _with_file(self, work: Callable[[sqlite3.Connection], _Came]) -> _Came:
        """What `work` does with the file, after it got what it lacks. Raises `Away`."""

        def caught_up(connection: sqlite3.Connection) -> _Came:
            self._catch_up(connection)
            return work(connection)

        return self._file.use(caught_up)

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        for learner in self._forgotten:
            _forget(connection, learner)
        self._forgotten.clear()
        another = self._file.id != self._written_to
        lacking = list(self._memory if another else self._unsaved)
        if lacking:
            self._rewritten += 1
            ids = self._write(connection, lacking)
            if self.problem or (another and self._written_to):
                self.remark = WORDS.line("back", rows=len(lacking))
            for uid, id in ids.items():
                self._memory[uid] = replace(
                    self._memory[uid], record=replace(self._memory[uid].record, id=id)
                )
                self._last_id = max(self._last_id, id)
        self._written_to = self._file.id
        self._unsaved.clear()

    def _write(self, connection: sqlite3.Connection, uids: Iterable[str]) -> dict[str, int]:
        connection.execute("BEGIN IMMEDIATE")
        entries = [self._memory[uid] for uid in uids]
        ids = {entry.uid: put(connection, entry) for entry in entries}
        if any(entry.writer for entry in entries):
            writers.say_alive(connection, self.writer)
        connection.execute("COMMIT")
        return ids

    @contextmanager
    def _perhaps(self) -> Iterator[None]:
        """Do without the file where it is away: memory holds what this program wrote."""
        try:
            yield
        except Away:
            return

    # The keeper

    def _keep_on(self) -> None:
        """See to it that what is missing is written, and that calls on their way are known to be alive."""
        if self._keeper is None and not self._closing.is_set():
            self._keeper = threading.Thread(
                target=_keep, args=(weakref.ref(self), self._closing), name="ledger-keeper", daemon=True
            )
            self._keeper.start()

    def _kept_on(self) -> bool:
        """One round of the keeper; says whether there is anything left to do."""
        with self._lock:
            on_their_way = any(entry.writer for entry in self._memory.values())
            if on_their_way or self._unsaved:
                with self._perhaps():
                    self._with_file(lambda connection: writers.say_alive(connection, self.writer))
                return True
            self._keeper = None
            return False


def _keep(ledger: weakref.ref[Ledger], closing: threading.Event) -> None:
    while not closing.wait(writers.BEAT_SECONDS):
        kept = ledger()
        if kept is None or not kept._kept_on():
            return
        del kept


def _forget(connection: sqlite3.Connection, learner: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    gone = "DELETE FROM calls WHERE learner = ? AND NOT owners AND writer IS NULL"
    nobodys = (
        "UPDATE calls SET learner = '', session = '', parameters = '{}', request_id = NULL, prompt = NULL, "
        "reply = NULL WHERE learner = ?"
    )
    for statement in (gone, nobodys):
        connection.execute(statement, (learner,))
    connection.execute("COMMIT")


def _page(after: int, reading: Reading, state: Hashable) -> tuple[list[Entry], set[str]]:
    """The next few calls, and which programs are alive."""
    page = list(reading.newer(after, _PAGE))
    return page, reading.alive() if any(entry.writer for entry in page) else set()
