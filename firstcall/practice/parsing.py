"""The JSON in a body, within bounds: text may be long, but a body of a million little things costs a second."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import from_json

from firstcall.practice.exchange import LARGE_BYTES, TooLarge

MOST_CONTAINERS = 30_000
"""Objects and arrays in one large body, all together."""
MOST_NAMES = 1000
"""Fields in one object."""
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def parsed(body: bytes) -> Any:
    """The value in a body. Raises `ValueError` for what is not JSON, `TooLarge` for more structure than the bounds."""
    if len(body) > LARGE_BYTES and body.count(b"{") + body.count(b"[") > MOST_CONTAINERS:
        _check_outside_strings(body)
    value = from_json(body, allow_inf_nan=False)
    _check_names(value)
    return value


def _check_outside_strings(body: bytes) -> None:
    """A program in a prompt may hold any number of braces: those are text."""
    found, at = 0, 0
    for string in _STRING.finditer(body):
        found += body.count(b"{", at, string.start()) + body.count(b"[", at, string.start())
        if found > MOST_CONTAINERS:
            break
        at = string.end()
    if found + body.count(b"{", at) + body.count(b"[", at) > MOST_CONTAINERS:
        raise TooLarge


def _check_names(value: Any) -> None:
    waiting = [value]
    while waiting:
        container = waiting.pop()
        if isinstance(container, dict):
            if len(container) > MOST_NAMES:
                raise TooLarge
            waiting.extend(container.values())
        elif isinstance(container, list):
            waiting.extend(inner for inner in container if isinstance(inner, dict | list))
