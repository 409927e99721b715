"""A table on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow  # type: ignore[import-untyped]
import streamlit as st


def draw(rows: Sequence[Mapping[str, object]], alt: str) -> None:
    """The rows with the columns' names over them, in the one way in which all are shown; nothing without rows.

    Values of one column are of one kind or `None`; texts are Markdown. `alt` says what the table shows.
    A column that a row does not have is empty there.
    """
    if rows:
        st.table(columns(rows), border="horizontal", hide_index=True, alt=alt)


def columns(rows: Sequence[Mapping[str, object]]) -> pyarrow.Table:
    """What Streamlit makes of a list of rows by way of pandas, in a fifteenth of the time."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pyarrow.table({name: [row.get(name) for row in rows] for name in names})
