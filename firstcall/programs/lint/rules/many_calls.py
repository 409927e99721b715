"""Many calls at once: as many as a list is long, without a limit on how many are on their way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.spelling import called

_LIMITS = frozenset(
    {"Semaphore", "BoundedSemaphore", "CapacityLimiter", "AsyncLimiter", "Limiter", "batched", "chunked"}
)
"""What limits how many: asyncio's, anyio's, aiolimiter's and pyrate-limiter's, and ways to take a few of a list."""
_FEW = 10
"""A list that is written out in the program, and no longer than this, needs no limit."""


def no_limit_on_how_many(program: Program) -> Iterator[Fault]:
    """`asyncio.gather(*…)` with one call for each entry of a list."""
    if not any(program.asynchronous(call) for call in program.todays_calls):
        return
    gathered = [node for node in program.all(ast.Call) if called(node) == "gather"]
    if gathered and any(called(node) in _LIMITS for node in program.all(ast.Call)):
        return
    for node in gathered:
        given = (one.value for one in node.args if isinstance(one, ast.Starred))
        if any(_is_long(program, one) for one in given):
            yield fault("no-call-limit", node, "warning")


def _is_long(program: Program, given: ast.expr) -> bool:
    """Whether it has an entry for each of a list that is long, or of which nobody knows how long it is."""
    match program.origin(given):
        case ast.ListComp(generators=[loop]) | ast.GeneratorExp(generators=[loop]):
            over = program.origin(loop.iter)
        case ast.Call(func=ast.Name(id="map"), args=[_, looped]):
            over = program.origin(looped)
        case _:
            return False
    if isinstance(over, ast.Subscript) and isinstance(over.slice, ast.Slice):
        return False  # a few at a time
    return not isinstance(over, ast.List | ast.Tuple | ast.Set) or len(over.elts) > _FEW


RULES = (no_limit_on_how_many,)
