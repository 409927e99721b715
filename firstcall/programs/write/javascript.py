"""Plain values as JavaScript source."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from firstcall.programs.write.layout import WIDTH

_STEP = 2
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
# A quote, a backslash and what cannot be seen are json's affair; these two JavaScript ends lines at.
_UNSAFE = re.compile("[\ud800-\udfff\u2028\u2029]")


def properties(values: Mapping[Any, Any], indent: int) -> str:
    """The inside of an object literal, a property per line; the first line is not indented."""
    lines = (f"{_property(name, value, indent)}," for name, value in values.items())
    return ("\n" + " " * indent).join(lines)


def code(value: Any, indent: int = 0, used: int = 0) -> str:
    """One value, on one line if it fits; `used` columns precede its first line."""
    if not isinstance(value, list | tuple | Mapping) or not value:
        return _scalar(value)
    inner = indent + _STEP
    if isinstance(value, Mapping):
        entries, (before, after) = [_property(name, one, inner) for name, one in value.items()], ("{ ", " }")
    else:
        entries, (before, after) = [code(one, inner, inner) for one in value], ("[", "]")
    flat = before + ", ".join(entries) + after
    if "\n" not in flat and used + len(flat) < WIDTH and not _list_of_objects(value):
        return flat
    margin = "\n" + " " * inner
    return (
        before.strip()
        + "".join(f"{margin}{entry}," for entry in entries)
        + "\n"
        + " " * indent
        + after.strip()
    )


def camel(name: str) -> str:
    """A Python argument's name in JavaScript: `max_retries` is `maxRetries`."""
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda found: found[1].upper(), name)


def renamed(value: Any) -> Any:
    """Options that stand in a dict, with their names in JavaScript."""
    return {camel(name): renamed(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def milliseconds(seconds: Any) -> Any:
    """JavaScript's SDKs count a timeout in milliseconds; what is no number stays as it is."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not math.isfinite(seconds):
        return seconds
    return round(seconds * 1000)


def text_code(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _property(name: Any, value: Any, indent: int) -> str:
    key = name if isinstance(name, str) else _scalar(name)
    if key == "__proto__":
        # Without the brackets JavaScript takes this name for the object's prototype.
        key = '["__proto__"]'
    elif not _NAME.match(key):
        key = text_code(key)
    return f"{key}: {code(value, indent, indent + len(key) + 2)}"


def _list_of_objects(value: Any) -> bool:
    return not isinstance(value, Mapping) and any(isinstance(one, Mapping) for one in value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return text_code(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else repr(value)
