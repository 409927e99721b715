"""How far a learner has come, kept without an account.

The browser holds a random id in a cookie (`COOKIE`); the ledger's file holds, under that id, which
steps were opened, which exercises are done and which step was last. Nothing else is stored.
"""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

COOKIE = "first_call_learner"

_SCHEMA = """
create table if not exists progress (
    learner text not null, kind text not null, name text not null, at text not null,
    primary key (learner, kind, name)
)
"""


class Progress:
    """Steps opened and exercises done, by learner. Falls back to memory when the file cannot be used."""

    def __init__(self, path: Path | None) -> None:
        self.problem: str | None = None
        self._lock = threading.Lock()
        try:
            self._db = self._open(str(path) if path else ":memory:")
        except (sqlite3.Error, OSError) as error:
            self.problem = f"Progress is kept in memory only: {error}"
            self._db = self._open(":memory:")

    @staticmethod
    def _open(where: str) -> sqlite3.Connection:
        if where != ":memory:":
            Path(where).parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(where, check_same_thread=False, isolation_level=None, timeout=5)
        db.execute("pragma journal_mode=wal")
        db.execute(_SCHEMA)
        return db

    def _note(self, learner: str, kind: str, name: str) -> None:
        row = (learner, kind, name, datetime.now(UTC).isoformat())
        with self._lock:
            try:
                self._db.execute("insert or replace into progress values (?, ?, ?, ?)", row)
            except sqlite3.Error as error:
                self.problem = f"Progress could not be saved: {error}"

    def _names(self, learner: str, kind: str) -> list[str]:
        with self._lock:
            query = "select name from progress where learner = ? and kind = ? order by at"
            try:
                return [name for (name,) in self._db.execute(query, (learner, kind))]
            except sqlite3.Error as error:
                self.problem = f"Progress could not be read: {error}"
                return []

    def opened(self, learner: str, step: str) -> None:
        self._note(learner, "step", step)

    def done(self, learner: str, exercise: str) -> None:
        self._note(learner, "exercise", exercise)

    def steps(self, learner: str) -> list[str]:
        """Slugs of the steps this learner opened, the latest last."""
        return self._names(learner, "step")

    def exercises(self, learner: str) -> set[str]:
        """Ids of the exercises this learner has done."""
        return set(self._names(learner, "exercise"))

    def forget(self, learner: str) -> None:
        """Remove everything that is known of a learner."""
        with self._lock:
            try:
                self._db.execute("delete from progress where learner = ?", (learner,))
            except sqlite3.Error as error:
                self.problem = f"Progress could not be removed: {error}"
