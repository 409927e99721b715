"""An explanation for each line of a program, for the margin of the code box."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.providers import Provider
from firstcall.ui import WORDS


def notes(provider: Provider, source: str) -> Mapping[int, str]:
    """An explanation for each line of a program that has one, by line number (from 1).

    The first row of the table that fits counts, so the special ones come first.
    """
    known = [(row["in the line"].strip("`"), row["what it means"]) for row in _table()]
    lines = enumerate(source.splitlines()[:200], start=1)
    found = {number: next((note for part, note in known if part in line), None) for number, line in lines}
    return {number: note for number, note in found.items() if note}


def _table() -> tuple[Mapping[str, str], ...]:
    return WORDS.section("line_notes").rows()
