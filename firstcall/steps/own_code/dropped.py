"""The program in a file that was dropped: of a Python file its text, of a notebook its code cells."""

from __future__ import annotations

from firstcall.programs.read import notebook_file

KINDS = ("py", "ipynb", "txt", "js", "mjs", "cjs", "sh")
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
    codes = notebook_file.code_cells(text)
    if codes is None:
        raise Unreadable("file/no_notebook")
    if not codes:
        raise Unreadable("file/no_code")
    return notebook_file.program(codes)
