"""A path through a reply, such as `message.content[0].text`, as a value: never run, only looked up."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from firstcall.programs import patience
from firstcall.programs.follow.evaluation import Evaluation
from firstcall.programs.read.source import quietly
from firstcall.programs.refusals import NotAllowed

MAX_CHARACTERS = 10_000


def evaluate(path: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression over `names`, such as the `names` of a `Reply`.

    Raises `NotAllowed` for an expression that it does not know; the errors of the path itself
    (`AttributeError`, `IndexError`, `KeyError`, `TypeError`, …) pass unchanged, as in life.
    """
    try:
        with patience.shared():
            return Evaluation(names).of(expression(path))
    except patience.TooMuch:
        raise NotAllowed("too much") from None


def expression(path: str) -> ast.expr:
    """The tree of an expression. Raises `NotAllowed` where it is none."""
    if len(path) > MAX_CHARACTERS:
        raise NotAllowed("expression long")
    try:
        return quietly(path.strip(), "eval").body  # type: ignore[attr-defined, no-any-return]
    except SyntaxError as error:
        raise NotAllowed("expression none", said=error.msg) from None
    except (RecursionError, MemoryError, SystemError, ValueError):
        raise NotAllowed("expression unreadable") from None
