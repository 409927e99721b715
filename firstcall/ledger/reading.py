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
from firstcall.ledger.rows import SELECT, entry_of

_AT_ONCE = 500
"""Rows that are asked for in one question: SQLite takes 999 values in its oldest builds."""

_NEWER = f"""
{SELECT} WHERE id IN (
    SELECT id FROM calls WHERE session = :session AND id > :after
    UNION SELECT id FROM calls WHERE learner = :learner AND :learner != '' AND id > :after
) ORDER BY id LIMIT :most
"""


class Reading(Protocol):
    """The calls of one session and those of all the learner's."""

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

    def newer(self, after: int, most: int = -1) -> Iterator[Entry]:
        whose = {"session": self.session, "learner": self.learner, "after": after, "most": most}
        return map(entry_of, self.connection.execute(_NEWER, whose))

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
