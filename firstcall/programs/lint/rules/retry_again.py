"""Trying again without a loop: by a decorator, or by a function that calls itself.

`retry` of tenacity (https://tenacity.readthedocs.io) tries again after any exception, for ever and at once, where it
is not told otherwise; `on_exception` of backoff (https://pypi.org/project/backoff/) after those of its class.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import edits, fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.retries import called_in, callers, hopeless, tells_apart, worth
from firstcall.providers import Provider

_TENACITY, _BACKOFF = "tenacity.retry", "backoff.on_exception"


def by_a_decorator(program: Program) -> Iterator[Fault]:
    """`@retry` without a condition, `@backoff.on_exception(backoff.expo, Exception)`."""
    calling = callers(program)
    for function in program.all(ast.FunctionDef, ast.AsyncFunctionDef):
        provider = calling.get(function.name)
        for one in function.decorator_list if provider else ():
            assert provider is not None
            name = program.imported_as(one.func if isinstance(one, ast.Call) else one)
            words = {word.arg for word in one.keywords} if isinstance(one, ast.Call) else set[str | None]()
            if name == _TENACITY and not words & {"retry", None}:
                mend = partial(_told, program, one, provider)
                yield fault("retry-4xx decorator", one, "warning", mend, name="retry")
            if name == _TENACITY and not words & {"stop", None}:
                mend = partial(_stopped, program, one)
                yield fault("no-attempt-limit decorator", one, "warning", mend)
            if name == _BACKOFF and isinstance(one, ast.Call) and len(one.args) > 1:
                if caught := hopeless(one.args[1], provider):
                    mend = partial(_narrowed, program, one.args[1], provider)
                    yield fault("retry-4xx", one.args[1], "warning", mend, name=caught)


def _narrowed(program: Program, node: ast.expr, provider: Provider) -> list[Edit]:
    kept, imports = worth(program, provider)
    return [*fixes.replace(program, node, kept), *imports]


def _told(program: Program, node: ast.expr, provider: Provider) -> list[Edit]:
    kept, imports = worth(program, provider)
    entry = f"retry=retry_if_exception_type({kept})"
    return [
        *_with(program, node, entry),
        *fixes.need_name(program, "tenacity.retry_if_exception_type"),
        *imports,
    ]


def _stopped(program: Program, node: ast.expr) -> list[Edit]:
    entry = "stop=stop_after_attempt(5)"
    return [*_with(program, node, entry), *fixes.need_name(program, "tenacity.stop_after_attempt")]


def _with(program: Program, node: ast.expr, entry: str) -> list[Edit]:
    """A decorator with one more argument, called where it was not."""
    if not isinstance(node, ast.Call):
        end = program.text.span(node)[1]
        return [Edit(end, end, f"({entry})")]
    brackets = edits.of_call(program.text, node)
    if not brackets.items:
        return [Edit(brackets.opener, brackets.opener, entry)]
    return brackets.insert(brackets.items[-1], None, [entry])


def by_calling_itself(program: Program) -> Iterator[Fault]:
    """`except …: return ask(question)` in `ask` itself: there is no end to it, and no wait."""
    calling = callers(program)
    for attempt in program.all(ast.Try):
        function = program.function_of(attempt)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        provider = called_in(program, attempt.body, calling)
        for handler in attempt.handlers if provider is not None else ():
            assert provider is not None
            itself = any(_calls(statement, function.name) for statement in handler.body)
            caught = hopeless(handler.type, provider)
            if itself and caught and not tells_apart(handler):
                yield fault(
                    "retry-4xx itself",
                    handler.type or handler,
                    "warning",
                    name=caught,
                    function=function.name,
                )


def _calls(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) == name
        for node in ast.walk(statement)
    )  # fmt: skip


RULES = (by_a_decorator, by_calling_itself)
