"""What only a newer Python than the app's reads, though it is read here as well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.f_strings import with_other_quotes
from firstcall.programs.read.source import RUNNING


def quotes_in_f_strings(program: Program) -> Iterator[Fault]:
    """`f"{reply["text"]}"`: a SyntaxError before Python 3.12."""
    newer = program.text.newer
    lines = {program.text.source.count("\n", 0, at) + 1 for at in newer}
    statements = [
        one for one in program.text.tree.body if lines & set(range(one.lineno, (one.end_lineno or 0) + 1))
    ]
    for statement in statements[:1]:
        yield fault("newer-python", statement, "warning", partial(_older, program), running=RUNNING)


def _older(program: Program) -> list[Edit]:
    source = program.text.source
    changed = with_other_quotes(source, program.text.newer)
    return [Edit(at, at + 1, changed[at]) for at in program.text.newer]


RULES = (quotes_in_f_strings,)
