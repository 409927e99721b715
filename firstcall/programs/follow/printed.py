"""What the learner's own program prints after its call, followed statement by statement, never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from firstcall.programs.follow.program import Asked, Came, Printed, Program
from firstcall.programs.patience import shared
from firstcall.programs.read import vendors
from firstcall.programs.read.source import read
from firstcall.programs.read.spelling import chain, method_of


def printed(
    source: str,
    names: Mapping[str, Any],
    streamed_text: str = "",
    methods: Sequence[str] | None = None,
) -> list[Printed]:
    """What the program in `source` prints once its call is made; joined, the texts are the output.

    `names` are those of the call's `Reply`, `streamed_text` is the text that a streaming loop went
    through, `methods` are those that make a call, by themselves all that are known. An error in the
    program is told as Python tells it and ends the list. Raises `NotUnderstood` where the source is not Python.
    """
    with shared():
        tree, known = read(source).tree, tuple(vendors.methods()) if methods is None else methods
        call = next((node for node in ast.walk(tree) if _is_call(node, known)), None)
        return _told(Program(tree, [call]), Came(names, streamed_text)) if isinstance(call, ast.Call) else []


def _is_call(node: ast.AST, methods: Sequence[str]) -> bool:
    names = chain(node.func) if isinstance(node, ast.Call) else []
    return method_of(names, methods) is not None


def _told(program: Program, came: Came) -> list[Printed]:
    """What is printed from the call on. A second call would get a reply that nobody has."""
    lines: list[Printed] = []
    course, answer, asked = program.course(), None, False
    try:
        while True:
            step = course.send(answer)
            answer = None
            if isinstance(step, Asked):
                if asked:
                    lines.append(Printed(step.node.lineno, None))
                    return lines
                answer, asked = came, True
            elif program.made:
                lines.append(step)
    except StopIteration:
        return joined(lines)


def joined(lines: Sequence[Printed]) -> list[Printed]:
    """The same with the pieces of one line of the output together, where one line of the program prints them."""
    found: list[Printed] = []
    for line in lines:
        before = found[-1] if found else None
        together = before and before.line == line.line and None not in (before.text, line.text)
        if before and together and not str(before.text).endswith("\n"):
            found[-1] = replace(before, text=f"{before.text}{line.text}")
        else:
            found.append(line)
    return found
