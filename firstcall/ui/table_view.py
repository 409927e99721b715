"""A table on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]

_ENDS_A_CELL = re.compile(r"(?<!\\)\|")


def draw(rows: Sequence[Mapping[str, object]], alt: str) -> None:
    """The rows with the columns' names over them, in the one way in which all are shown; nothing without rows.

    Values of one column are of one kind or `None`; texts are Markdown. A column that a row does not have is empty
    there. `alt` says what the table shows: a paragraph that is read out and not to be seen (`appearance.css`).

    It is Markdown: for a table of its own, Streamlit (1.67) loads pandas and Arrow, 80 MiB, and a browser what reads
    Arrow.
    """
    if rows:
        st.markdown(f":gray[{alt}]\n\n{markdown(rows)}")


def markdown(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as a table in GitHub's Markdown, numbers to the right."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    numbers = [all(isinstance(row.get(name), int | float | None) for row in rows) for name in names]
    lines = [[_cell(name) for name in names], ["---:" if number else "---" for number in numbers]]
    lines += [[_cell(row.get(name)) for name in names] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    """A value that ends neither its cell nor its line."""
    return "" if value is None else _ENDS_A_CELL.sub(r"\|", " ".join(str(value).splitlines()))


def columns(rows: Sequence[Mapping[str, object]]) -> pyarrow.Table:
    """The rows for what needs them as columns, as `st.dataframe`: a table that sorts and scrolls.

    By way of JSON, for Arrow looks at Python's lists with the help of pandas, which it loads for that: 44 MiB.
    """
    import pyarrow.json  # type: ignore[import-untyped]

    if not rows:
        return pyarrow.table({})
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = [name for name in names if any(isinstance(row.get(name), str) for row in rows)]
    told = ({name: row.get(name) for name in names} for row in rows)
    lines = "\n".join(json.dumps(row, default=str, ensure_ascii=False) for row in told).encode(
        errors="replace"
    )
    found = pyarrow.json.read_json(
        pyarrow.BufferReader(lines),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        # Told to be texts, or one that looks like a time would become one; a date, which is none, is to.
        parse_options=pyarrow.json.ParseOptions(pyarrow.schema((name, pyarrow.string()) for name in texts)),
    )
    return found.select(names)
