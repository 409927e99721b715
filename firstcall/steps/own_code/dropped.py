"""The program in a file that was dropped: of a Python file its text, of a notebook its code cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from firstcall.programs.read import notebook

KINDS = ("py", "ipynb", "txt")
MEGABYTES = 5
"""Of a file: a notebook carries its pictures with it."""
LONGEST = 200_000
"""Characters of a program, as many as the linter reads."""


class Unreadable(Exception):
    """There is no program to take out of a file; `says` is the id of the words about it."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def program(name: str, content: bytes) -> str:
    """The program of a file with this name. Raises `Unreadable`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("file/no_text") from error
    source = _of_notebook(text) if name.lower().endswith(".ipynb") else text
    if len(source) > LONGEST:
        raise Unreadable("file/too_long")
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _of_notebook(text: str) -> str:
    """The code cells in their order, empty lines between; lines for a shell become comments.

    `nbformat` 4 has `cells` with a `source`, 3 has `worksheets` of `cells` with an `input`
    (https://nbformat.readthedocs.io/en/latest/format_description.html).
    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("file/no_notebook") from error
    codes = [code for cell in _cells(read) if (code := _code(cell).strip("\n"))]
    if not codes:
        raise Unreadable("file/no_code")
    return notebook.without_shell("\n\n".join(codes)) + "\n"


def _cells(read: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(read, dict):
        raise Unreadable("file/no_notebook")
    sheets = read.get("worksheets")
    for holder in [read, *(sheets if isinstance(sheets, list) else [])]:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in cells or () if isinstance(cell, dict)) if isinstance(cells, list) else ()


def _code(cell: dict[str, Any]) -> str:
    if cell.get("cell_type") != "code":
        return ""
    said = cell.get("source", cell.get("input", ""))
    lines = said if isinstance(said, list) else [said]
    return "".join(line for line in lines if isinstance(line, str))
