"""Which names a program gives to which values, and whether such a value may be read without running it."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field

from firstcall.programs.read.source import Placed, Text
from firstcall.programs.refusals import NotUnderstood

CHANGES = frozenset("append extend insert pop remove clear update setdefault popitem sort reverse".split())
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


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
class Survey:
    """Everything of a program that matters for reading its call, gathered in one walk."""

    text: Text
    calls: list[tuple[ast.Call, Place]] = field(default_factory=list)
    awaited: set[int] = field(default_factory=set)
    bindings: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        waiting: list[tuple[ast.AST, Place]] = [(self.text.tree, Place())]
        while waiting:
            node, place = waiting.pop()
            self._note(node, place)
            inside = _inside(node, place)
            waiting.extend((child, inside) for child in ast.iter_child_nodes(node))
        self.calls.sort(key=lambda found: (found[0].lineno, found[0].col_offset))

    def _note(self, node: ast.AST, place: Place) -> None:
        match node:
            case ast.Call():
                self.calls.append((node, place))
                if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                    self._change(node.func.value, place)
            case ast.Await():
                self.awaited.add(id(node.value))
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
        self.bindings[name].append(Binding((node.lineno, node.col_offset), place, value))

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


def _inside(node: ast.AST, place: Place) -> Place:
    if isinstance(node, _FUNCTIONS):
        return Place(node)
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return Place(place.function, place.loop or node, False)
    if isinstance(node, ast.Module):
        return place
    # Only the body of the module or of a function surely runs, once and in order.
    return Place(place.function, place.loop, False)


@dataclass(frozen=True)
class Names:
    """Looks up the value behind a name, as the call at `call` would see it."""

    survey: Survey
    call: ast.Call
    place: Place

    def single(self, name: str) -> Binding | None:
        """The one place that gives this name its value, `None` if there is none or more than one."""
        found = self.survey.bindings.get(name, ())
        return found[0] if len(found) == 1 else None

    def value(self, use: ast.Name, label: str) -> ast.expr:
        """The expression that the name stands for. Raises `NotUnderstood` where only running would tell."""
        found = self.survey.bindings.get(use.id, [])
        if not found:
            raise self._refuse(
                use, label, f"nothing above gives {use.id} a value. Add a line such as {use.id} = …"
            )
        if len(found) > 1:
            lines = ", ".join(str(line) for line in sorted({one.line for one in found}))
            raise self._refuse(
                use, label, f"{use.id} gets a value in more than one place (line {lines}). Keep one"
            )
        binding = found[0]
        if binding.value is None or not binding.place.plain or not self._in_sight(binding, use):
            raise self._refuse(
                use,
                label,
                f"{use.id} (line {binding.line}) is only known when the program runs. "
                f"Write the value itself, or {use.id} = … on a line of its own above the call",
            )
        self._unchanged(use, label)
        return binding.value

    def _in_sight(self, binding: Binding, use: ast.Name) -> bool:
        same_body = binding.place.function is self.place.function
        return (binding.place.function is None or same_body) and (
            not same_body or binding.at < (use.lineno, use.col_offset)
        )

    def _unchanged(self, use: ast.Name, label: str) -> None:
        for change in self.survey.changes.get(use.id, ()):
            earlier = (change.node.lineno, change.node.col_offset) < (self.call.lineno, self.call.col_offset)
            together = change.place.loop is not None and change.place.loop is self.place.loop
            if earlier or together:
                message = (
                    f"{use.id} is changed on line {change.node.lineno}. Write its whole value in one place"
                )
                raise self._refuse(change.node, label, message)

    def _refuse(self, node: ast.expr, label: str, reason: str) -> NotUnderstood:
        return self.survey.text.refuse(node, f"{label} cannot be read: {reason}. The box never runs code.")
