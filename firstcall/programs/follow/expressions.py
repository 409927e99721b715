"""The expressions of a program that is followed: their values, and the calls inside them that matter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from firstcall.programs.follow import pieces
from firstcall.programs.follow.broken import Broken, worked_out
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.called import Calls
from firstcall.programs.follow.effects import parts_in
from firstcall.programs.follow.evaluation import Evaluation
from firstcall.programs.follow.objects import Coroutine
from firstcall.programs.follow.scope import Scope, Unclear
from firstcall.programs.follow.steps import ANSWER, UNKNOWN, Answer, Ask, Raised, Run, Step, Value, Wait
from firstcall.programs.follow.values import Values
from firstcall.programs.refusals import NotAllowed

_T = TypeVar("_T")
_NOTHING: Mapping[ast.AST, Any] = {}
SLEEPS = frozenset({"time.sleep", "sleep", "asyncio.sleep"})


class Expressions:
    """Works out expressions. `asks` says which calls go to the API, `body` follows a function's statements."""

    def __init__(
        self,
        scope: Scope,
        asks: Callable[[ast.Call], bool],
        budget: Budget,
        body: Callable[[Sequence[ast.stmt]], Run],
    ) -> None:
        self.scope, self.asks, self.budget = scope, asks, budget
        self.calls = Calls(self, body)

    def value(self, node: ast.expr, made: Mapping[ast.AST, Any] = _NOTHING) -> Value:
        """An expression's value, the calls inside it made, except those `made` already. Raises `NotAllowed` where
        it is not known."""
        known = yield from self.effects(node, made)
        try:
            found = known[node] if node in known else self.plain(node, known)
        except (NotAllowed, Broken):
            # What a retry makes of its reply does not matter, only that there is one.
            if not self.about_answer(node, known):
                raise
            found = ANSWER
        if found is UNKNOWN:
            raise NotAllowed("value")
        return found

    def plain(self, node: ast.expr, known: Mapping[ast.AST, Any] = _NOTHING) -> Any:
        """An expression's value, with what the calls inside it gave."""
        values = Values(self.scope, {**known, **self.joined(node)}, self.budget)
        return worked_out(lambda: values.of(node))

    def loosely_known(self, node: ast.expr, made: Mapping[ast.AST, Any] = _NOTHING) -> Value:
        """An expression's value, `UNKNOWN` where it cannot be worked out."""
        try:
            return (yield from self.value(node, made))
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

    def effects(
        self, node: ast.expr, made: Mapping[ast.AST, Any] = _NOTHING
    ) -> Generator[Step, Any, dict[ast.AST, Any]]:
        """Make the calls inside an expression that matter; their results by node."""
        known = dict(made)
        for one in parts_in(node):
            if one not in known:
                yield from self.effect(one, known)
        return known

    def effect(self, node: ast.expr, known: dict[ast.AST, Any]) -> Generator[Step, Any, None]:
        """Make one call, or all that a branching expression leads to, where any of it matters."""
        match node:
            case ast.Call():
                yield from self.call(node, known)
            case ast.Await(value=value):
                came = yield from self.value(value, known)
                known[node] = (yield from self.calls.awaited(came)) if isinstance(came, Coroutine) else came
            case _ if self.calls.branches.matters(node):
                known[node] = yield from self.calls.branches.value(node)

    def call(self, call: ast.Call, known: dict[ast.AST, Any]) -> Generator[Step, Any, None]:
        if self.asks(call):
            came = yield Ask(call, partial(self.plain, known=dict(known)))
            if isinstance(came, BaseException):
                raise Raised(came, call.lineno)
            known[call] = came
        elif self.scope.dotted(call.func) in SLEEPS and len(call.args) == 1:
            yield from self.sleep(call)
            known[call] = None
        else:
            yield from self.calls.made(call, known)

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

    def looped(self, node: ast.expr) -> Value:
        """What a `for` goes over: `range`, `itertools.count`, `enumerate`, or a value."""
        name = self.scope.dotted(node.func) if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in _LOOPS:
            return (yield from self.value(node))
        start = [word.value for word in node.keywords if (name, word.arg) == ("enumerate", "start")]
        if len(start) < len(node.keywords):
            return (yield from self.value(node))
        values = []
        for argument in (*node.args, *start):
            values.append((yield from self.value(argument)))
        if name in _OVER_MANY:
            values = [one if isinstance(one, int) else list(self.entries(one)) for one in values]
            return worked_out(lambda: list(_LOOPS[name](*values)))
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


def _count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    if not isinstance(start, int | float) or not isinstance(step, int | float):
        raise TypeError("a number is required")
    while True:
        yield start
        start += step


_LOOPS: Mapping[str, Callable[..., Any]] = {
    "range": range, "enumerate": enumerate, "zip": zip, "reversed": reversed, "itertools.count": _count,
}  # fmt: skip
_OVER_MANY = frozenset({"enumerate", "zip", "reversed"})
