"""The expressions of a program that is followed: their values, and the calls inside them that matter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from firstcall.programs.follow import pieces
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.effects import calls_in
from firstcall.programs.follow.evaluation import ERRORS, Evaluation
from firstcall.programs.follow.scope import Scope, Unclear
from firstcall.programs.follow.steps import ANSWER, UNKNOWN, Answer, Ask, Raised, Step, Wait
from firstcall.programs.follow.values import Values
from firstcall.programs.refusals import NotAllowed

_T = TypeVar("_T")
_MOST_CALLS_DEEP = 20
_SLEEPS = frozenset({"time.sleep", "sleep"})

Signal = tuple[str, Any] | None
Run = Generator[Step, Any, Signal]
Value = Generator[Step, Any, Any]


class Broken(Exception):
    """An expression fails as it would in life. Its error travels wrapped: a generator must not raise StopIteration."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


class Expressions:
    """Works out expressions. `asks` says which calls go to the API, `body` follows a function's statements."""

    def __init__(
        self,
        scope: Scope,
        asks: Callable[[ast.Call], bool],
        budget: Budget,
        body: Callable[[Sequence[ast.stmt]], Run],
    ) -> None:
        self.scope, self.asks, self.budget, self.body = scope, asks, budget, body
        self.depth = 0

    def value(self, node: ast.expr) -> Value:
        """An expression's value, the calls inside it made. Raises `NotAllowed` where it is not known."""
        known = yield from self.effects(node)
        if node in known:
            found = known[node]
        else:
            values = Values(self.scope, {**known, **self.joined(node)}, self.budget)
            try:
                found = worked_out(lambda: values.of(node))
            except (NotAllowed, Broken):
                # What a retry makes of its reply does not matter, only that there is one.
                if not self.about_answer(node, known):
                    raise
                found = ANSWER
        if found is UNKNOWN:
            raise NotAllowed("value")
        return found

    def loosely_known(self, node: ast.expr) -> Value:
        """An expression's value, `UNKNOWN` where it cannot be worked out."""
        try:
            return (yield from self.value(node))
        except (NotAllowed, Broken):
            return UNKNOWN

    def about_answer(self, node: ast.expr, known: Mapping[ast.AST, Any]) -> bool:
        """Whether an expression is made from a reply of which nothing is read."""
        nodes = list(ast.walk(node))
        self.budget.step(len(nodes))
        named = (self.scope.names.get(one.id) for one in nodes if isinstance(one, ast.Name))
        return any(value is ANSWER for value in (*named, *known.values()))

    def joined(self, node: ast.expr) -> dict[ast.AST, Any]:
        """The pieces in `"".join(pieces)`, the one thing in which their number does not matter."""
        known: dict[ast.AST, Any] = {}
        for inside in ast.walk(node):
            self.budget.step()
            match inside:
                case ast.Call(func=ast.Attribute(ast.Constant(""), "join"), args=[ast.Name(id=name) as one]):
                    if isinstance(self.scope.names.get(name), pieces.Pieces):
                        known[one] = list(self.scope.names[name])
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
            raise Unclear(refused.says, call.args[0], **refused.values) from None
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds != seconds:
            raise Broken(TypeError("sleep() wants a number of seconds"))
        if seconds < 0:
            raise Broken(ValueError("sleep length must be non-negative"))
        yield Wait(worked_out(lambda: float(seconds)))

    def function(self, node: ast.FunctionDef, call: ast.Call) -> Value:
        if self.depth >= _MOST_CALLS_DEEP:
            raise Unclear("follow recursion", call)
        given = yield from self.given(node, call)
        # A copy: what a function gives to its names is gone when it returns.
        outside = self.scope.names
        self.budget.charge(outside)
        self.scope.names = {**outside, **given}
        self.depth += 1
        try:
            signal = yield from self.body(node.body)
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

    def looped(self, node: ast.expr) -> Value:
        """What a `for` goes over: `range`, `itertools.count`, `enumerate`, or a value."""
        name = self.scope.dotted(node.func) if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in _LOOPS or node.keywords:
            return (yield from self.value(node))
        values = []
        for argument in node.args:
            values.append((yield from self.value(argument)))
        if name == "enumerate" and values:
            values[0] = list(self.entries(values[0]))
        return worked_out(lambda: _LOOPS[name](*values))

    def entries(self, many: Any) -> Iterator[Any]:
        """What a loop meets one after the other; nothing is known of a reply, so nothing of its entries."""
        if isinstance(many, pieces.Stream):
            yield from many.pieces
        elif not isinstance(many, Answer):
            looking = Evaluation({}, budget=self.budget).looped(many)
            while (entry := worked_out(lambda: next(looking, UNKNOWN))) is not UNKNOWN:
                yield entry

    def printed(self, said: ast.Call) -> Generator[Step, Any, str]:
        """The text that a call of `print` shows, its line end included."""
        words: dict[str | None, Any] = {}
        for word in said.keywords:
            if word.arg != "flush":
                words[word.arg] = yield from self.value(word.value)
        if words.keys() - {"sep", "end"}:
            raise NotAllowed("statement print")
        shown: list[str] = []
        for argument in said.args:
            if isinstance(argument, ast.Starred):
                many = yield from self.value(argument.value)
                shown += worked_out(lambda many=many: [str(one) for one in self.entries(many)])  # type: ignore[misc]
            else:
                value = yield from self.value(argument)
                shown.append(worked_out(lambda value=value: str(value)))  # type: ignore[misc]
        sep, end = (" " if words.get("sep") is None else words["sep"]), words.get("end", "\n")
        return worked_out(lambda: str(self.budget.bounded(sep.join(shown) + ("\n" if end is None else end))))


def worked_out(make: Callable[[], _T]) -> _T:
    """What `make` gives; the errors that a program meets in life come out as `Broken`."""
    try:
        return make()
    except RecursionError:
        raise NotAllowed("follow deep") from None
    except ERRORS as error:
        raise Broken(error) from None


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    if not isinstance(start, int | float) or not isinstance(step, int | float):
        raise TypeError("a number is required")
    while True:
        yield start
        start += step


_LOOPS: Mapping[str, Callable[..., Any]] = {"range": range, "enumerate": enumerate, "itertools.count": _count}
