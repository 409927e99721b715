"""Quotes in the braces of an f-string that are the same as those around it: Python has taken them since 3.12.

https://docs.python.org/3/whatsnew/3.12.html#pep-701-syntactic-formalization-of-f-strings
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_OPENS = re.compile(r"(?<![\w\"'])(?:[fF][rR]?|[rR][fF])(?P<quote>\"(?!\")|'(?!'))")
_OTHER = {'"': "'", "'": '"'}


def quotes_inside(source: str) -> tuple[int, ...]:
    """Where such quotes stand in a text that Python refuses; none where the other kind stands beside them."""
    found, end = list[int](), 0
    for opens in _OPENS.finditer(source):
        if opens.start() >= end:
            places, end = _scanned(source, opens.end(), opens["quote"])
            found += places
    return tuple(found)


def with_other_quotes(source: str, places: Sequence[int]) -> str:
    """The text with the other kind of quotes at these places."""
    signs = list(source)
    for at in places:
        signs[at] = _OTHER[signs[at]]
    return "".join(signs)


def _scanned(source: str, start: int, quote: str) -> tuple[list[int], int]:
    """The quotes in the braces of one f-string, and where it ends: with its line at the latest."""
    found, depth, inner = list[int](), 0, ""
    for at, sign in _signs(source, start):
        if inner:
            inner = "" if sign == inner else inner
            found += [at] if sign == quote else []
        elif depth and sign in _OTHER:
            if sign != quote:
                return [], at + 1
            inner = sign
            found.append(at)
        elif sign == quote or sign == "\n":
            return found if sign == quote else [], at + 1
        else:
            depth = max(0, depth + (sign == "{") - (sign == "}"))
    return [], len(source)


def _signs(source: str, start: int) -> Iterator[tuple[int, str]]:
    """The characters of a text, without those behind a backslash and without braces that are written twice."""
    at = start
    while at < len(source):
        if source[at] == "\\" or source[at : at + 2] in {"{{", "}}"}:
            at += 2
            continue
        yield at, source[at]
        at += 1
