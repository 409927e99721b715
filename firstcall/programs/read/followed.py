"""Values followed as a reader would: through a program's own functions, objects, dicts, loops and branches.

Nothing is run. Where a value may be one of several, all are given; what is not followed stands for itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from firstcall.programs.patience import hurry
from firstcall.programs.read import assigned
from firstcall.programs.read.bindings import Binding
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.tree import DEPTH, Tree

MOST = 40
"""Values that are given for one expression at most."""
STEPS = 300
"""Expressions that are looked at for one."""
_CHOICES = frozenset(
    {"selectbox", "radio", "select_slider", "pills", "segmented_control", "Dropdown", "Radio"}
)
"""Streamlit's and Gradio's ways to let somebody choose one of a list."""
_DEFAULTS = frozenset({"field", "Field", "Option", "Argument"})
"""What says the default of a field of a dataclass, of pydantic's, or of an argument of typer's."""
_SAME = frozenset({"strip", "lower", "copy", "str"})


@dataclass(frozen=True)
class _Way:
    """How far an expression was followed already; `either` says that what only running decides is looked through.

    `seen` and `steps` are shared by all that one question leads to: names that stand for each other in many ways
    would be followed once for each of these ways.
    """

    depth: int = 0
    either: bool = True
    seen: set[int] = field(default_factory=set)
    steps: Iterator[int] = field(default_factory=lambda: iter(range(STEPS)))

    def on(self, node: ast.AST) -> _Way:
        self.seen.add(id(node))
        return replace(self, depth=self.depth + 1)

    def aside(self, **changes: bool) -> _Way:
        """The way of a question on the way to the answer, which may come to the same places."""
        return replace(self, seen=set(), **changes)  # type: ignore[arg-type]


class Followed(Tree):
    """A program whose values are followed."""

    def sources(self, node: ast.expr) -> tuple[ast.expr, ...]:
        """The expressions that a value may be written as, each once, at most `MOST`."""
        return self.once(("sources", id(node)), lambda: self._sources(node, either=True))

    def origin(self, node: ast.expr) -> ast.expr:
        """Where a value is written, where it is surely written there, or in the default of a parameter."""
        found = super().origin(node)
        if not isinstance(found, ast.Name | ast.Attribute | ast.Subscript | ast.NamedExpr):
            return found
        sure = self.once(("sure", id(found)), lambda: self._sources(found, either=False))
        return sure[0] if len(sure) == 1 else found

    def known_at(self, node: ast.expr, place: ast.AST) -> bool:
        """Whether an expression means the same at another place: its names are the whole program's, or stand in the
        same function."""
        if self.function_of(node) is self.function_of(place):
            return True
        names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
        return all((found := self.binding(one)) and found.place.function is None for one in names)

    def unpacked(self, node: ast.expr) -> tuple[dict[str, ast.expr], bool]:
        """What `**` gives a call: also of either dict, and of what was put into it later."""
        entries, whole = super().unpacked(node)
        if not entries and not whole:
            for one in self.sources(node):
                entries |= self.entries(one)
        if isinstance(node, ast.Name):
            handed = {name: value for name, (value, _) in assigned.handed_on(self, node).items()}
            entries = {**handed, **entries, **assigned.put_into(self, node)}
        return entries, whole

    def _sources(self, node: ast.expr, *, either: bool) -> tuple[ast.expr, ...]:
        found = dict[int, ast.expr]()
        for one in self._follow(node, _Way(either=either)):
            found[id(one)] = one
            if len(found) >= MOST:
                break
        return tuple(found.values())

    def _follow(self, node: ast.expr, way: _Way) -> Iterator[ast.expr]:
        hurry()
        if way.depth > DEPTH or id(node) in way.seen or next(way.steps, None) is None:
            return
        way = way.on(node)
        match node:
            case ast.NamedExpr(value=value):
                yield from self._follow(value, way)
            case ast.Name():
                yield from self._all(node, self._named(node, way), way)
            case ast.Attribute():
                yield from self._all(node, self._attribute(node, way), way)
            case ast.Subscript():
                yield from self._all(node, self._entry(node, way), way)
            case ast.BoolOp(values=values) if way.either:
                yield from self._all(node, values, way)
            case ast.IfExp(body=body, orelse=other) if way.either:
                yield from self._all(node, [body, other], way)
            case ast.Call() if way.either:
                yield from self._all(node, self._call(node, way), way)
            case _:
                yield node

    def _all(self, node: ast.expr, found: list[ast.expr], way: _Way) -> Iterator[ast.expr]:
        """Where the values found come from; the expression itself, where there are none."""
        if not found:
            yield node
        for one in found:
            if one is node:
                yield node
            else:
                yield from self._follow(one, way)

    def _named(self, use: ast.Name, way: _Way) -> list[ast.expr]:
        """What a name may stand for where it is used; itself in place of a value that nobody can tell."""
        inner = self._in_comprehension(use)
        if inner is not None:
            return self._bound(inner, use, way)
        given = self.once(("given", use.id), lambda: self._given(use.id))
        function = self.function_of(use)
        here = given.get(id(function), [])
        bindings = here or given.get(id(None), [])
        if here and function is not None:
            bindings = [b for b in here if b.at < (use.lineno, use.col_offset)] or here
        last = max((n for n, b in enumerate(bindings) if b.place.plain), default=0)
        return [one for b in bindings[last:] for one in self._bound(b, use, way)]

    def _bound(self, binding: Binding, use: ast.Name, way: _Way) -> list[ast.expr]:
        if binding.value is not None:
            return [binding.value]
        function = binding.place.function
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _is_parameter(
            function, use.id, binding
        ):
            return list(assigned.parameters(self, function, use.id, either=way.either)) or [use]
        if binding.at not in self.looped:
            return [use]
        return list(self._turns(*self.looped[binding.at], way)) or [use]

    def _turns(self, looped: ast.expr, places: tuple[int, ...], way: _Way) -> Iterator[ast.expr]:
        """What a loop gives a name, turn by turn; `places` say which part of each turn."""
        match looped:
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]) if places[:1] == (1,):
                yield from self._turns(inner, places[1:], way)
                return
            case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys" as method, value=owner)):
                entries = [one for one in self._follow(owner, way.aside()) if isinstance(one, ast.Dict)]
                pick = {"keys": 0, "values": 1}.get(method, (*places, 0)[0])
                yield from (
                    pair[pick]
                    for one in entries
                    for pair in zip(one.keys, one.values, strict=True)
                    if pair[0] and pick < 2
                )  # type: ignore[misc]
                return
        for one in self._follow(looped, way.aside()):
            if isinstance(one, ast.Dict) and not places:
                yield from (key for key in one.keys if key is not None)
            for turn in one.elts if isinstance(one, ast.List | ast.Tuple | ast.Set) else ():
                if (part := _part(turn, places)) is not None:
                    yield part

    def _attribute(self, node: ast.Attribute, way: _Way) -> list[ast.expr]:
        found = list(assigned.puts(self).get(assigned.place_of(self, node) or (0, "", ""), ()))
        itself = spelled(node.value) == ["self"]
        for around in [assigned.class_around(self, node)] if itself else self._classes(node.value, way):
            if around is None:
                continue
            if not itself:
                found += assigned.puts(self).get((id(around), "self", node.attr), ())
            found += [*assigned.fields_of(around, node.attr), *assigned.made_with(self, around, node.attr)]
        if isinstance(node.value, ast.Name) and not found:
            made = self._follow(node.value, way.aside(either=True))
            if any(isinstance(one, ast.Call) and called(one) == "parse_args" for one in made):
                found += assigned.options(self, node.attr, either=way.either)
        return found

    def _classes(self, owner: ast.expr, way: _Way) -> list[ast.ClassDef]:
        """The program's own classes of which something may be an object."""
        if (known := assigned.class_of(self, owner)) is not None:
            return [known]
        own = assigned.classes(self)
        made = self._follow(owner, way.aside()) if own and not isinstance(owner, ast.Call) else ()
        found = [
            own.get(called(one)) if isinstance(one, ast.Call) else assigned.class_of(self, one)
            for one in made
        ]
        return [one for one in found if one is not None]

    def _entry(self, node: ast.Subscript, way: _Way) -> list[ast.expr]:
        found = list(assigned.puts(self).get(assigned.place_of(self, node) or (0, "", ""), ()))
        match node.slice:
            case ast.Constant(value=str() as name):
                owners = self._follow(node.value, way.aside())
                found += [entry for one in owners if (entry := self.entries(one).get(name)) is not None]
            case ast.Constant(value=int() as at):
                owners = self._follow(node.value, way.aside())
                found += [
                    one.elts[at]
                    for one in owners
                    if isinstance(one, ast.List | ast.Tuple) and at < len(one.elts)
                ]
            case _ if way.either:  # any of the values may be meant
                owners = self._follow(node.value, way.aside())
                found += [value for one in owners if isinstance(one, ast.Dict) for value in one.values]
        return found

    def _call(self, node: ast.Call, way: _Way) -> list[ast.expr]:
        """What a call may give: a default, one of a list to choose from, what a function of the program's returns."""
        match node:
            case ast.Call(
                func=ast.Attribute(attr="get" | "getenv" | "setdefault", value=owner),
                args=[ast.Constant(value=str() as name), *rest],
            ):
                entry = self.entries(owner).get(name) if isinstance(owner, ast.Name) else None
                put = assigned.puts(self).get((0, assigned.spelling(owner), name), [])
                return [*([entry] if entry is not None else []), *put, *rest[:1]]
            case ast.Call() if called(node) in _DEFAULTS:
                return [*node.args[:1], *(word.value for word in node.keywords if word.arg == "default")]
            case ast.Call(func=ast.Name(id="getenv"), args=[_, default]):
                return [default]
            case ast.Call(func=ast.Attribute(attr=name), args=[_, chosen, *_]) if name in _CHOICES:
                return list(self._turns(chosen, (), way.aside()))
            case ast.Call(func=ast.Attribute(attr=name, value=value), args=[]) if name in _SAME:
                return [value]
            case ast.Call(func=ast.Name(id=name), args=[value]) if name in _SAME:
                return [value]
            case ast.Call(func=ast.Name() as name) if (function := self.function_called(name)) is not None:
                return list(self.returned.get(id(function), ()))
        return []


def _is_parameter(function: assigned.Function, name: str, binding: Binding) -> bool:
    given = function.args
    return any(
        (one.lineno, one.col_offset) == binding.at and one.arg == name
        for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)
    )


def _part(turn: ast.expr, places: tuple[int, ...]) -> ast.expr | None:
    for place in places:
        if not isinstance(turn, ast.Tuple | ast.List) or place >= len(turn.elts):
            return None
        turn = turn.elts[place]
    return turn
