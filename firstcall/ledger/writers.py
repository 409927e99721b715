"""Which of the programs that write into a ledger are still alive: what the others had on its way was cut off.

Each says now and then that it is alive. One that has not for a while is taken to be dead, and at once where
its process is gone from this machine. Whoever was taken to be dead and was only asleep, as in a closed
laptop, is alive again with its next word.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import time

BEAT_SECONDS = 5.0
STALE_SECONDS = 30.0
_FORGOTTEN_SECONDS = 30 * 24 * 60 * 60.0


def say_alive(connection: sqlite3.Connection, writer: str) -> None:
    """Note that this program is alive now, and forget the long dead that left nothing open."""
    now = time.time()
    connection.execute(
        "INSERT INTO writers VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen",
        (writer, platform.node(), os.getpid(), now),
    )
    connection.execute("DELETE FROM writers WHERE seen < ?", (now - _FORGOTTEN_SECONDS,))


def living(connection: sqlite3.Connection) -> set[str]:
    """The ids of those who are alive."""
    recent = time.time() - STALE_SECONDS
    rows = connection.execute("SELECT id, machine, pid FROM writers WHERE seen >= ?", (recent,))
    return {id for id, machine, pid in rows if machine != platform.node() or not _gone(pid)}


def _gone(pid: int) -> bool:
    """Whether no process of this machine has this number. Nobody can tell where asking is not harmless."""
    if os.name != "posix":  # on Windows `os.kill` ends the process, whatever the signal
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's process
        return False
    return False
