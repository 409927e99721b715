"""Where a learner's calls are read from: the file, or memory while that is away.

Both give what is newer than a row, and what has become of calls that were on their way.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from firstcall.ledger import writers
from firstcall.ledger.entries import Entry
from firstcall.ledger.rows import BRIEFLY, SELECT, entry_of, line_of
from firstcall.ledger.sums import Line

_AT_ONCE = 500
"""Rows that are asked for in one question: SQLite takes 999 values in its oldest builds."""

_OWN_SESSION = "session = :session"
_OWN = "learner = :learner AND :learner != ''"
_NEWER = f"""
{SELECT} WHERE id IN (
    SELECT id FROM (SELECT id FROM calls WHERE {_OWN_SESSION} AND id > :after ORDER BY id LIMIT :most)
    UNION SELECT id FROM (SELECT id FROM calls WHERE {_OWN} AND id > :after ORDER BY id LIMIT :most)
) ORDER BY id LIMIT :most
"""
_NOT_OLD = f"""
SELECT id FROM calls WHERE writer IS NULL AND ({_OWN_SESSION} OR {_OWN}) ORDER BY id DESC LIMIT 1 OFFSET :but
"""
_OLD = f"{BRIEFLY} WHERE ({_OWN_SESSION} OR {_OWN}) AND id <= :last AND writer IS NULL ORDER BY id"
_OLD_ON_THEIR_WAY = (
    f"{SELECT} WHERE writer IS NOT NULL AND ({_OWN_SESSION} OR {_OWN}) AND id <= :last ORDER BY id"
)


@dataclass(frozen=True)
class Old:
    """What lies far back: the lines of the calls that have ended, those of the session that asks, what is still on its
    way, and the last of their ids."""

    lines: Sequence[Line] = ()
    own: Sequence[Line] = ()
    on_their_way: Sequence[Entry] = ()
    last_id: int = 0


class Reading(Protocol):
    """The calls of one session and those of all the learner's."""

    def old(self, but: int) -> Old:
        """All but so many of the latest that have ended, as far as they need not be read in full."""

    def newer(self, after: int, most: int = -1) -> Iterator[Entry]:
        """Those with a higher id, in their order, on their way or not; `most` -1 stands for all."""

    def ended(self, entries: Collection[Entry]) -> list[Entry]:
        """Which of these, that were on their way, have ended meanwhile."""

    def alive(self) -> set[str]:
        """The programs that are alive: what the others had on its way was cut off."""


@dataclass(frozen=True)
class FromFile:
    """The calls as they are in the file."""

    connection: sqlite3.Connection
    session: str
    learner: str
    writer: str

    def old(self, but: int) -> Old:
        found = self._asked(_NOT_OLD, but=but).fetchone()
        if found is None:
            return Old()
        (last,) = found
        on_their_way = list(map(entry_of, self._asked(_OLD_ON_THEIR_WAY, last=last)))
        asked_after = {entry.record.id for entry in on_their_way}  # whatever ends from here on
        rows = [row for row in self._asked(_OLD, last=last) if row["id"] not in asked_after]
        lines = list(map(line_of, rows))
        own = [line for line, row in zip(lines, rows, strict=True) if row["session"] == self.session]
        return Old(lines, own, on_their_way, last)

    def newer(self, after: int, most: int = -1) -> Iterator[Entry]:
        return map(entry_of, self._asked(_NEWER, after=after, most=most))

    def _asked(self, query: str, **values: int) -> sqlite3.Cursor:
        return self.connection.execute(query, {"session": self.session, "learner": self.learner, **values})

    def ended(self, entries: Collection[Entry]) -> list[Entry]:
        ids = [entry.record.id or 0 for entry in entries]
        some = (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
        return [entry for asked in some for entry in map(entry_of, self._ended(asked))]

    def _ended(self, ids: Sequence[int]) -> sqlite3.Cursor:
        marks = ", ".join("?" * len(ids))
        return self.connection.execute(f"{SELECT} WHERE id IN ({marks}) AND writer IS NULL", ids)

    def alive(self) -> set[str]:
        return writers.living(self.connection) | {self.writer}


@dataclass(frozen=True)
class FromMemory:
    """The calls that this program wrote, by uid, in their order."""

    memory: OrderedDict[str, Entry]
    session: str
    learner: str
    writer: str

    def old(self, but: int) -> Old:
        return Old()

    def newer(self, after: int, most: int = -1) -> Iterator[Entry]:
        latest_first = takewhile(lambda entry: (entry.record.id or 0) > after, reversed(self.memory.values()))
        own = [entry for entry in latest_first if self._is_own(entry)]
        return iter(own[::-1] if most < 0 else own[::-1][:most])

    def _is_own(self, entry: Entry) -> bool:
        return entry.session == self.session or (self.learner != "" and entry.learner == self.learner)

    def ended(self, entries: Collection[Entry]) -> list[Entry]:
        now = [self.memory[entry.uid] for entry in entries if entry.uid in self.memory]
        return [entry for entry in now if entry.writer is None]

    def alive(self) -> set[str]:
        return {self.writer}
