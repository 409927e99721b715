"""Expressions that make the calls inside them once, several times, or not at all: comprehensions, `if` … `else`, `or`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Protocol

from firstcall.programs.follow.broken import worked_out
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import Step, Value
from firstcall.programs.refusals import NotAllowed


class Evaluator(Protocol):
    """Whoever works out expressions, the calls inside them made."""

    scope: Scope
    budget: Budget
    asks: Callable[[ast.Call], bool]

    def value(self, node: ast.expr, made: Mapping[ast.AST, Any] = ...) -> Value: ...
    def loosely_known(self, node: ast.expr, made: Mapping[ast.AST, Any] = ...) -> Value: ...
    def plain(self, node: ast.expr, known: Mapping[ast.AST, Any] = ...) -> Any: ...
    def looped(self, node: ast.expr) -> Value: ...
    def entries(self, many: Any) -> Iterator[Any]: ...


class Branches:
    """Works them out where a call inside `matters`."""

    def __init__(self, expressions: Evaluator, matters: Callable[[ast.Call], bool]) -> None:
        self.expressions, self.called = expressions, matters

    def matters(self, node: ast.expr) -> bool:
        """Whether anything inside waits for the API or for a function of the program."""
        inside = list(ast.walk(node))
        self.expressions.budget.step(len(inside))
        return any(
            isinstance(one, ast.Await)
            or (isinstance(one, ast.Call) and (self.expressions.asks(one) or self.called(one)))
            for one in inside
        )

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                chosen = body if (yield from self.expressions.value(test)) else orelse
                return (yield from self.expressions.value(chosen))
            case ast.BoolOp():
                return (yield from self.either(node))
            case (
                ast.ListComp(elt=element, generators=loops) | ast.GeneratorExp(elt=element, generators=loops)
            ):
                return [one for (one,) in (yield from self.each([element], loops))]
            case ast.DictComp(key=key, value=value, generators=loops):
                return dict((yield from self.each([key, value], loops)))
        raise NotAllowed("expression kind", kind=type(node).__name__)

    def either(self, node: ast.BoolOp) -> Value:
        value = None
        for part in node.values:
            value = yield from self.expressions.value(part)
            if bool(value) is isinstance(node.op, ast.Or):
                break
        return value

    def each(
        self, elements: Sequence[ast.expr], loops: Sequence[ast.comprehension]
    ) -> Generator[Step, Any, list[list[Any]]]:
        """The elements for each round of these loops, in their order."""
        if not loops:
            values = []
            for element in elements:
                values.append((yield from self.expressions.value(element)))
            return [values]
        loop, *inner = loops
        many = yield from self.expressions.looped(loop.iter)
        outside, found = self.expressions.scope.names, list[list[Any]]()
        for entry in self.expressions.entries(many):
            self.expressions.budget.charge(outside)
            self.expressions.scope.names = {**outside, **_bound(loop.target, entry)}
            try:
                found += yield from self.round(elements, loop, inner)
            finally:
                self.expressions.scope.names = outside
        return self.expressions.budget.bounded(found)

    def round(
        self, elements: Sequence[ast.expr], loop: ast.comprehension, inner: Sequence[ast.comprehension]
    ) -> Generator[Step, Any, list[list[Any]]]:
        for test in loop.ifs:
            if not (yield from self.expressions.value(test)):
                return []
        return (yield from self.each(elements, inner))


def _bound(target: ast.expr, entry: Any) -> dict[str, Any]:
    match target:
        case ast.Name(id=name):
            return {name: entry}
        case ast.Tuple(elts=parts) if all(isinstance(part, ast.Name) for part in parts):
            values = worked_out(lambda: list(entry))
            if len(values) == len(parts):
                return {part.id: value for part, value in zip(parts, values, strict=True)}  # type: ignore[attr-defined]
    raise NotAllowed("loop names")
