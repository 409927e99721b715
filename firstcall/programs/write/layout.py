"""Plain values as Python source that a person would have typed, laid out as a formatter would."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from firstcall.calls.written import Written
from firstcall.programs import files

WIDTH = 88
STEP = 4
_ODD = re.compile(r"[^\x20-\x7e]")
_JOINERS = "\u200c\u200d"
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def arguments_code(arguments: Mapping[str, Any], indent: int = STEP) -> str:
    """Named arguments, one below the other with a comma after each; the first line is not indented."""
    lines = (f"{name}={code(value, indent, indent + len(name) + 1)}," for name, value in arguments.items())
    return ("\n" + " " * indent).join(lines)


def code(value: Any, indent: int = 0, used: int = 0) -> str:
    """One value. Lines after the first are indented from `indent`; `used` columns precede the first."""
    if isinstance(value, Written):
        return value.code
    if isinstance(value, type):
        return value.__name__
    if not isinstance(value, list | tuple | dict) or not value:
        return _scalar(value)
    entries = _entries(value, indent + STEP)
    flat = ", ".join(entries)
    if not _stands_open(value) and "\n" not in flat and used + len(flat) + 3 <= WIDTH:
        return _wrapped(value, flat)
    inner = "\n" + " " * (indent + STEP)
    return _brackets(value, inner + inner.join(f"{entry}," for entry in entries) + "\n" + " " * indent)


def text_code(text: str) -> str:
    """A string literal: triple-quoted where the text has several lines, short and plain otherwise."""
    if sum(1 for line in text.split("\n") if line.strip()) > 1:
        inside = _escaped(text.replace("\\", "\\\\"), keep="\n\t")
        return '"""' + re.sub(r'"(?="|\Z)', r"\"", inside) + '"""'
    quote = "'" if '"' in text and "'" not in text else '"'
    return quote + _escaped(text.replace("\\", "\\\\").replace(quote, "\\" + quote)) + quote


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        found = files.found_in(value)
        return text_code(value) if found is None else _read_from(found)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _read_from(found: files.Excerpt) -> str:
    """A text as a program puts it together from a file and what stands around that."""
    characters = "" if found.characters is None else str(found.characters)
    read = f'open({text_code(found.file)}, encoding="utf-8").read({characters})'
    before, after = (text_code(text) if text else "" for text in (found.before, found.after))
    return " + ".join(part for part in (before, read, after) if part)


def _entries(value: list[Any] | tuple[Any, ...] | dict[Any, Any], indent: int) -> list[str]:
    if not isinstance(value, dict):
        return [code(element, indent, indent) for element in value]
    keys = ((_scalar(key), element) for key, element in value.items())
    return [f"{key}: {code(element, indent, indent + len(key) + 2)}" for key, element in keys]


def _stands_open(value: list[Any] | tuple[Any, ...] | dict[Any, Any]) -> bool:
    """A list of dicts (the messages) always has one entry per line."""
    return isinstance(value, list | tuple) and any(isinstance(element, dict) for element in value)


def _wrapped(value: list[Any] | tuple[Any, ...] | dict[Any, Any], flat: str) -> str:
    return _brackets(value, flat + "," if isinstance(value, tuple) and len(value) == 1 else flat)


def _brackets(value: list[Any] | tuple[Any, ...] | dict[Any, Any], inside: str) -> str:
    before, after = "()" if isinstance(value, tuple) else "{}" if isinstance(value, dict) else "[]"
    return before + inside + after


def _escaped(text: str, keep: str = "") -> str:
    """Characters that cannot be seen, or would not survive, as escapes; those in `keep` as they are."""

    def written(found: re.Match[str]) -> str:
        character = found[0]
        if character in keep or character in _JOINERS or character.isprintable():
            return character
        return _ESCAPES.get(character) or ascii(character)[1:-1]

    return _ODD.sub(written, text)
