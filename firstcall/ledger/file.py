"""The one SQLite file of the ledger and of progress, which may be taken away at any moment and come back.

Locked, deleted, full, forbidden, replaced by something else: whoever uses it is told `Away`, keeps what
they wanted to write, and asks again later. What is in the file is the business of those who use it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from firstcall.ledger import WORDS

VARIABLE = "FIRSTCALL_LEDGER"
RETRY_SECONDS = 5.0
"""A file that could not be used is left alone for so long: each try may wait for a lock."""

_BUSY_SECONDS = 2.0
_NEW_FILE_SECONDS = 5.0

_SCHEMA = (
    """
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
    """,
    """
    ALTER TABLE calls ADD COLUMN uid TEXT;
    ALTER TABLE calls ADD COLUMN learner TEXT NOT NULL DEFAULT '';
    ALTER TABLE calls ADD COLUMN writer TEXT;
    ALTER TABLE calls ADD COLUMN owners INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE calls ADD COLUMN counts TEXT;
    CREATE UNIQUE INDEX calls_by_uid ON calls (uid);
    CREATE INDEX calls_on_their_way ON calls (learner) WHERE writer IS NOT NULL;
    CREATE INDEX calls_of_the_owner ON calls (at) WHERE owners;
    CREATE TABLE this_file (id TEXT NOT NULL);
    INSERT INTO this_file VALUES (lower(hex(randomblob(12))));
    CREATE TABLE writers (id TEXT PRIMARY KEY, machine TEXT NOT NULL, pid INTEGER NOT NULL, seen REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS progress (
        learner TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (learner, kind, name)
    );
    """,
    """
    CREATE INDEX calls_of_learner ON calls (learner, id);
    """,
    """
    ALTER TABLE calls ADD COLUMN cache_write_1h_tokens INTEGER;
    ALTER TABLE calls ADD COLUMN tier TEXT;
    """,
    """
    ALTER TABLE calls ADD COLUMN server TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE this_file ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
    CREATE TRIGGER calls_taken AFTER DELETE ON calls
    BEGIN UPDATE this_file SET changes = changes + 1; END;
    CREATE TRIGGER calls_changed AFTER UPDATE ON calls
    WHEN old.writer IS NULL OR old.session != new.session OR old.learner != new.learner
    BEGIN UPDATE this_file SET changes = changes + 1; END;
    """,
)
"""One script per version of the file: `PRAGMA user_version` counts how many were run."""

_Came = TypeVar("_Came")


class Away(Exception):
    """The file cannot be used now."""


class File:
    """A connection to the file at `path`, made with its folders if missing. `None` is a file that is never there.

    `problem` is a sentence for the learner while it cannot be used. `id` is the file's own: where it changes,
    another file stands in its place, and what was written before is not in it. Use it from one thread at a time.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.problem: str | None = None
        self.id = ""
        self._place: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None
        self._not_before = 0.0

    def use(self, work: Callable[[sqlite3.Connection], _Came]) -> _Came:
        """What `work` does with the connection. Raises `Away`; what `work` had begun is then undone."""
        if self.path is None or (self._connection is None and time.monotonic() < self._not_before):
            raise Away
        try:
            came = work(self._opened(self.path))
        except (OSError, RuntimeError, sqlite3.Error) as error:
            self.problem = WORDS.line("away", path=self.path, error=error, variable=VARIABLE)
            self._not_before = time.monotonic() + RETRY_SECONDS
            self.close()
            raise Away from error
        except BaseException:  # a transaction may be open
            self.close()
            raise
        self.problem = None
        return came

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _opened(self, path: Path) -> sqlite3.Connection:
        file = path.expanduser()  # raises where there is no such home
        if self._connection is not None and _place_of(file) == self._place:
            return self._connection
        self.close()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connection = _connect(file)
        self._place = _place_of(file)
        (self.id,) = self._connection.execute("SELECT id FROM this_file").fetchone()
        return self._connection


def _place_of(file: Path) -> tuple[int, int] | None:
    """Where the file is on its disk: a program that has one open would write on into it after it was deleted."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        _bring_up_to_date(connection)
        # With a write-ahead log a commit survives the death of the program; waiting for the disk
        # at each call would only add safety against a power cut.
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    if _version(connection) == len(_SCHEMA):
        return
    _write_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection)
    if version > len(_SCHEMA):
        raise sqlite3.DatabaseError(WORDS.line("away/newer"))
    for script in _SCHEMA[version:]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(_SCHEMA)}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would end the transaction."""
    so_far = ""
    for piece in filter(str.strip, script.split(";")):
        so_far += f"{piece};"
        if sqlite3.complete_statement(so_far):  # what stands inside a trigger does not end it
            yield so_far
            so_far = ""


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on SQLite's write-ahead log. Of several programs that do so at once on a new file, SQLite
    refuses all but one without waiting, whatever the time-out."""
    give_up = time.monotonic() + _NEW_FILE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def changes(connection: sqlite3.Connection) -> int:
    """How often, so far, calls that had ended were changed or taken away, by whatever program."""
    return int(connection.execute("SELECT changes FROM this_file").fetchone()[0])


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def path(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Where the ledger is kept: `FIRSTCALL_LEDGER`, else a file in the user's data folder.

    `None` stands for memory (`FIRSTCALL_LEDGER=:memory:`). The folder is the one each system
    gives to programs: `%APPDATA%`, `~/Library/Application Support`, `$XDG_DATA_HOME`. A home that
    cannot be found out stays `~`: whoever opens the file says so.
    """
    told = environ.get(VARIABLE, "").strip()
    if told == ":memory:":
        return None
    if platform == "win32":
        folder = environ.get("APPDATA") or "~/AppData/Roaming"
    elif platform == "darwin":
        folder = "~/Library/Application Support"
    else:
        folder = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(os.path.expanduser(told or f"{folder}/first-call/ledger.sqlite3"))
