"""Retry loops: only what a retry can mend, with a wait, with an end.

Which failures can be mended is said in `calls`, and how a program tells them in each SDK's `Errors`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from firstcall.calls.failures import class_passes
from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.patience import hurry
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.vendors import class_of
from firstcall.providers import Provider

Loop = ast.For | ast.While | ast.AsyncFor

BROAD = frozenset({"Exception", "BaseException"})
_TELLS_APART = frozenset({"status_code", "type", "code", "response", "status"})
_WAITS = frozenset({"sleep", "wait"})


@dataclass(frozen=True)
class Retry:
    """A loop that calls until it works, its `try`, and the handlers that go round again."""

    loop: Loop
    attempt: ast.Try
    again: tuple[ast.ExceptHandler, ...]
    provider: Provider


def retries(program: Program) -> list[Retry]:
    """Every retry loop: an API call in a `try` in a loop that ends when the call succeeds."""
    return program.once("retries", lambda: list(_retries(program)))


def _retries(program: Program) -> Iterator[Retry]:
    calling = callers(program)
    for attempt in program.all(ast.Try):
        loop = _loop_around(program, attempt)
        provider = called_in(program, attempt.body, calling)
        if loop is None or provider is None or not _ends_on_success(loop, attempt):
            continue
        if program.once(("asks", id(loop)), partial(_asks_somebody, loop)):
            continue  # each round is somebody's new wish, and how many there are is theirs to say
        again = tuple(handler for handler in attempt.handlers if not _leaves(handler.body))
        if again:
            yield Retry(loop, attempt, again, provider)


def _asks_somebody(loop: Loop) -> bool:
    return any(isinstance(node, ast.Call) and called(node) == "input" for node in ast.walk(loop))


def _loop_around(program: Program, attempt: ast.Try) -> Loop | None:
    for above in program.ancestors(attempt):
        if isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return None
        if isinstance(above, Loop):
            return above
    return None


def callers(program: Program) -> dict[str, Provider]:
    """The program's functions that make an API call, with its provider."""
    found = {}
    for call in program.calls:
        function = program.function_of(call.node)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            found[function.name] = call.provider
    return found


def called_in(program: Program, body: list[ast.stmt], calling: dict[str, Provider]) -> Provider | None:
    calls = program.once("providers", lambda: {id(call.node): call.provider for call in program.calls})
    for statement in body:
        for node in ast.walk(statement):
            hurry()
            if id(node) in calls:
                return calls[id(node)]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calling:
                return calling[node.func.id]
    return None


