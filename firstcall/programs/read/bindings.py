"""Which places of a program give a name its value, and which change what it stands for."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field

from firstcall.programs.read.source import Placed

CHANGES = frozenset("append extend insert pop remove clear update setdefault popitem sort reverse".split())
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_PLAIN = (ast.Name, ast.Constant, ast.Attribute, ast.keyword, ast.Expr, ast.BinOp, ast.Dict, ast.List)
"""The commonest nodes, which do nothing to names themselves."""


@dataclass(frozen=True)
class Place:
    """Where a node stands: in which function and which outermost loop, `None` outside of any."""

    function: ast.AST | None = None
    loop: ast.AST | None = None
    plain: bool = True


@dataclass(frozen=True)
class Binding:
    """One place that gives a name its value; `value` is `None` where it is not a plain `name = value`."""

    at: tuple[int, int]
    place: Place
    value: ast.expr | None = None

    @property
    def line(self) -> int:
        return self.at[0]


@dataclass(frozen=True)
class Change:
    """One place that changes a list or dict which a name stands for."""

    node: ast.expr
    place: Place


@dataclass
class Bindings:
    """All names of a program: the places that give each its value, and those that change it."""

    given: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))

    def note(self, node: ast.AST, place: Place) -> None:
        """Take down what one node does to names. Every node of a program is to be shown once."""
        if isinstance(node, _PLAIN):
            return
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in CHANGES:
                self._change(owner, place)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                self._bind(name, node, place, node.value)
            case ast.Assign(targets=targets):
                self._store(targets, place)
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.NamedExpr(target=target):
                self._store([target], place)
            case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
                self._store([target], place)
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                self._bind(name, value, place, value)
            case ast.withitem(optional_vars=ast.expr() as target):
                self._store([target], place)
            case ast.Delete(targets=targets):
                self._store(targets, place)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._bind(node.name, node, place)
            case ast.arg():
                self._bind(node.arg, node, place)
            case ast.alias():
                self._bind((node.asname or node.name).partition(".")[0], node, place)
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                self._bind(name, node, place)

    def _bind(self, name: str, node: Placed, place: Place, value: ast.expr | None = None) -> None:
        self.given[name].append(Binding((node.lineno, node.col_offset), place, value))

    def _store(self, targets: list[ast.expr], place: Place) -> None:
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                    self._bind(node.id, node, place)
                elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self._change(node, place)

    def _change(self, node: ast.expr, place: Place) -> None:
        root = node
        while isinstance(root, ast.Subscript | ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            self.changes[root.id].append(Change(node, place))


def defaults(given: ast.arguments) -> list[tuple[str, ast.expr]]:
    """The defaults of a function's parameters, each with the name of its own."""
    plain = [*given.posonlyargs, *given.args]
    pairs = [*zip(reversed(plain), reversed(given.defaults), strict=False)]
    pairs += [(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is not None]
    return [(argument.arg, default) for argument, default in pairs]


def inside(node: ast.AST, place: Place) -> Place:
    """Where the children of a node stand that stands at `place` itself."""
    if isinstance(node, _FUNCTIONS):
        return Place(node)
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return Place(place.function, place.loop or node, False)
    if isinstance(node, ast.Module) or not place.plain:
        return place
    # Only the body of the module or of a function surely runs, once and in order.
    return Place(place.function, place.loop, False)
