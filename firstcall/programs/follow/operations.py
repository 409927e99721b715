"""Arithmetic and comparison in an expression, bounded so that no expression makes a huge value."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from firstcall.programs.follow.budget import MOST_CHARACTERS, Budget
from firstcall.programs.refusals import NotAllowed

# No power and no shifts: both make numbers of any size out of two small ones.
_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


def unary(sign: ast.unaryop, value: Any) -> Any:
    if type(sign) not in _UNARY:
        raise NotAllowed("sign")
    return _UNARY[type(sign)](value)


def binary(sign: ast.operator, left: Any, right: Any, budget: Budget) -> Any:
    if type(sign) not in _BINARY:
        raise NotAllowed("sign")
    # `"%999999999d" % 1` makes a text of that length before anybody could measure it, and calls `__str__`.
    if isinstance(sign, ast.Mod) and isinstance(left, str | bytes):
        raise NotAllowed("sign percent")
    # Looked at before, not after: a list times a billion would take the memory while it is made.
    if isinstance(sign, ast.Mult):
        _not_too_often(left, right)
        _not_too_often(right, left)
    return budget.bounded(_BINARY[type(sign)](left, right))


def compare(sign: ast.cmpop, left: Any, right: Any) -> Any:
    return _COMPARE[type(sign)](left, right)


def joinable(between: str, pieces: list[Any]) -> list[Any]:
    """The pieces of a `join`, if they make a text of reasonable length."""
    if (
        sum(len(piece) for piece in pieces if isinstance(piece, str)) + len(between) * len(pieces)
        > MOST_CHARACTERS
    ):
        raise NotAllowed("value text")
    return pieces


def _not_too_often(value: Any, times: Any) -> None:
    if isinstance(value, Sequence) and isinstance(times, int) and len(value) * times > 1_000_000:
        raise NotAllowed("value long")
