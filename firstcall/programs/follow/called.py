"""Calls inside a program that is followed: its own functions, classes and methods, and what changes a list or a dict."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from firstcall.programs.follow.branches import Branches, Evaluator
from firstcall.programs.follow.broken import Broken, worked_out
from firstcall.programs.follow.objects import Class, Coroutine, Function, Instance
from firstcall.programs.follow.scope import Unclear
from firstcall.programs.follow.steps import UNKNOWN, Run, Step, Value
from firstcall.programs.read.bindings import CHANGES
from firstcall.programs.refusals import NotAllowed

_MOST_CALLS_DEEP = 20
RUNS = frozenset({"asyncio.run", "asyncio.gather"})
Known = dict[ast.AST, Any]


class Calls:
    """Makes them. `body` follows a function's statements."""

    def __init__(self, expressions: Evaluator, body: Callable[[Sequence[ast.stmt]], Run]) -> None:
        self.expressions, self.scope, self.budget = expressions, expressions.scope, expressions.budget
        self.body = body
        self.branches = Branches(expressions, self.matters)
        self.depth = 0

    def matters(self, call: ast.Call) -> bool:
        """Whether a call does more than to give a value, seen from outside."""
        match call.func:
            case ast.Name(id=name) if isinstance(self.scope.names.get(name), Function | Class):
                return True
            case ast.Attribute(attr=name) if name in self.scope.methods or name in CHANGES:
                return True
        return self.scope.dotted(call.func) in RUNS

    def made(self, call: ast.Call, known: Known) -> Generator[Step, Any, None]:
        """Make a call that matters; its result goes to the others."""
        if not self.matters(call):
            return
        if self.scope.dotted(call.func) in RUNS:
            known[call] = yield from self.awaiting(call, known)
            return
        match self.target(call, known):
            case Function() as function:
                known[call] = yield from self.function(function, call, known)
            case Class() as kind:
                known[call] = yield from self.instance(kind, call, known)
            case list() | dict() as owner if isinstance(call.func, ast.Attribute):
                known[call] = yield from self.change(owner, call.func.attr, call, known)

    def target(self, call: ast.Call, known: Known) -> Any:
        """What is called; of a method that changes a list or a dict, that list or dict."""
        match call.func:
            case ast.Name(id=name):
                return self.scope.names.get(name)
            case ast.Attribute(value=owner, attr=name):
                try:
                    found = self.expressions.plain(owner, known)
                    own = isinstance(found, Instance | Class)
                    return self.expressions.plain(call.func, known) if own else found
                except (NotAllowed, Broken):
                    return None
        return None

    def awaiting(self, call: ast.Call, known: Known) -> Value:
        """`asyncio.run(main())`; `asyncio.gather(…)`, whose calls are made one after the other here."""
        found = []
        for argument in call.args:
            starred = argument.value if isinstance(argument, ast.Starred) else argument
            value = yield from self.expressions.value(starred, known)
            found += list(value) if isinstance(argument, ast.Starred) else [value]
        results = []
        for one in found:
            results.append((yield from self.awaited(one)) if isinstance(one, Coroutine) else one)
        return results if self.scope.dotted(call.func) == "asyncio.gather" else (results or [None])[0]

    def function(self, function: Function, call: ast.Call, known: Known) -> Value:
        given = yield from self.given(function, call, known)
        if function.awaited:
            return Coroutine(function, given)
        return (yield from self.entered(function, given, call))

    def awaited(self, coroutine: Coroutine) -> Value:
        return (yield from self.entered(coroutine.function, coroutine.given, None))

    def entered(self, function: Function, given: Mapping[str, Any], call: ast.Call | None) -> Value:
        """Follow a function's statements; what it returns."""
        if self.depth >= _MOST_CALLS_DEEP:
            raise Unclear("follow recursion", call) if call else NotAllowed("follow recursion")
        outside = self.scope.names
        self.budget.charge(function.home)
        # A copy: what a function gives to its names is gone when it returns.
        inside = {**function.home, **given}
        self.scope.frames.append(outside)
        self.scope.names = inside
        self.depth += 1
        try:
            signal = yield from self.body(function.node.body)
        finally:
            self.scope.names = outside
            self.scope.frames.pop()
            self.depth -= 1
            outer = {name: inside[name] for name in function.outer_names if name in inside}
            function.home.update(outer)
        return signal[1] if signal and signal[0] == "return" else None

    def given(self, function: Function, call: ast.Call, known: Known) -> Generator[Step, Any, dict[str, Any]]:
        """What the parameters of a function stand for in one call of it."""
        if any(isinstance(one, ast.Starred) for one in call.args) or any(
            w.arg is None for w in call.keywords
        ):
            raise NotAllowed("function way", name=function.node.name)
        arguments = function.node.args
        plain = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        given: dict[str, Any] = dict.fromkeys((*plain, *(one.arg for one in arguments.kwonlyargs)), UNKNOWN)
        given |= function.defaults
        values: list[Any] = [] if function.owner is None else [function.owner]
        for argument in call.args:
            values.append((yield from self.expressions.loosely_known(argument, known)))
        given |= dict(zip(plain, values, strict=False))
        named = {}
        for word in call.keywords:
            if word.arg:
                named[word.arg] = yield from self.expressions.loosely_known(word.value, known)
        self.fits(function, len(values), named, given)
        rest = {name: named.pop(name) for name in list(named) if name not in given}
        given |= named
        if arguments.vararg:
            given[arguments.vararg.arg] = tuple(values[len(plain) :])
        if arguments.kwarg:
            given[arguments.kwarg.arg] = rest
        return given

    def fits(self, function: Function, many: int, named: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """Raise the error of Python for arguments that a function does not take."""
        arguments, name = function.node.args, function.node.name
        plain = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        if many > len(plain) and not arguments.vararg:
            raise Broken(TypeError(f"{name}() takes {len(plain)} positional arguments but {many} were given"))
        unknown = [word for word in named if word not in given]
        if unknown and not arguments.kwarg:
            raise Broken(TypeError(f"{name}() got an unexpected keyword argument '{unknown[0]}'"))
        missing = [one for one in plain[many:] if one not in named and one not in function.defaults]
        if missing:
            raise Broken(TypeError(f"{name}() missing 1 required positional argument: '{missing[0]}'"))

    def instance(self, kind: Class, call: ast.Call, known: Known) -> Value:
        """A new object of a class of the program."""
        made = Instance(kind)
        begin = kind.values.get("__init__")
        if isinstance(begin, Function):
            yield from self.function(made.get("__init__"), call, known)
        elif call.args or call.keywords:
            raise Broken(TypeError(f"{kind.name}() takes no arguments"))
        return made

    def change(self, owner: list[Any] | dict[Any, Any], name: str, call: ast.Call, known: Known) -> Value:
        """Change a list or a dict as one of its methods does."""
        if name not in _METHODS[type(owner)] or self.scope.often or call.keywords:
            raise NotAllowed("function method", name=name)
        values = []
        for argument in call.args:
            values.append((yield from self.expressions.value(argument, known)))
        if name == "extend" and values:
            values[0] = list(self.expressions.entries(values[0]))
        self.budget.charge(owner)
        result = worked_out(lambda: getattr(owner, name)(*values))
        self.budget.bounded(owner)
        return result


_METHODS: Mapping[type, frozenset[str]] = {
    list: frozenset({"append", "extend", "insert", "pop", "remove", "clear", "reverse", "sort"}),
    dict: frozenset({"update", "setdefault", "pop", "clear", "popitem"}),
}
