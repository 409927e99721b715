"""The program in a file: Python, notebooks of both formats, and what is neither."""

from __future__ import annotations

import json

import pytest

from firstcall.steps.own_code import WORDS, dropped
from firstcall.steps.own_code.dropped import Unreadable, program


def cell(source: object, kind: str = "code", name: str = "source") -> dict[str, object]:
    return {"cell_type": kind, name: source}


def test_a_python_file_is_its_text() -> None:
    assert program("a.py", "\ufeffx = 1\r\ny = 2\r".encode()) == "x = 1\ny = 2\n"


def test_a_notebook_is_its_code_cells() -> None:
    cells = [
        cell("# Title", "markdown"),
        cell(["import os\n", "x = 1"]),
        cell(""),
        cell("%matplotlib inline\nx"),
    ]
    read = program("A.IPYNB", json.dumps({"cells": cells}).encode())
    assert read == "import os\nx = 1\n\n# %matplotlib inline\nx\n"


def test_a_notebook_of_the_old_format() -> None:
    sheets = {"worksheets": [{"cells": [cell("x = 1", name="input")]}, None, {"cells": 3}]}
    assert program("a.ipynb", json.dumps(sheets).encode()) == "x = 1\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.py", b"\xff\xfe\x00", "file/no_text"),
        ("a.ipynb", b"x = 1", "file/no_notebook"),
        ("a.ipynb", b"[1]", "file/no_notebook"),
        ("a.ipynb", b"[" * 100_000, "file/no_notebook"),
        ("a.ipynb", b'{"cells": 3}', "file/no_code"),
        ("a.ipynb", b'{"cells": [3, {"cell_type": "code", "source": [1]}]}', "file/no_code"),
        ("a.py", b"x" * (dropped.LONGEST + 1), "file/too_long"),
    ],
)
def test_what_is_no_program_is_said(name: str, content: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        program(name, content)
    assert refused.value.says == says and WORDS.line(says)
