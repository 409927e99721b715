"""The JSON in a body, within bounds: text may be long, but a body of a million little things costs a second."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import from_json

from firstcall.practice.exchange import LARGE_BYTES, SMALL_BYTES, TooLarge

MOST_CONTAINERS = 30_000
"""Objects and arrays in one large body, all together."""
MOST_NAMES = 1000
"""Fields in one object."""
MOST_TEXT = 4 * 1024 * 1024
"""Characters of text beside images and PDF: no model here has room for more."""
_MOST_MARKS = 1_000_000
"""Commas, and backslashes, in a body that is too long to be text: what it has more of are a few long strings of base64,
which are read fast (a backslash stands before each `/` of it that PHP writes)."""
_TYPES = ("image/", "application/pdf")
_URLS = tuple(f"data:{kind}" for kind in _TYPES)
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def parsed(body: bytes) -> Any:
    """The value in a body. Raises `ValueError` for what is not JSON, `TooLarge` for more text or structure than the bounds,
    for which a small body has no room."""
    if len(body) > LARGE_BYTES and body.count(b"{") + body.count(b"[") > MOST_CONTAINERS:
        if len(body) > MOST_TEXT:
            raise TooLarge
        _check_outside_strings(body)
    if len(body) > MOST_TEXT and max(body.count(b","), body.count(b"\\")) > _MOST_MARKS:
        raise TooLarge
    value = from_json(body, allow_inf_nan=False)
    if len(body) > SMALL_BYTES and _text_in(value) > MOST_TEXT:
        raise TooLarge
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


def _text_in(value: Any) -> int:
    """The characters of all strings but those of images and PDF. Raises `TooLarge` for an object with too many fields."""
    found, waiting = 0, [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            found += len(inner)
        elif isinstance(inner, list):
            waiting.extend(inner)
        elif isinstance(inner, dict):
            if len(inner) > MOST_NAMES:
                raise TooLarge
            waiting.extend(one for name, one in inner.items() if not _is_media(inner, name, one))
    return found


def _is_media(within: dict[str, Any], name: str, value: Any) -> bool:
    """Whether a field holds an image or a PDF: base64 beside its type, or a data URL."""
    if not isinstance(value, str) or name not in ("data", "url", "image_url", "file_data"):
        return False
    kind = within.get("media_type") or within.get("mimeType") or within.get("mime_type")
    return value.startswith(_URLS) or (isinstance(kind, str) and kind.startswith(_TYPES))
