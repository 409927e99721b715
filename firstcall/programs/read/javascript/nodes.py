"""What JavaScript's tree and Python's have in common: places, texts, names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tree_sitter import Node

_N = TypeVar("_N", bound=ast.AST)
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z]+)")
BLOCKS = frozenset({"program", "statement_block", "class_body", "else_clause", "finally_clause", "ERROR"})
"""What holds statements; `ERROR` is what the parser could not read, whose parts it has read all the same."""
FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})


def snake(name: str) -> str:
    """`api_key` of `apiKey`; classes keep their names."""
    return name if name[:1].isupper() else _HUMP.sub(lambda hump: "_" + hump[1].lower(), name)


def text(node: Node | None) -> str:
    return (node.text or b"").decode() if node is not None else ""


def at(node: Node, made: _N) -> _N:
    """A node of Python's at the place of one of JavaScript's. Both count columns in bytes."""
    made.lineno, made.col_offset = node.start_point[0] + 1, node.start_point[1]  # type: ignore[attr-defined]
    made.end_lineno, made.end_col_offset = node.end_point[0] + 1, node.end_point[1]  # type: ignore[attr-defined]
    return made


def named(node: Node | None) -> list[Node]:
    return [one for one in node.named_children if one.type != "comment"] if node is not None else []


def below(node: Node, *kinds: str) -> Iterator[Node]:
    for child in node.named_children:
        if child.type in kinds:
            yield child
        yield from below(child, *kinds)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def plain(node: Node | None) -> str:
    """The value of a text between quotes."""
    inside = text(node)[1:-1]
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), inside, flags=re.DOTALL)
