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


def a_thread_for_each(program: Program) -> Iterator[Fault]:
    """`ThreadPoolExecutor(max_workers=len(words))`, or a `Thread` started for each entry of a list, around a call."""
    calls = {call.node for call in program.todays_calls}
    if not calls or any(called(node) in _LIMITS for node in program.all(ast.Call)):
        return
    for node in program.all(ast.Call):
        if called(node) == "ThreadPoolExecutor":
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "max_workers")]
            if given and _as_many(program, given[0]):
                yield fault("no-call-limit threads", node, "warning")
        elif called(node) == "Thread" and _asks(program, node, calls) and _in_long_loop(program, node):
            yield fault("no-call-limit threads", node, "warning")


def _as_many(program: Program, given: ast.expr) -> bool:
    """Whether a number is how many entries a long list has."""
    match program.origin(given):
        case ast.Call(func=ast.Name(id="len"), args=[over]):
            return _long(program.origin(over))
    return False


def _asks(program: Program, node: ast.Call, calls: set[ast.Call]) -> bool:
    """Whether a thread runs a function of the program that makes a call."""
    target = next((one.value for one in node.keywords if one.arg == "target"), None)
    return isinstance(target, ast.Name) and any(
        function.name == target.id and any(inside in calls for inside in ast.walk(function))
        for function in program.all(ast.FunctionDef)
    )


def _in_long_loop(program: Program, node: ast.Call) -> bool:
    for above in program.ancestors(node):
        if isinstance(above, ast.For):
            joined = any(isinstance(one, ast.Call) and called(one) == "join" for one in ast.walk(above))
            return not joined and _long(program.origin(above.iter))
        if isinstance(above, ast.ListComp):
            return _long(program.origin(above.generators[0].iter))
    return False


def _is_long(program: Program, given: ast.expr) -> bool:
    """Whether it has an entry for each of a list that is long, or of which nobody knows how long it is."""
    match program.origin(given):
        case ast.ListComp(generators=[loop]) | ast.GeneratorExp(generators=[loop]):
            over = program.origin(loop.iter)
        case ast.Call(func=ast.Name(id="map"), args=[_, looped]):
            over = program.origin(looped)
        case _:
            return False
    return _long(over)


def _long(over: ast.expr) -> bool:
    """Whether what is looped over is long, or nobody knows how long."""
    if isinstance(over, ast.Subscript) and isinstance(over.slice, ast.Slice):
        return False  # a few at a time
    if isinstance(over, ast.Call) and called(over) == "range":
        return not all(isinstance(one, ast.Constant) and one.value in range(_FEW + 1) for one in over.args)
    return not isinstance(over, ast.List | ast.Tuple | ast.Set) or len(over.elts) > _FEW


RULES = (no_limit_on_how_many, a_thread_for_each)
