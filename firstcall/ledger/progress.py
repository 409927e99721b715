"""How far a learner has come, kept without an account.

The browser holds a random id in a cookie (`COOKIE`); the ledger's file holds, under that id, which
steps were opened, which exercises are done and which step was last. Nothing else is stored.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from firstcall.ledger.file import Away, File

COOKIE = "first_call_learner"

_NOTE = "INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?)"
_UNDO = "DELETE FROM progress WHERE learner = ? AND kind = 'exercise' AND name = ?"
_FORGET = "DELETE FROM progress WHERE learner = ?"
_NAMES = "SELECT name, at FROM progress WHERE learner = ? AND kind = ?"
_MOST_NOTES = 10_000
"""Notes that are kept in memory while the file is away."""

Change = tuple[str, Sequence[str]]


class Progress:
    """Steps opened and exercises done, by learner. While the file cannot be used they are kept in memory, and
    written to it when it is there again."""

    def __init__(self, path: Path | None) -> None:
        self._file = File(path)
        self._lock = threading.Lock()
        self._notes: dict[tuple[str, str, str], str] = {}
        self._unsaved: list[Change] = []
        self._written_to = ""
        with self._lock:
            self._save()

    @property
    def problem(self) -> str | None:
        """A sentence for the learner while the file cannot be used, else `None`."""
        return self._file.problem

    def opened(self, learner: str, step: str) -> None:
        self._note(learner, "step", step)

    def done(self, learner: str, exercise: str) -> None:
        self._note(learner, "exercise", exercise)

    def undone(self, learner: str, exercises: Sequence[str]) -> None:
        """Open these exercises again."""
        with self._lock:
            for exercise in exercises:
                self._notes.pop((learner, "exercise", exercise), None)
                self._change((_UNDO, (learner, exercise)))

    def steps(self, learner: str) -> list[str]:
        """Slugs of the steps this learner opened, the latest last."""
        return self._names(learner, "step")

    def exercises(self, learner: str) -> set[str]:
        """Ids of the exercises this learner has done."""
        return set(self._names(learner, "exercise"))

    def forget(self, learner: str) -> None:
        """Remove everything that is known of a learner."""
        with self._lock:
            self._notes = {note: at for note, at in self._notes.items() if note[0] != learner}
            self._change((_FORGET, (learner,)))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._save()
            self._file.close()

    def _note(self, learner: str, kind: str, name: str) -> None:
        at = datetime.now(UTC).isoformat()
        with self._lock:
            self._notes.pop((learner, kind, name), None)
            self._notes[learner, kind, name] = at
            while len(self._notes) > _MOST_NOTES:
                del self._notes[next(iter(self._notes))]
            self._change((_NOTE, (learner, kind, name, at)))

    def _names(self, learner: str, kind: str) -> list[str]:
        with self._lock:
            try:
                found = self._with_file(partial(_read, learner, kind))
            except Away:
                found = {}
            found |= {
                name: at for (whose, of, name), at in self._notes.items() if (whose, of) == (learner, kind)
            }
            return sorted(found, key=lambda name: found[name])

    def _change(self, change: Change) -> None:
        self._unsaved = [*self._unsaved, change][-_MOST_NOTES:] if self._file.path else []
        self._save()

    def _save(self) -> None:
        try:
            self._with_file(lambda connection: {})
        except Away:
            return

    def _with_file(self, work: Callable[[sqlite3.Connection], dict[str, str]]) -> dict[str, str]:

        def caught_up(connection: sqlite3.Connection) -> dict[str, str]:
            self._catch_up(connection)
            return work(connection)

        return self._file.use(caught_up)

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Write what the file lacks: the changes since, or in another file all that is known."""
        changes = self._unsaved
        if self._file.id != self._written_to:
            changes = [*((_NOTE, (*note, at)) for note, at in self._notes.items()), *changes]
        if changes:
            connection.execute("BEGIN IMMEDIATE")
            for change in changes:
                connection.execute(*change)
            connection.execute("COMMIT")
        self._written_to, self._unsaved = self._file.id, []


def _read(learner: str, kind: str, connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute(_NAMES, (learner, kind)).fetchall())
