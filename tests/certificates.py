"""Certificates are read once in a process: that takes longer than what a test asks over the line."""

from __future__ import annotations

import ssl
from functools import cache, wraps
from typing import Any

import certifi
import httpcore2
import httpx2


def read_once() -> None:
    """From here on a context that trusts the same certificates is the same one, for those who only connect by it.

    The SDKs make one or two for each client, and change none. Where no file is named the environment decides, which
    differs between tests, so a new one is made.
    """
    ssl.create_default_context = _of_named_files(ssl.create_default_context)
    httpcore2.default_ssl_context = cache(httpcore2.default_ssl_context)


def read_now() -> None:
    """Read those that the SDKs ask for, in the way in which they ask, so that the forks of this process have them."""
    read_once()
    httpx2.create_ssl_context()
    ssl.create_default_context(cafile=certifi.where())


def _of_named_files(made: Any) -> Any:
    known = cache(made)

    @wraps(made)
    def context(purpose: ssl.Purpose = ssl.Purpose.SERVER_AUTH, **files: Any) -> ssl.SSLContext:
        given = {name: file for name, file in files.items() if file is not None}
        remembered = purpose is ssl.Purpose.SERVER_AUTH and "cafile" in given
        found: ssl.SSLContext = (known if remembered else made)(purpose, **given)
        return found

    return context
