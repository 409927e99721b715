"""Goes through the statements of a program with the values that it would have, running none of them.

The walk tells what happens, step by step: a call to the API, a wait, a print, a statement that it lost.
What a call gives, and whether a loss matters, is decided by whoever listens: `printed` knows the reply,
`retry.program` plays failures.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from firstcall.programs.follow import pieces
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.effects import calls_in, touched
from firstcall.programs.follow.evaluation import ERRORS, Evaluation
from firstcall.programs.follow.scope import Scope, Unclear
from firstcall.programs.follow.steps import (
    ANSWER,
    UNKNOWN,
    Answer,
    Ask,
    Endless,
    Failed,
    Lost,
    Print,
    Raised,
    Step,
    Wait,
)  # fmt: skip
from firstcall.programs.follow.values import Values
from firstcall.programs.refusals import NotAllowed

_T = TypeVar("_T")
_MOST_STATEMENTS = 10_000
_MOST_CALLS_DEEP = 20
_SLEEPS = frozenset({"time.sleep", "sleep"})

_Signal = tuple[str, Any] | None
_Run = Generator[Step, Any, _Signal]
_Value = Generator[Step, Any, Any]


class _Broken(Exception):
    """An expression fails as it would in life. Its error travels wrapped: a generator must not raise StopIteration."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


