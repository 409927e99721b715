"""A table on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]

_CODE_OR_PIPE = re.compile(r"(?P<code>(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`))|(?P<slashes>\\*)\|")
_PIPE = re.compile(r"(\\*)\|")
_NUMBER = re.compile(r"(\*\*)?(× |\\?\$)?-?\d[\d,]*(\.\d+)?(e-\d+)?( ?%| [a-z]+)?(\*\*)?", re.IGNORECASE)
"""A number as a text, with a sign or a word for what it counts."""
_JOINER = "\u2060"
"""Is not seen, and no place to break a line."""


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
    numbers = [_are_numbers([row.get(name) for row in rows]) for name in names]
    lines = [[_cell(name) for name in names], ["---:" if number else "---" for number in numbers]]
    lines += [[_cell(row.get(name)) for name in names] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _are_numbers(values: Sequence[object]) -> bool:
    """Whether a column is one of numbers, for their places to stand under each other: most are, and the others have no
    number in them."""
    said = [str(value) for value in values if value not in (None, "")]
    others = [text for text in said if not _NUMBER.fullmatch(text)]
    return len(others) * 2 < len(said) and not any(map(str.isdigit, "".join(others)))


def _cell(value: object) -> str:
    """A value that ends neither its cell nor its line."""
    return "" if value is None else _CODE_OR_PIPE.sub(_escaped, " ".join(str(value).splitlines()))


def _escaped(found: re.Match[str]) -> str:
    """A `|` that is not escaped yet, escaped. In code, a backslash before it is none that escapes, and is parted from
    the one that does, or the two would be one of them."""
    if found["code"]:
        return _PIPE.sub(lambda pipe: pipe[1] + _JOINER * (len(pipe[1]) % 2) + r"\|", found["code"])
    return found[0] if len(found["slashes"]) % 2 else found["slashes"] + r"\|"


def grid(rows: Sequence[Mapping[str, object]], alt: str, **more: Any) -> None:
    """The rows as a table that sorts and scrolls; `more` is what `st.dataframe` takes.

    All rows are sent at once: to send them as they are scrolled to, Streamlit (1.67) loads pandas.
    """
    st.dataframe(columns(rows), hide_index=True, lazy=False, alt=alt, **more)


def columns(rows: Sequence[Mapping[str, object]]) -> pyarrow.Table:
    """The rows as `st.dataframe` takes them without pandas.

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
