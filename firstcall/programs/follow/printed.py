"""What the learner's own program prints after its call, followed statement by statement, never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.programs.follow.walk import Ended, Following, Left
from firstcall.programs.read.client import chain
from firstcall.programs.read.source import read

_CALLS = frozenset({"create", "stream"})


@dataclass(frozen=True)
class Printed:
    """What one line prints: `text`, its line end included, or the last line of Python's `error` there.

    Both are `None` where the line may print something but could not be followed.
    """

    line: int
    text: str | None
    error: str | None = None


def printed(source: str, names: Mapping[str, Any], streamed_text: str = "") -> list[Printed]:
    """What the program in `source` prints once its call is made; joined, the texts are the output.

    `names` are those of the call's `Reply`, `streamed_text` is the text that a streaming loop went
    through. An error in the program is told as Python tells it and ends the list. Raises
    `NotUnderstood` where the source is not Python.
    """
    tree = read(source).tree
    call = next((node for node in ast.walk(tree) if _is_call(node)), None)
    if not isinstance(call, ast.Call):
        return []
    following = Following(call, names, streamed_text)
    try:
        following.all(tree.body)
    except Ended:
        pass
    except (Left, RecursionError):
        following.note(tree.body[-1].lineno, None)
    return [Printed(*line) for line in following.lines]


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and len(names := chain(node.func)) > 1 and names[-1] in _CALLS
