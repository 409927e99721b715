"""The ledger: every call that was made, what it used, what it cost, in one SQLite file.

Holds no prompt, reply or key, unless a record is given a `prompt` or a `reply`. Where the file
cannot be used the ledger goes on in memory and says why in `problem`.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from firstcall.calls import Record
from firstcall.ledger.entries import COLUMNS, fit, record_of, row_of

VARIABLE = "FIRSTCALL_LEDGER"
MOST_ROWS = 10_000
"""The most rows of a session that are read back, and the most that a ledger in memory keeps."""

_BUSY_SECONDS = 5.0

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
)
"""One script per version of the file: `PRAGMA user_version` counts how many were run."""

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM calls"
_INSERT = f"INSERT INTO calls (session, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"


class Ledger:
    """Where calls are written down, safe for many threads and for several programs on one file.

    `path` is the SQLite file, made with its folders if missing; `None` keeps the ledger in memory.
    `problem` is a sentence for the learner when the file could not be used, else `None`.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.problem: str | None = None
        self._lock = threading.Lock()
        self._in_memory = path is None
        try:
            self._connection = _open(path)
        except (OSError, sqlite3.Error) as error:
            self._connection = _open(None)
            self._in_memory = True
            self.problem = _sentence(path, error)

    def add(self, record: Record, session: str) -> Record:
        """Write a record down, at once and for good, and return it as it was written, with its id.

        Only the settings that `parameters_of` knows are kept of its parameters.
        """
        record = fit(record)
        with self._lock:
            try:
                id = self._insert(record, session)
            except sqlite3.Error as error:
                if self._in_memory:
                    raise
                self._go_on_in_memory(error)
                id = self._insert(record, session)
        return replace(record, id=id)

    def rows(self, session: str) -> list[Record]:
        """The calls of one session, oldest first; of more than `MOST_ROWS` the latest."""
        with self._lock:
            try:
                found = self._read(session)
            except sqlite3.Error as error:
                if self._in_memory:
                    raise
                self._go_on_in_memory(error)
                found = self._read(session)
        return [record_of(dict(row)) for row in reversed(found)]

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _read(self, session: str) -> list[sqlite3.Row]:
        query = f"{_SELECT} WHERE session = ? ORDER BY id DESC LIMIT {MOST_ROWS}"
        return self._connection.execute(query, (session,)).fetchall()

    def _insert(self, record: Record, session: str) -> int:
        row = row_of(record)
        values = [json.dumps(value) if isinstance(value, dict) else value for value in row.values()]
        id = self._connection.execute(_INSERT, [session, *values]).lastrowid
        assert id is not None
        if self._in_memory:
            self._connection.execute("DELETE FROM calls WHERE id <= ?", (id - MOST_ROWS,))
        return id

    def _go_on_in_memory(self, error: sqlite3.Error) -> None:
        file, self._connection = self._connection, _open(None)
        self._in_memory = True
        self.problem = _sentence(self.path, error)
        columns = f"session, {', '.join(COLUMNS)}"
        try:
            earlier = file.execute(
                f"SELECT {columns} FROM calls ORDER BY id DESC LIMIT {MOST_ROWS}"
            ).fetchall()
        except sqlite3.Error:
            earlier = []
        self._connection.executemany(_INSERT, map(tuple, earlier))
        file.close()


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(
        ":memory:" if path is None else path,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.row_factory = sqlite3.Row
        _bring_up_to_date(connection)
        # With a write-ahead log a commit survives the death of the program; waiting for the disk
        # at each call would only add safety against a power cut.
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
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
        raise sqlite3.DatabaseError("it was written by a newer version of this program")
    for script in _SCHEMA[version:]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(_SCHEMA)}")
    connection.execute("COMMIT")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on SQLite's write-ahead log. Of several programs that do so at once on a new file, SQLite
    refuses all but one without waiting, whatever the time-out."""
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _sentence(path: Path | None, error: Exception) -> str:
    return (
        f"The ledger file {path} cannot be used ({error}). Calls are kept in memory until the app stops; "
        f"set {VARIABLE} to a file that can be written."
    )


def path(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Where the ledger is kept: `FIRSTCALL_LEDGER`, else a file in the user's data folder.

    `None` stands for memory (`FIRSTCALL_LEDGER=:memory:`). The folder is the one each system
    gives to programs: `%APPDATA%`, `~/Library/Application Support`, `$XDG_DATA_HOME`.
    """
    told = environ.get(VARIABLE, "").strip()
    if told == ":memory:":
        return None
    if told:
        return Path(told).expanduser()
    if platform == "win32":
        folder = environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    elif platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(folder) / "first-call" / "ledger.sqlite3"
