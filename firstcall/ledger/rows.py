"""An entry of the ledger as a row of the table `calls`, and back."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal

from firstcall.ledger.entries import COLUMNS, COUNTS, Entry, record_of, row_of, usage_of
from firstcall.ledger.sums import Line

_RECORD = tuple(name for name in COLUMNS if name not in {"id", "cut_off"})
_ALL = ("uid", "session", "learner", "writer", "owners", "counts", *_RECORD)

SELECT = f"SELECT id, {', '.join(_ALL)} FROM calls"
_LINE = ("id", "step", "provider", "server", "model", "mode", *COUNTS, "tier", "usd", "seconds", "error")
BRIEFLY = f"SELECT {', '.join(_LINE)}, session FROM calls"
_PUT = (
    f"INSERT INTO calls ({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))}) "
    f"ON CONFLICT (uid) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _ALL[1:])}"
)


def put(connection: sqlite3.Connection, entry: Entry) -> int:
    """Write an entry, over the one that stands there under its uid; gives the id of its row."""
    record = row_of(entry.record)
    counts = None if entry.counts is None else format(entry.counts, "f")
    values = [entry.uid, entry.session, entry.learner, entry.writer, entry.owners, counts]
    values += [json.dumps(record[name]) if name == "parameters" else record[name] for name in _RECORD]
    connection.execute(_PUT, values)
    (id,) = connection.execute("SELECT id FROM calls WHERE uid = ?", (entry.uid,)).fetchone()
    return int(id)


def entry_of(row: sqlite3.Row) -> Entry:
    """The entry of a row. Rows of the first version of the file have no uid: their id stands for it."""
    record = record_of({name: row[name] for name in ("id", *_RECORD)})
    return Entry(
        session=row["session"],
        record=record,
        learner=row["learner"],
        writer=row["writer"],
        owners=bool(row["owners"]),
        counts=None if row["counts"] is None else Decimal(row["counts"]),
        uid=row["uid"] or f"row {row['id']}",
    )


def line_of(row: sqlite3.Row) -> Line:
    """The line of a row of `BRIEFLY`."""
    id, step, provider, server, model, mode = row[:6]
    *counts, tier, usd, seconds, error, _ = row[6:]
    usage = usage_of(counts, tier)
    return Line(
        id, step, provider, server, model, mode, usage, None if usd is None else Decimal(usd), seconds, error
    )
