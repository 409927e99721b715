"""The file of a Jupyter notebook, which is JSON: what its code cells hold, as one program.

`nbformat` 4 has `cells` with a `source`, 3 has `worksheets` of `cells` with an `input`
(https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from firstcall.programs.read import notebook


def code_cells(text: str) -> list[str] | None:
    """The code of each code cell that has some; `None` for a text that is no notebook."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not {"cells", "worksheets"} & read.keys():
        return None
    return [code for cell in _cells(read) if (code := _code(cell).strip("\n"))]


def program(codes: list[str]) -> str:
    """The cells in their order, empty lines between; lines for a shell become comments."""
    return notebook.without_shell("\n\n".join(codes)) + "\n"


def _cells(read: dict[str, Any]) -> Iterator[dict[str, Any]]:
    sheets = read.get("worksheets")
    for holder in [read, *(sheets if isinstance(sheets, list) else [])]:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in cells if isinstance(cell, dict)) if isinstance(cells, list) else ()


def _code(cell: dict[str, Any]) -> str:
    if cell.get("cell_type") != "code":
        return ""
    said = cell.get("source", cell.get("input", ""))
    lines = said if isinstance(said, list) else [said]
    return "".join(line for line in lines if isinstance(line, str))
