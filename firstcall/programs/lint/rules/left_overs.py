"""Words of the buttons around a program, copied with it: `python`, `Copy`, `Edit` on lines of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from itertools import takewhile

from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.notebook import BUTTONS


def word_of_a_button(program: Program) -> Iterator[Fault]:
    """Such words above the first line of the program: each is a name that is not there."""
    for statement in takewhile(_is_button, program.text.tree.body):
        assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name)
        mend = partial(fixes.remove_statement, program, statement)
        yield fault("left-over", statement, "error", mend, name=statement.value.id)


def _is_button(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Name)
        and statement.value.id.lower() in BUTTONS
    )


RULES = (word_of_a_button,)
