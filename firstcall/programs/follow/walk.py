"""Goes through the statements of a program with the values that it would have, running none of them.

The walk tells what happens, step by step: a call to the API, a wait, a print, a statement that it lost.
What a call gives, and whether a loss matters, is decided by whoever listens: `printed` knows the reply,
`retry.program` plays failures.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from firstcall.programs.follow import pieces
from firstcall.programs.follow.broken import Broken, worked_out
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.effects import touched
from firstcall.programs.follow.expressions import Expressions
from firstcall.programs.follow.objects import Defined, Function, Instance
from firstcall.programs.follow.scope import Scope, Unclear
from firstcall.programs.follow.steps import UNKNOWN, Endless, Failed, Lost, Print, Raised, Run, Step
from firstcall.programs.patience import TooMuch
from firstcall.programs.refusals import NotAllowed

_MOST_STATEMENTS = 10_000


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
        self.scope, self.follows = scope, follows
        self.budget = budget or Budget()
        self.expressions = Expressions(scope, asks, self.budget, self.block)
        self.handling: list[BaseException] = []
        self.guarded = False
        self.loosely: set[str] = set()
        self.statements = 0

    @property
    def names(self) -> dict[str, Any]:
        return self.scope.names

    @property
    def often(self) -> bool:
        return self.scope.often

    @often.setter
    def often(self, often: bool) -> None:
        self.scope.often = often

    # Statements

    def block(self, statements: Sequence[ast.stmt]) -> Run:
        """Follow statements; what comes back says that a loop or a function is left early."""
        for statement in statements:
            self.statements += 1
            self.budget.step()
            if self.statements > _MOST_STATEMENTS:
                raise Endless(statement)
            signal = yield from self.one(statement)
            if signal is not None:
                return signal
        return None

    def one(self, statement: ast.stmt) -> Run:
        try:
            if not self.follows(statement):
                raise NotAllowed("statement")
            return (yield from self.known(statement))
        except TooMuch as over:
            raise over if over.line else TooMuch(statement.lineno, counted=over.counted) from None
        except NotAllowed as refused:
            # Forgotten before it is told: whoever listens may stop here, or go on with what is left.
            self.forget(statement)
            blamed = refused.node if isinstance(refused, Unclear) else statement
            yield Lost(blamed, str(refused), statement)
        except Broken as broken:
            if (yield Failed(statement, broken.error, self.guarded)):
                raise Raised(broken.error, statement.lineno) from None
            self.forget(statement)
        return ("return", UNKNOWN) if isinstance(statement, ast.Return) else None

    def known(self, statement: ast.stmt) -> Run:
        match statement:
            case ast.Assign(targets=targets, value=value):
                self.assign(targets, (yield from self.expressions.value(value)))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign([target], (yield from self.expressions.value(value)))
            case ast.AugAssign(target=ast.Name(id=name) as target, op=sign, value=value):
                before = ast.copy_location(ast.Name(name, ast.Load()), target)
                self.add(name, (yield from self.expressions.value(ast.BinOp(before, sign, value))))
            case ast.AugAssign(target=ast.Attribute() | ast.Subscript() as target, op=sign, value=value):
                changed = ast.BinOp(_loaded(target), sign, value)
                self.assign([target], (yield from self.expressions.value(changed)))
            case (
                ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Global() | ast.Nonlocal() | ast.AnnAssign()
            ):
                pass
            case ast.Import() | ast.ImportFrom():
                self.scope.imported(statement)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.scope.defined(statement, (yield from self.defaults(statement)))
            case ast.ClassDef() if (schema := self.scope.schema(statement)) is not None:
                self.names[statement.name] = schema
            case ast.ClassDef():
                self.scope.classified(statement.name, (yield from self.class_values(statement)))
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as said):
                yield Print(statement.lineno, (yield from self.expressions.printed(said)), self.often)
            case ast.Expr(value=ast.Call(func=ast.Attribute(ast.Name(id=name), "append"), args=[one])) if (
                self.often or isinstance(self.names.get(name), pieces.Pieces)
            ):
                self.append(name, (yield from self.expressions.value(one)))
            case ast.Expr(value=ast.Call(func=ast.Name(id="exit" | "quit") | ast.Attribute(attr="exit"))):
                raise Raised(SystemExit(), statement.lineno)
            case ast.Expr(value=value):
                yield from self.expressions.value(value)
            case ast.Return(value=value):
                return ("return", None if value is None else (yield from self.expressions.value(value)))
            case ast.If(test=test, body=body, orelse=orelse):
                return (yield from self.block(body if (yield from self.expressions.value(test)) else orelse))
            case ast.For() | ast.AsyncFor():
                return (yield from self.for_loop(statement))
            case ast.While():
                return (yield from self.while_loop(statement))
            case ast.Try():
                return (yield from self.attempt(statement))
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    yield from self.opened(item)
                return (yield from self.block(body))
            case ast.Raise():
                raise Raised((yield from self.raised(statement)), statement.lineno)
            case ast.Assert(test=test):
                if not (yield from self.expressions.value(test)):
                    raise Raised(AssertionError(), statement.lineno)
            case ast.Break():
                return ("break", None)
            case ast.Continue():
                return ("continue", None)
            case _:
                raise NotAllowed("statement kind")
        return None

    def forget(self, statement: ast.stmt) -> None:
        """Whatever the statement may have changed is unknown: a wrong value would be worse than none."""
        for node in ast.walk(statement):
            self.budget.step()
            for name in touched(node):
                self.forget_name(name, node)

    def forget_name(self, name: str, node: ast.AST) -> None:
        before, self.names[name] = self.names.get(name), UNKNOWN
        # Who calls this function may know the same list or object by another name; a name that is given another
        # value changes nothing for them.
        if not isinstance(node, ast.Name) and isinstance(before, list | dict | Instance):
            self.scope.everywhere(before, UNKNOWN)

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
                case ast.Attribute(value=owner, attr=attr) if not self.often:
                    self.put(self.expressions.plain(owner), attr, value)
                case ast.Subscript(value=owner, slice=place) if not self.often:
                    self.put_in(self.expressions.plain(owner), self.expressions.plain(place), value)
                case _:
                    raise NotAllowed("statement assign")

    def put(self, owner: Any, name: str, value: Any) -> None:
        if not isinstance(owner, Instance):
            raise NotAllowed("statement assign")
        owner.attributes[name] = value

    def put_in(self, owner: Any, place: Any, value: Any) -> None:
        if type(owner) not in (list, dict) or isinstance(place, slice):
            raise NotAllowed("statement assign")
        worked_out(lambda: owner.__setitem__(place, value))
        self.budget.bounded(owner)

    def add(self, name: str, value: Any) -> None:
        """Text that grows by every piece of a stream is known; a count of the pieces is not."""
        self.names[name] = value if isinstance(value, str) or not self.often else UNKNOWN

    def append(self, name: str, value: Any) -> None:
        before = self.names.get(name, UNKNOWN)
        if not isinstance(before, list):
            raise NotAllowed("value unknown", name=name)
        kind = pieces.Pieces if self.often or isinstance(before, pieces.Pieces) else list
        # A new list, for the old one may be part of the reply, which a page shows as it came.
        longer = self.budget.bounded(kind([*before, value]))
        self.budget.charge(self.names)
        self.scope.everywhere(before, longer)

    # Functions and classes

    def defaults(self, function: Defined) -> Generator[Step, Any, dict[str, Any]]:
        """The defaults of a function, worked out once, where it is defined."""
        if function.decorator_list:
            raise NotAllowed("statement decorated", name=function.name)
        if any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(function)):
            raise NotAllowed("statement generator", name=function.name)
        plain, named = [*function.args.posonlyargs, *function.args.args], function.args.kwonlyargs
        written = [*zip(reversed(plain), reversed(function.args.defaults), strict=False)]
        written += [(a, d) for a, d in zip(named, function.args.kw_defaults, strict=True) if d is not None]
        found = {}
        for argument, default in written:
            found[argument.arg] = yield from self.expressions.loosely_known(default)
        return found

    def class_values(self, node: ast.ClassDef) -> Generator[Step, Any, dict[str, Any]]:
        """The methods of a class and what it gives to all its objects."""
        bases = [base for base in node.bases if not (isinstance(base, ast.Name) and base.id == "object")]
        if bases or node.keywords or node.decorator_list:
            raise NotAllowed("statement class", name=node.name)
        found: dict[str, Any] = {}
        for statement in node.body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    defaults = yield from self.defaults(statement)
                    found[statement.name] = Function(statement, self.names, defaults)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found[name] = yield from self.expressions.loosely_known(value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    found[name] = yield from self.expressions.loosely_known(value)
                case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.AnnAssign():
                    pass
                case _:
                    raise NotAllowed("statement class", name=node.name)
        return found

    # Loops

    def for_loop(self, node: ast.For | ast.AsyncFor) -> Run:
        many = yield from self.expressions.looped(node.iter)
        before, pieced = self.often, False
        try:
            for entry in self.expressions.entries(many):
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

    def while_loop(self, node: ast.While) -> Run:
        while (yield from self.expressions.value(node.test)):
            signal = yield from self.block(node.body)
            if signal and signal[0] != "continue":
                return None if signal[0] == "break" else signal
        return (yield from self.block(node.orelse))

    # Exceptions

    def attempt(self, node: ast.Try) -> Run:
        try:
            signal = yield from self.caught(node)
        except Raised:  # and only this: a walk that is closed from outside must not go on to `finally`
            yield from self.block(node.finalbody)
            raise
        last = yield from self.block(node.finalbody)
        return last or signal

    def caught(self, node: ast.Try) -> Run:
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

    def handle(self, clause: ast.ExceptHandler, error: BaseException) -> Run:
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
                raise NotAllowed("statement raise")
            return self.handling[-1]
        kind = self.scope.class_of(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
        if kind is not None and kind.__module__ == "builtins":
            return kind(*(yield from self.reason(node.exc)))
        if kind is not None:  # the SDK's own classes want a response to be made from
            return RuntimeError(f"{kind.__name__}, raised by the program")
        value = yield from self.expressions.loosely_known(node.exc)
        return value if isinstance(value, BaseException) else RuntimeError("raised by the program")

    def reason(self, raised: ast.expr | None) -> Generator[Step, Any, list[str]]:
        """What the program says of an error that it raises, where that is known."""
        match raised:
            case ast.Call(args=[said], keywords=[]):
                text = yield from self.expressions.loosely_known(said)
                return [text if isinstance(text, str) else "raised by the program"]
        return []

    def opened(self, item: ast.withitem) -> Generator[Step, Any, None]:
        came = yield from self.expressions.loosely_known(item.context_expr)
        if item.optional_vars is not None:
            self.assign([item.optional_vars], came)


def _loaded(target: ast.Attribute | ast.Subscript) -> ast.expr:
    """The same place, to be read."""
    if isinstance(target, ast.Attribute):
        return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