class Walk:
    """One way through a program.

    `asks` says which calls go to the API, `follows` which statements are gone into. All walks that
    belong to one question about a program share one `budget`.
    """

    def __init__(
        self,
        scope: Scope,
        asks: Callable[[ast.Call], bool],
        follows: Callable[[ast.stmt], bool],
        budget: Budget | None = None,
    ) -> None:
        self.scope, self.asks, self.follows = scope, asks, follows
        self.budget = budget or Budget()
        self.handling: list[BaseException] = []
        self.guarded = False
        self.often = False
        self.loosely: set[str] = set()
        self.statements = 0
        self.depth = 0

    @property
    def names(self) -> dict[str, Any]:
        return self.scope.names

    # Statements

    def block(self, statements: Sequence[ast.stmt]) -> _Run:
        """Follow statements; what comes back says that a loop or a function is left early."""
        for statement in statements:
            self.statements += 1
            if self.statements > _MOST_STATEMENTS:
                raise Endless(statement)
            signal = yield from self.one(statement)
            if signal is not None:
                return signal
        return None

    def one(self, statement: ast.stmt) -> _Run:
        try:
            if not self.follows(statement):
                raise NotAllowed("This statement is not followed.")
            return (yield from self.known(statement))
        except NotAllowed as refused:
            self.forget(statement)
            yield Lost(refused.node if isinstance(refused, Unclear) else statement, str(refused))
        except _Broken as broken:
            if (yield Failed(statement, broken.error, self.guarded)):
                raise Raised(broken.error, statement.lineno) from None
            self.forget(statement)
        return ("return", UNKNOWN) if isinstance(statement, ast.Return) else None

    def known(self, statement: ast.stmt) -> _Run:
        match statement:
            case ast.Assign(targets=targets, value=value):
                self.assign(targets, (yield from self.value(value)))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign([target], (yield from self.value(value)))
            case ast.AugAssign(target=ast.Name(id=name) as target, op=sign, value=value):
                before = ast.copy_location(ast.Name(name, ast.Load()), target)
                self.add(name, (yield from self.value(ast.BinOp(before, sign, value))))
            case (
                ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Global() | ast.Nonlocal() | ast.AnnAssign()
            ):
                pass
            case ast.Import() | ast.ImportFrom():
                self.scope.imported(statement)
            case ast.FunctionDef():
                self.scope.defined(statement)
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as said):
                yield from self.print(statement.lineno, said)
            case ast.Expr(value=ast.Call(func=ast.Attribute(ast.Name(id=name), "append"), args=[one])):
                self.append(name, (yield from self.value(one)))
            case ast.Expr(value=ast.Call(func=ast.Name(id="exit" | "quit") | ast.Attribute(attr="exit"))):
                raise Raised(SystemExit(), statement.lineno)
            case ast.Expr(value=value):
                yield from self.value(value)
            case ast.Return(value=value):
                return ("return", None if value is None else (yield from self.value(value)))
            case ast.If(test=test, body=body, orelse=orelse):
                return (yield from self.block(body if (yield from self.value(test)) else orelse))
            case ast.For():
                return (yield from self.for_loop(statement))
            case ast.While():
                return (yield from self.while_loop(statement))
            case ast.Try():
                return (yield from self.attempt(statement))
            case ast.With(items=items, body=body):
                for item in items:
                    yield from self.opened(item)
                return (yield from self.block(body))
            case ast.Raise():
                raise Raised((yield from self.raised(statement)), statement.lineno)
            case ast.Break():
                return ("break", None)
            case ast.Continue():
                return ("continue", None)
            case _:
                raise NotAllowed("This kind of statement is not known here.")
        return None

    def forget(self, statement: ast.stmt) -> None:
        """Whatever the statement may have changed is unknown: a wrong value would be worse than none."""
        for node in ast.walk(statement):
            self.names.update(dict.fromkeys(touched(node), UNKNOWN))

    # Names

    def assign(self, targets: Iterable[ast.expr], value: Any) -> None:
        for target in targets:
            match target:
                case ast.Name(id=name):
                    self.names[name] = value
                    (self.loosely.add if self.often else self.loosely.discard)(name)
                case ast.Tuple(elts=parts) if isinstance(value, tuple | list) and len(value) == len(parts):
                    for part, one in zip(parts, value, strict=True):
                        self.assign([part], one)
                case _:
                    raise NotAllowed("This way to give a value is not followed.")

    def add(self, name: str, value: Any) -> None:
        """Text that grows by every piece of a stream is known; a count of the pieces is not."""
        self.names[name] = value if isinstance(value, str) or not self.often else UNKNOWN

    def append(self, name: str, value: Any) -> None:
        before = self.names.get(name, UNKNOWN)
        if not isinstance(before, list):
            raise NotAllowed(f"{name} is not known.")
        kind = pieces.Pieces if self.often or isinstance(before, pieces.Pieces) else list
        self.names[name] = self.budget.bounded(kind([*before, value]))

    # Loops

    def for_loop(self, node: ast.For) -> _Run:
        many = yield from self.looped(node.iter)
        before, pieced = self.often, False
        try:
            for entry in self.entries(many):
                self.often = before or pieces.often(entry)
                pieced = pieced or self.often
                self.assign([node.target], entry)
                signal = yield from self.block(node.body)
                if signal and signal[0] != "continue":
                    return None if signal[0] == "break" else signal
        finally:
            self.often = before
            if pieced:  # how the last piece was cut is not known
                self.names.update(dict.fromkeys(self.loosely, UNKNOWN))
        return (yield from self.block(node.orelse))

    def looped(self, node: ast.expr) -> _Value:
        """What a `for` goes over: `range`, `itertools.count`, `enumerate`, or a value."""
        name = self.scope.dotted(node.func) if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in _LOOPS or node.keywords:
            return (yield from self.value(node))
        values = []
        for argument in node.args:
            values.append((yield from self.value(argument)))
        if name == "enumerate" and values:
            values[0] = list(self.entries(values[0]))
        return _worked_out(lambda: _LOOPS[name](*values))

    def entries(self, many: Any) -> Iterator[Any]:
        """What a loop meets one after the other; nothing is known of a reply, so nothing of its entries."""
        if isinstance(many, pieces.Stream):
            yield from many.pieces
        elif not isinstance(many, Answer):
            looking = Evaluation({}, budget=self.budget).looped(many)
            while (entry := _worked_out(lambda: next(looking, UNKNOWN))) is not UNKNOWN:
                yield entry

    def while_loop(self, node: ast.While) -> _Run:
        while (yield from self.value(node.test)):
            signal = yield from self.block(node.body)
            if signal and signal[0] != "continue":
                return None if signal[0] == "break" else signal
        return (yield from self.block(node.orelse))

    # Exceptions

    def attempt(self, node: ast.Try) -> _Run:
        try:
            signal = yield from self.caught(node)
        except Raised:
            yield from self.block(node.finalbody)
            raise
        last = yield from self.block(node.finalbody)
        return last or signal

    def caught(self, node: ast.Try) -> _Run:
        before, self.guarded = self.guarded, self.guarded or bool(node.handlers)
        try:
            signal = yield from self.block(node.body)
        except Raised as raised:
            self.guarded = before
            clause = self.clause_for(node, raised.error)
            if clause is None:
                raise
            return (yield from self.handle(clause, raised.error))
        finally:
            self.guarded = before
        return signal or (yield from self.block(node.orelse))

    def handle(self, clause: ast.ExceptHandler, error: BaseException) -> _Run:
        if clause.name:
            self.names[clause.name] = error
        self.handling.append(error)
        try:
            return (yield from self.block(clause.body))
        finally:
            self.handling.pop()

    def clause_for(self, node: ast.Try, error: BaseException) -> ast.ExceptHandler | None:
        for clause in node.handlers:
            if clause.type is None or isinstance(error, self.scope.classes(clause.type)):
                return clause
        return None

    def raised(self, node: ast.Raise) -> Generator[Step, Any, BaseException]:
        if node.exc is None:
            if not self.handling:
                raise NotAllowed("`raise` alone only works inside `except`.")
            return self.handling[-1]
        kind = self.scope.class_of(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
        if kind is not None and kind.__module__ == "builtins":
            return kind("raised by the program")
        if kind is not None:  # the SDK's own classes want a response to be made from
            return RuntimeError(f"{kind.__name__}, raised by the program")
        value = yield from self.loosely_known(node.exc)
        return value if isinstance(value, BaseException) else RuntimeError("raised by the program")

    # Expressions

    def value(self, node: ast.expr) -> _Value:
        """An expression's value, the calls inside it made. Raises `NotAllowed` where it is not known."""
        known = yield from self.effects(node)
        if node in known:
            found = known[node]
        else:
            values = Values(self.scope, {**known, **self.joined(node)}, self.budget)
            try:
                found = _worked_out(lambda: values.of(node))
            except (NotAllowed, _Broken):
                if not self.about_answer(node, known):
                    raise
                found = ANSWER
        if found is UNKNOWN:
            raise NotAllowed("This value is not known.")
        return found

    def loosely_known(self, node: ast.expr) -> _Value:
        """An expression's value, `UNKNOWN` where it cannot be worked out."""
        try:
            return (yield from self.value(node))
        except (NotAllowed, _Broken):
            return UNKNOWN

    def about_answer(self, node: ast.expr, known: Mapping[ast.AST, Any]) -> bool:
        """Whether an expression is made from a reply of which nothing is read."""
        named = (self.names.get(one.id) for one in ast.walk(node) if isinstance(one, ast.Name))
        return any(value is ANSWER for value in (*named, *known.values()))

    def joined(self, node: ast.expr) -> dict[ast.AST, Any]:
        """The pieces in `"".join(pieces)`, the one thing in which their number does not matter."""
        known: dict[ast.AST, Any] = {}
        for inside in ast.walk(node):
            match inside:
                case ast.Call(func=ast.Attribute(ast.Constant(""), "join"), args=[ast.Name(id=name) as one]):
                    if isinstance(self.names.get(name), pieces.Pieces):
                        known[one] = list(self.names[name])
        return known

    def effects(self, node: ast.expr) -> Generator[Step, Any, dict[ast.AST, Any]]:
        """Make the calls inside an expression that matter; their results by node."""
        known: dict[ast.AST, Any] = {}
        for call in calls_in(node):
            if self.asks(call):
                came = yield Ask(call)
                if isinstance(came, BaseException):
                    raise Raised(came, call.lineno)
                known[call] = came
            elif isinstance(call.func, ast.Name) and call.func.id in self.scope.functions:
                known[call] = yield from self.function(self.scope.functions[call.func.id], call)
            elif self.scope.dotted(call.func) in _SLEEPS and len(call.args) == 1:
                yield from self.sleep(call)
                known[call] = None
        return known

    def sleep(self, call: ast.Call) -> Generator[Step, Any, None]:
        try:
            seconds = yield from self.value(call.args[0])
        except NotAllowed as refused:  # a wait that nobody knows must not be taken for none
            raise Unclear(str(refused), call.args[0]) from None
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds != seconds:
            raise _Broken(TypeError("sleep() wants a number of seconds"))
        if seconds < 0:
            raise _Broken(ValueError("sleep length must be non-negative"))
        yield Wait(_worked_out(lambda: float(seconds)))

    def function(self, node: ast.FunctionDef, call: ast.Call) -> _Value:
        if self.depth >= _MOST_CALLS_DEEP:
            raise Unclear("This function calls itself again and again. Use a loop.", call)
        given = yield from self.given(node, call)
        outside, self.scope.names = self.names, {**self.names, **given}
        self.depth += 1
        try:
            signal = yield from self.block(node.body)
        finally:
            self.scope.names = outside
            self.depth -= 1
        return signal[1] if signal and signal[0] == "return" else None

    def given(self, node: ast.FunctionDef, call: ast.Call) -> Generator[Step, Any, dict[str, Any]]:
        """What the parameters of a function stand for in one call of it."""
        plain, named = [*node.args.posonlyargs, *node.args.args], node.args.kwonlyargs
        written: list[tuple[str, ast.expr]] = []
        written += [(a.arg, d) for a, d in zip(reversed(plain), reversed(node.args.defaults), strict=False)]
        written += [(a.arg, d) for a, d in zip(named, node.args.kw_defaults, strict=True) if d is not None]
        written += [(a.arg, value) for a, value in zip(plain, call.args, strict=False)]
        written += [(word.arg, word.value) for word in call.keywords if word.arg]
        given = {argument.arg: UNKNOWN for argument in (*plain, *named)}
        for name, value in written:
            given[name] = yield from self.loosely_known(value)
        return given

    def opened(self, item: ast.withitem) -> Generator[Step, Any, None]:
        came = yield from self.loosely_known(item.context_expr)
        if item.optional_vars is not None:
            self.assign([item.optional_vars], came)

    def print(self, line: int, said: ast.Call) -> Generator[Step, Any, None]:
        words: dict[str | None, Any] = {}
        for word in said.keywords:
            if word.arg != "flush":
                words[word.arg] = yield from self.value(word.value)
        if words.keys() - {"sep", "end"}:
            raise NotAllowed("This way to print is not followed.")
        shown: list[str] = []
        for argument in said.args:
            if isinstance(argument, ast.Starred):
                many = yield from self.value(argument.value)
                shown += _worked_out(lambda many=many: [str(one) for one in self.entries(many)])  # type: ignore[misc]
            else:
                value = yield from self.value(argument)
                shown.append(_worked_out(lambda value=value: str(value)))  # type: ignore[misc]
        sep, end = (" " if words.get("sep") is None else words["sep"]), words.get("end", "\n")
        text = _worked_out(lambda: str(self.budget.bounded(sep.join(shown) + ("\n" if end is None else end))))
        yield Print(line, text, self.often)


def _worked_out(make: Callable[[], _T]) -> _T:
    """What `make` gives; the errors that a program meets in life come out as `_Broken`."""
    try:
        return make()
    except RecursionError:
        raise NotAllowed("The program is nested too deeply to follow.") from None
    except ERRORS as error:
        raise _Broken(error) from None


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    while True:
        yield start
        start += step


_LOOPS: Mapping[str, Callable[..., Any]] = {"range": range, "enumerate": enumerate, "itertools.count": _count}
