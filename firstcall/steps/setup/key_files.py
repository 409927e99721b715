"""The two files that may hold a key, read as strictly as a program of the learner's own reads them.

`.env` as `load_dotenv()` of python-dotenv does (UTF-8 alone, the first file of that name on the way up from the
program's folder), `secrets.toml` as Streamlit does (`streamlit/runtime/secrets.py`: UTF-8, TOML). What the app itself
would forgive stays in the way here: `trouble` says what, with the `line` where it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, Literal

Trouble = Literal["unreadable", "utf16", "not_utf8", "not_toml", "no_quotes"]

_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in a file: its `text` and its `values`, both empty where it is `absent` or in `trouble`."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    absent: bool = False
    trouble: Trouble | None = None
    line: int = 0
    detail: str = ""

    def line_of(self, pattern: str) -> int:
        """The number of the first line that begins like this, 0 for none."""
        begins = re.compile(pattern, re.IGNORECASE)
        return next((n for n, line in enumerate(self.text.splitlines(), 1) if begins.match(line)), 0)


def dotenv(folder: Path) -> KeyFile:
    """The `.env` that a program in this folder loads."""
    upwards = [place / ".env" for place in (folder, *folder.absolute().parents)]
    found = next(filter(is_there, upwards), upwards[0])
    return _read(found, _dotenv_values)


def secrets_toml(folder: Path) -> KeyFile:
    """The `secrets.toml` of a Streamlit app that is started in this folder; without one that of the user's home."""
    places = [folder / ".streamlit" / "secrets.toml", Path("~/.streamlit/secrets.toml").expanduser()]
    return _read(next(filter(is_there, places), places[0]), tomllib.loads)


def is_there(file: Path) -> bool:
    """Whether a file is there, as far as one may look."""
    try:
        return file.is_file()
    except OSError:
        return False


def _read(file: Path, values_of: Callable[[str], Mapping[str, Any]]) -> KeyFile:
    if not is_there(file):
        return KeyFile(file, absent=True)
    try:
        written = file.read_bytes()
    except OSError as error:
        return KeyFile(file, trouble="unreadable", detail=error.strerror or type(error).__name__)
    # UTF-16 without its mark is UTF-8 as well: every other byte is then zero, which no variable can hold.
    if written.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in written:
        return KeyFile(file, trouble="utf16")
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        return KeyFile(file, trouble="not_utf8", line=line, detail=f"0x{written[error.start]:02x}")
    try:
        return KeyFile(file, text, values_of(text))
    except tomllib.TOMLDecodeError as error:
        return _not_toml(file, text, str(error))


def _not_toml(file: Path, text: str, said: str) -> KeyFile:
    where = _AT_LINE.search(said)
    line = int(where[1]) if where else 0
    written = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
    bare = re.match(r"\s*[\w-]+\s*=\s*[^\s\"'\[{]", written)
    return KeyFile(file, text, trouble="no_quotes" if bare else "not_toml", line=line, detail=said)


def _dotenv_values(text: str) -> Mapping[str, Any]:
    import dotenv as package

    return package.dotenv_values(stream=StringIO(text))


def not_understood(file: KeyFile, name: str) -> int:
    """The line of a `.env` that names a variable and that python-dotenv leaves out, 0 for none."""
    from dotenv.parser import parse_stream

    for binding in parse_stream(StringIO(file.text)):
        if binding.error and name.lower() in binding.original.string.lower():
            return binding.original.line
    return 0


def sections_with(values: Mapping[str, Any], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The sections of a `secrets.toml` that hold one of these entries, each with the entry's name."""
    for section, inside in values.items():
        if isinstance(inside, Mapping):
            yield from ((section, name) for name in inside if name.lower() in names)
            yield from ((f"{section}.{deeper}", name) for deeper, name in sections_with(inside, names))
