"""Two of a kind laid side by side: headers, JSON bodies, programs; what differs is marked.

Pairs in, rows out. How a mark looks is left to the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any, Literal

from firstcall.ui import WORDS

Mark = Literal["same", "differs", "left only", "right only"]

MOST_ROWS = 400
"""Entries of one JSON body that are compared; more than a page can show."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on both sides: its name, what each side says (`None`: nothing), and how they compare."""

    name: str
    left: str | None
    right: str | None

    @property
    def mark(self) -> Mark:
        if self.left is None:
            return "right only"
        if self.right is None:
            return "left only"
        return "same" if self.left == self.right else "differs"


Header = tuple[str, str]


def headers(left: Sequence[Header], right: Sequence[Header]) -> list[Row]:
    """Headers by name, whose case means nothing; a name that stands twice has its values joined."""
    return _rows(_joined(left), _joined(right))


def bodies(left: bytes, right: bytes) -> list[Row] | None:
    """Two JSON bodies, entry by entry: `messages[0].role`. `None` where one of them is no JSON."""
    try:
        entries = [list(_entries(json.loads(body))) for body in (left, right)]
    except ValueError:
        return None
    return _rows(*(dict(found[:MOST_ROWS]) for found in entries))


def lines(left: str, right: str) -> list[Row]:
    """Two programs line by line, those that belong together in one row. The name is empty."""
    one, two = left.splitlines(), right.splitlines()
    found: list[Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        old, new = one[a:b], two[c:d]
        if kind == "equal":
            found += [Row("", line, line) for line in old]
            continue
        for at in range(max(len(old), len(new))):
            found.append(Row("", old[at] if at < len(old) else None, new[at] if at < len(new) else None))
    return found


def diff(left: str, right: str) -> str:
    """What turns the left text into the right one: lines with `-` go, lines with `+` come."""
    found = unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=999)
    return "\n".join(list(found)[3:]) or "\n".join(f" {line}" for line in left.splitlines())


def differing(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.mark != "same"]


def summary(rows: Sequence[Row]) -> str:
    """How much is alike: `3 the same, 2 differ, 4 on one side only`."""
    marks = [row.mark for row in rows]
    same, differ = marks.count("same"), marks.count("differs")
    alone = len(marks) - same - differ
    return WORDS.line("diff", same=same, differ=differ, alone=alone)


def _rows(left: dict[str, str], right: dict[str, str]) -> list[Row]:
    """In the left side's order, what only the right side has after that."""
    return [Row(name, left.get(name), right.get(name)) for name in dict.fromkeys([*left, *right])]


def _joined(pairs: Sequence[Header]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The leaves of a JSON value, each under its path."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _entries(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _entries(inner, f"{path}[{number}]")
    else:
        yield path or "(all of it)", json.dumps(value, ensure_ascii=False)
