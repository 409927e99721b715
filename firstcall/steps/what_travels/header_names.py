"""What each HTTP header of a call is for, in a sentence."""

from __future__ import annotations

from fnmatch import fnmatchcase

from firstcall.steps.what_travels import WORDS


def meaning(name: str) -> str:
    """What a header is for. The first entry that fits counts, so the special ones come first."""
    return _known(name) or WORDS.line("header_unknown")


def is_known(name: str) -> bool:
    return _known(name) is not None


def _known(name: str) -> str | None:
    rows = WORDS.section("headers").rows()
    fitting = (row for row in rows if fnmatchcase(name.lower(), row["header"].strip("`")))
    return next((row["what it is for"] for row in fitting), None)
