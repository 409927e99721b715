"""A retry program read step by step: now it makes the call, now it waits, now it gives up.

The program is walked through as data. Of Python it knows what a retry is written with (loops, `try`,
`if`, assignments, a little arithmetic); nothing else is looked at, and nothing of it is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from firstcall.programs.read.client import chain
from firstcall.programs.refusals import NotAllowed, NotUnderstood
from firstcall.programs.retry.scope import Scope
from firstcall.programs.retry.steps import ANSWER, Answer, Ask, Clock, Raised, Step, Steps, Wait
from firstcall.programs.retry.values import UNKNOWN, Unknown, Value

if TYPE_CHECKING:
    from firstcall.programs.retry.program import Retry

MOST_STATEMENTS = 3_000

_Signal = tuple[str, Any] | None
_Run = Generator[Step, Any, _Signal]


class Walk(Scope):
    """One way through a program. `luck` gives its random numbers, from 0 up to 1."""

    def __init__(self, retry: Retry, luck: Callable[[], float], clock: Clock) -> None:
        super().__init__(retry)
        self.luck, self.clock = luck, clock
        self.functions: dict[str, ast.FunctionDef] = {}
        self.handling: list[BaseException] = []
        self.statements = 0
        self.depth = 0
        self.method = retry.program.call.method.split(".")

    def whole(self) -> Steps:
        signal = yield from self.block(self.retry.text.tree.body)
        return signal

    # Statements

    def block(self, statements: Sequence[ast.stmt]) -> _Run:
        for statement in statements:
            self.statements += 1
            if self.statements > MOST_STATEMENTS:
                raise self.refuse(
                    statement, "This loop goes on without asking or waiting. Put a limit on it."
                )
            signal = yield from self.statement(statement)
            if signal is not None:
                return signal
        return None

    def statement(self, node: ast.stmt) -> _Run:
        match node:
            case ast.Import(names=names):
                for one in names:
                    root = one.name.partition(".")[0]
                    self.modules[one.asname or root] = one.name if one.asname else root
            case ast.ImportFrom(module=str(module), names=names):
                self.modules |= {one.asname or one.name: f"{module}.{one.name}" for one in names}
            case ast.FunctionDef():
                self.functions[node.name] = node
            case ast.Assign(targets=targets, value=value):
                result = yield from self.value(value, lenient=True)
                for target in targets:
                    self.assign(target, result)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, (yield from self.value(value, lenient=True)))
            case ast.AugAssign(target=ast.Name(id=name) as target):
                sum_ = ast.BinOp(ast.copy_location(ast.Name(name, ast.Load()), target), node.op, node.value)
                self.names[name] = yield from self.value(ast.copy_location(sum_, node))
            case ast.Expr(value=value):
                yield from self.effects(value)
            case ast.Return(value=value):
                return ("return", None if value is None else (yield from self.value(value, lenient=True)))
            case ast.If(test=test, body=body, orelse=orelse):
                return (yield from self.block(body if (yield from self.value(test)) else orelse))
            case ast.For():
                return (yield from self.for_loop(node))
            case ast.While():
                return (yield from self.while_loop(node))
            case ast.Try():
                return (yield from self.attempt(node))
            case ast.With(items=items, body=body):
                for item in items:
                    came = yield from self.value(item.context_expr, lenient=True)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, came)
                return (yield from self.block(body))
            case ast.Raise():
                raise Raised((yield from self.raised(node)))
            case ast.Break():
                return ("break", None)
            case ast.Continue():
                return ("continue", None)
            case (
                ast.Pass()
                | ast.Global()
                | ast.Nonlocal()
                | ast.ImportFrom()
                | ast.AnnAssign()
                | ast.ClassDef()
            ):
                pass
            case _:
                written = self.retry.text.segment(node)
                raise self.refuse(node, f"This box does not know how to follow this line: {written}.")
        return None

    def assign(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif (
            isinstance(target, ast.Tuple)
            and isinstance(value, tuple | list)
            and len(value) == len(target.elts)
        ):
            for one, part in zip(target.elts, value, strict=True):
                self.assign(one, part)
        elif isinstance(target, ast.Tuple):
            for one in target.elts:
                self.assign(one, UNKNOWN)

    def for_loop(self, node: ast.For) -> _Run:
        for entry in self.entries(node, (yield from self.looped(node.iter))):
            self.assign(node.target, entry)
            signal = yield from self.block(node.body)
            if signal and signal[0] == "break":
                return None
            if signal and signal[0] == "return":
                return signal
        return (yield from self.block(node.orelse))

    def looped(self, node: ast.expr) -> Generator[Step, Any, Any]:
        """What a `for` goes over: `range`, `itertools.count`, `enumerate`, or a list of values."""
        if isinstance(node, ast.Call):
            name = self.dotted(node.func)
            values = []
            if name in {"range", "itertools.count", "enumerate"}:
                for argument in node.args:
                    values.append((yield from self.value(argument)))
            match name, values:
                case "range", [int(), *_]:
                    return range(*values)
                case "itertools.count", _:
                    return _count(*values)
                case "enumerate", [list() | tuple() as many, *start]:
                    return list(enumerate(many, *start))
        return (yield from self.value(node, lenient=True))

    def entries(self, node: ast.For, many: Any) -> Iterator[Any]:
        if isinstance(many, Answer | Unknown):
            return
        if not hasattr(many, "__iter__"):
            raise self.refuse(node.iter, f"This box cannot loop over {self.retry.text.segment(node.iter)}.")
        for entry in many:
            self.statements += 1
            yield entry

    def while_loop(self, node: ast.While) -> _Run:
        while (yield from self.value(node.test)):
            self.statements += 1
            if self.statements > MOST_STATEMENTS:
                raise self.refuse(node, "This loop goes on without asking or waiting. Put a limit on it.")
            signal = yield from self.block(node.body)
            if signal and signal[0] == "break":
                return None
            if signal and signal[0] == "return":
                return signal
        return (yield from self.block(node.orelse))

    def attempt(self, node: ast.Try) -> _Run:
        try:
            signal = yield from self.block(node.body)
            if signal is None:
                signal = yield from self.block(node.orelse)
        except Raised as raised:
            clause = self.clause_for(node, raised.error)
            if clause is None:
                yield from self.block(node.finalbody)
                raise
            if clause.name:
                self.names[clause.name] = raised.error
            self.handling.append(raised.error)
            try:
                signal = yield from self.block(clause.body)
            finally:
                self.handling.pop()
        last = yield from self.block(node.finalbody)
        return last or signal

    def clause_for(self, node: ast.Try, error: BaseException) -> ast.ExceptHandler | None:
        for clause in node.handlers:
            if clause.type is None or isinstance(error, self.classes(clause.type)):
                return clause
        return None

    def raised(self, node: ast.Raise) -> Generator[Step, Any, BaseException]:
        if node.exc is None:
            if not self.handling:
                raise self.refuse(node, "`raise` alone only works inside `except`.")
            return self.handling[-1]
        called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        kind = self.class_of(called)
        if kind is not None and issubclass(kind, Exception) and kind.__module__ == "builtins":
            return kind("raised by the program")
        if kind is not None:
            return RuntimeError(f"{kind.__name__}, raised by the program")
        value = yield from self.value(node.exc, lenient=True)
        return value if isinstance(value, BaseException) else RuntimeError("raised by the program")

    # Expressions

    def effects(self, node: ast.expr) -> Generator[Step, Any, dict[ast.AST, Any]]:
        """Make the calls inside an expression that matter; their results by node."""
        known: dict[ast.AST, Any] = {}
        for call in _calls_in(node):
            if chain(call.func)[-len(self.method) :] == self.method:
                known[call] = yield from self.ask()
            elif isinstance(call.func, ast.Name) and call.func.id in self.functions:
                known[call] = yield from self.function(self.functions[call.func.id], call)
            elif self.dotted(call.func) in {"time.sleep", "sleep"} and len(call.args) == 1:
                yield from self.sleep(call)
                known[call] = None
        return known

    def ask(self) -> Generator[Step, Any, Any]:
        came = yield Ask()
        if isinstance(came, BaseException):
            raise Raised(came)
        return ANSWER

    def sleep(self, call: ast.Call) -> Generator[Step, Any, None]:
        seconds = yield from self.value(call.args[0])
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds != seconds:
            raise Raised(TypeError("sleep() wants a number of seconds"))
        if seconds < 0:
            raise Raised(ValueError("sleep length must be non-negative"))
        yield Wait(float(seconds))

    def function(self, node: ast.FunctionDef, call: ast.Call) -> Generator[Step, Any, Any]:
        self.depth += 1
        if self.depth > 20:
            raise self.refuse(call, "This function calls itself again and again. Use a loop.")
        given: dict[str, Any] = {}
        names = [argument.arg for argument in node.args.args]
        defaults = node.args.defaults
        for name, default in zip(names[len(names) - len(defaults) :], defaults, strict=True):
            given[name] = yield from self.value(default, lenient=True)
        for name, argument in zip(names, call.args, strict=False):
            given[name] = yield from self.value(argument, lenient=True)
        for word in call.keywords:
            if word.arg:
                given[word.arg] = yield from self.value(word.value, lenient=True)
        outside, self.names = self.names, {**self.names, **given}
        try:
            signal = yield from self.block(node.body)
        finally:
            self.names = outside
            self.depth -= 1
        return signal[1] if signal and signal[0] == "return" else None

    def value(self, node: ast.expr, lenient: bool = False) -> Generator[Step, Any, Any]:
        """An expression's value. What is not known is `UNKNOWN` if `lenient`, else refused."""
        known = yield from self.effects(node)
        if node in known:
            return known[node]
        try:
            return Value(self, known).of(node)
        except NotAllowed as refused:
            if any(value is ANSWER for value in known.values()) or self.mentions_answer(node):
                return ANSWER
            if lenient:
                return UNKNOWN
            written = self.retry.text.segment(node)
            raise self.refuse(node, f"This box cannot work out {written}. {refused}") from None
        except NotUnderstood:
            if lenient:
                return UNKNOWN
            raise
        except Exception as error:  # as in life: the learner's expression fails, and the program with it
            if lenient and isinstance(error, NameError):
                return UNKNOWN
            raise Raised(error) from None

    def mentions_answer(self, node: ast.expr) -> bool:
        return any(isinstance(one, ast.Name) and self.names.get(one.id) is ANSWER for one in ast.walk(node))


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    while True:
        yield start
        start += step


def _calls_in(node: ast.AST) -> list[ast.Call]:
    """The calls inside an expression, the innermost first."""
    found = [call for child in ast.iter_child_nodes(node) for call in _calls_in(child)]
    return [*found, node] if isinstance(node, ast.Call) else found