def _ends_on_success(loop: Loop, attempt: ast.Try) -> bool:
    inside = [*attempt.body, *attempt.orelse]
    after = [s for s in loop.body if s.lineno > (attempt.end_lineno or attempt.lineno)]
    if any(isinstance(node, ast.Break | ast.Return) for s in inside for node in ast.walk(s)):
        return True
    if any(isinstance(statement, ast.Break | ast.Return) for statement in after):
        return True
    if not isinstance(loop, ast.While):
        return False
    asked = {node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
    given = {
        n.id for s in inside for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return bool(asked & given)


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a handler surely ends the loop."""
    for statement in body:
        if isinstance(statement, ast.Raise | ast.Return | ast.Break):
            return True
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            if ast.unparse(statement.value.func) in {"exit", "quit", "sys.exit"}:
                return True
    return False


def _caught(node: ast.expr | None) -> list[str]:
    """Last parts of the names of the classes behind `except`; `BaseException` where there are none."""
    if node is None:
        return ["BaseException"]
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    return [(spelled(one) or [""])[-1] for one in nodes]


def hopeless(
    node: ast.expr | None, provider: Provider, refused_before: frozenset[str] = frozenset()
) -> str | None:
    """One of the classes behind `except` that says the same next time, or that holds such, where a handler before it
    has not `refused` these; `None` where all pass."""
    caught, everything = set(_caught(node)), _everything(provider)
    vain = {name for name in caught if class_passes(name) is False}
    held = set() if refused_before & ({"BadRequestError"} | everything) else caught & everything
    return min(vain or held, default=None)


def _everything(provider: Provider) -> frozenset[str]:
    """The classes that hold what passes and what does not."""
    return BROAD | provider.sdk.errors.broad | {_base_error(provider)}


def worth(program: Program, provider: Provider) -> tuple[str, list[Edit]]:
    """The classes that are worth another attempt, and what they need to be imported. Raises `NoFix` where classes alone
    do not tell them apart."""
    errors = provider.sdk.errors
    if any(name.isdigit() for name in errors.passing):
        raise NoFix
    edits = [
        one for module in _modules([*errors.worth], provider) for one in fixes.need_name(program, module)
    ]
    return f"({', '.join(map(provider.sdk.caught, errors.worth))})", edits


def retry_of_4xx(program: Program) -> Iterator[Fault]:
    for found in retries(program):
        refused_before = frozenset[str]()
        for handler in found.attempt.handlers:
            if handler not in found.again:
                refused_before |= set(_caught(handler.type))
                continue
            what = hopeless(handler.type, found.provider, refused_before)
            if what is not None and not tells_apart(handler):
                mend = partial(_narrowed, program, found, handler)
                yield fault("retry-4xx", handler.type or handler, "warning", mend, name=what)


def _base_error(provider: Provider) -> str:
    """The class of all an SDK's exceptions, by the habit of both vendors: `OpenAIError` of `OpenAI`."""
    return f"{class_of(provider)}Error"


def tells_apart(handler: ast.ExceptHandler) -> bool:
    """Whether a handler looks which error it is."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _TELLS_APART)
        or (isinstance(node, ast.Name) and node.id == "isinstance")
        for statement in handler.body
        for node in ast.walk(statement)
    )


def _narrowed(program: Program, found: Retry, handler: ast.ExceptHandler) -> list[Edit]:
    sdk = found.provider.sdk
    errors = sdk.errors
    statuses = ", ".join(name for name in errors.passing if name.isdigit())
    classes = [errors.answered] * bool(statuses) + [name for name in errors.worth if not name.isdigit()]
    kept = f"({', '.join(map(sdk.caught, classes))})"
    edits = [one for module in _modules(classes, found.provider) for one in fixes.need_name(program, module)]
    named = f" as {handler.name or 'error'}" if statuses else ""
    if statuses:
        name, answered = handler.name or "error", sdk.caught(errors.answered)
        test = f"if isinstance({name}, {answered}) and {name}.{errors.status} not in ({statuses}):"
        edits += fixes.insert_before(program, handler.body[0], [test, "    raise"])
    if handler.type is not None:
        return [*fixes.replace(program, handler.type, kept + ("" if handler.name else named)), *edits]
    start, _ = program.text.span(handler)
    if not program.text.source.startswith("except:", start):
        raise NoFix
    return [Edit(start, start + len("except:"), f"except {kept}{named}:"), *edits]


def _modules(classes: list[str], provider: Provider) -> list[str]:
    """What a program imports for these classes: those of others from their own module."""
    others = {name.rpartition(".")[0] for name in classes if "." in name}
    return [provider.sdk.errors_module, *sorted(others)]


def tight_loop(program: Program) -> Iterator[Fault]:
    for found in retries(program):
        if program.once(("waits", id(found.loop)), partial(_waits, found.loop)):
            continue
        handler = found.again[0]
        yield fault("tight-loop", handler.type or handler, "warning", partial(_wait, program, found, handler))


def _waits(loop: Loop) -> bool:
    return any(isinstance(node, ast.Call) and called(node) in _WAITS for node in ast.walk(loop))


def _wait(program: Program, found: Retry, handler: ast.ExceptHandler) -> list[Edit]:
    counter = found.loop.target if isinstance(found.loop, ast.For) else None
    is_range = isinstance(found.loop, ast.For) and "range(" in ast.unparse(found.loop.iter)
    seconds = f"min(2**{counter.id}, 30)" if isinstance(counter, ast.Name) and is_range else "2"
    first = handler.body[0]
    imports = fixes.need_import(program, "time")
    if isinstance(first, ast.Pass):
        return [*fixes.replace(program, first, f"time.sleep({seconds})"), *imports]
    return [*fixes.insert_before(program, first, [f"time.sleep({seconds})"]), *imports]


def no_attempt_limit(program: Program) -> Iterator[Fault]:
    for found in retries(program):
        loop = found.loop
        if not isinstance(loop, ast.While) or not (isinstance(loop.test, ast.Constant) and loop.test.value):
            continue
        gives_up = any(
            isinstance(node, ast.Raise | ast.Break | ast.Return) for h in found.again for node in ast.walk(h)
        )
        counts = program.once(("counts", id(loop)), partial(_counts, loop))
        if not gives_up and not counts:
            yield fault("no-attempt-limit", loop.test, "warning", partial(_limited, program, loop))


def _counts(loop: Loop) -> bool:
    return any(isinstance(node, ast.AugAssign) for node in ast.walk(loop))


def _limited(program: Program, loop: ast.While) -> list[Edit]:
    start, end = program.text.span(loop)[0], program.text.span(loop.test)[1]
    if loop.orelse or program.text.source[end : end + 1] != ":":
        raise NoFix
    indent = fixes.indent_of(program, loop)
    stop = fixes.own_lines(program, loop)[1]
    lead = "" if program.text.source[stop - 1] == "\n" else "\n"
    end_lines = f'{lead}{indent}else:\n{indent}    raise RuntimeError("No answer after five attempts.")\n'
    return [Edit(start, end, "for attempt in range(5)"), Edit(stop, stop, end_lines)]


RULES = (retry_of_4xx, tight_loop, no_attempt_limit)
