"""The provider-difference table: its rows and groups, what to notice, and a column for each provider.

What a provider says stands in its own folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstcall import providers
from firstcall.providers import Cell
from firstcall.ui import WORDS

SHORT = (
    "System prompt", "Call", "Token limit", "Temperature", "Stop", "Reply text", "Stop reason", "Tokens in",
    "Tokens out", "Streaming", "Auth header", "Request id",
)  # fmt: skip
"""The rows for a page that is about one call."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its name, its group, and what to notice across the providers."""

    name: str
    group: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One provider's cells by row name."""

    id: str
    name: str
    cells: Mapping[str, Cell]


def rows() -> tuple[Row, ...]:
    """All rows, in the order of the table of words."""
    found = WORDS.section("difference_table").rows()
    return tuple(Row(row["row"].strip("`"), row["group"], row["what to notice"]) for row in found)


def groups() -> tuple[str, ...]:
    """The groups of the rows, in their order."""
    return tuple(dict.fromkeys(row.group for row in rows()))


def columns() -> dict[str, Column]:
    """Every provider in each of its ways, by handle."""
    return {
        provider.handle: Column(
            provider.handle,
            provider.title,
            {"In JavaScript": Cell(f"npm install {provider.sdk.javascript_package}"), **provider.table},
        )
        for provider in providers.ways().values()
    }


def matching(chosen: Sequence[str], words: str, among: Sequence[Column]) -> list[Row]:
    """The rows of these groups (none chosen: all) in which every word stands, in their name, their
    remark or a cell of one of the columns."""
    wanted = words.casefold().split()
    return [
        row
        for row in rows()
        if (not chosen or row.group in chosen) and all(word in _text(row, among) for word in wanted)
    ]


def _text(row: Row, among: Sequence[Column]) -> str:
    cells = [column.cells[row.name].code for column in among if row.name in column.cells]
    return " ".join([row.name, row.group, row.notice, *cells]).casefold()
