"""A program as its syntax tree: what stands where, and what its names stand for.

Nothing is run. Where only running would tell, the answer is `UNKNOWN`.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from firstcall.programs.patience import hurry
from firstcall.programs.read.bindings import Binding, Bindings, Place, defaults, inside
from firstcall.programs.read.source import Text
from firstcall.programs.read.spelling import chain as chain_of

_T = TypeVar("_T")
UNKNOWN: Final = object()

DEPTH = 12
"""How many names behind each other are looked through."""


@dataclass
class Walked:
    """What one walk through a program takes down: kinds, parents, places, names."""

    tree: InitVar[ast.AST]
    parents: dict[int, ast.AST] = field(init=False, default_factory=dict)
    places: dict[int, Place] = field(init=False, default_factory=dict)
    nodes: dict[type[ast.AST], list[Any]] = field(init=False, default_factory=dict)
    bindings: Bindings = field(init=False, default_factory=Bindings)

    def __post_init__(self, tree: ast.AST) -> None:
        waiting: list[tuple[ast.AST, Place]] = [(tree, Place())]
        while waiting:
            node, place = waiting.pop()
            self.nodes.setdefault(type(node), []).append(node)
            self.places[id(node)] = place
            self.bindings.note(node, place)
            below = inside(node, place)
            for child in _children(node):
                self.parents[id(child)] = node
                waiting.append((child, below))
        for found in self.nodes.values():
            found.sort(key=_position)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one, without those that only say whether a value is read or given: every third node."""
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, ast.AST))
        elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
            yield value


_walked: WeakKeyDictionary[Text, Walked] = WeakKeyDictionary()


def _walk(text: Text) -> Walked:
    """The walk through a text, gone once for all who read it."""
    found = _walked.get(text)
    if found is None:
        found = _walked[text] = Walked(text.tree)
    return found


@dataclass(eq=False)
class Tree:
    """A program with all that readers ask of it."""

    text: Text
    _answers: dict[Hashable, Any] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        walked = _walk(self.text)
        self.parents, self.places = walked.parents, walked.places
        self.nodes, self.bindings = walked.nodes, walked.bindings

    def once(self, what: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives, worked out the first time that it is asked for under the name `what`."""
        hurry()
        if what not in self._answers:
            self._answers[what] = make()
        found: _T = self._answers[what]
        return found

    def all(self, *kinds: type[ast.AST]) -> Iterator[Any]:
        """Every node of these kinds, each kind in the order of the text."""
        for kind in kinds:
            yield from self.nodes.get(kind, ())

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        hurry()
        above = self.parents.get(id(node))
        while above is not None:
            yield above
            above = self.parents.get(id(above))

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.parents.get(id(node))

    def function_of(self, node: ast.AST) -> ast.AST | None:
        place = self.places.get(id(node))
        return place.function if place is not None else None

    def statement_of(self, node: ast.AST) -> ast.stmt | None:
        if isinstance(node, ast.stmt):
            return node
        return next((above for above in self.ancestors(node) if isinstance(above, ast.stmt)), None)

    @cached_property
    def imported(self) -> frozenset[str]:
        """Modules and names that are imported, such as `openai` and `openai.OpenAI`."""
        found = {name.name for node in self.all(ast.Import) for name in node.names}
        for node in self.all(ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
        return frozenset(found)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages of what is imported, such as `openai`."""
        return frozenset(name.partition(".")[0] for name in self.imported)

    @cached_property
    def local_names(self) -> Mapping[str, str]:
        """What the names of imports stand for: `openai` by `ai`, `openai.ChatCompletion` by `Chat`."""
        found = dict[str, str]()
        for node in self.all(ast.Import):
            for one in node.names:
                root = one.name.partition(".")[0]
                found[one.asname or root] = one.name if one.asname else root
        for node in self.all(ast.ImportFrom):
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        return found

    def names_of(self, node: ast.expr) -> list[str]:
        """The names that an expression is spelled with, from where they lead: through imports under another name,
        and through names that stand for an attribute, as in `chat = client.chat`."""
        names = chain_of(node)
        for _ in range(DEPTH):
            while isinstance(node, ast.Attribute):
                node = node.value
            if not isinstance(node, ast.Name):
                break
            if node.id in self.local_names:
                return [*self.local_names[node.id].split("."), *names]
            found = self.single(node.id)
            if found is None or not isinstance(found.value, ast.Attribute):
                return [node.id, *names]
            node = found.value
            names = [*chain_of(node), *names]
        return names

    def imported_as(self, node: ast.expr) -> str:
        """The full name of what an import gave, such as `openai.ChatCompletion`; empty for anything else."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        known = isinstance(root, ast.Name) and root.id in self.local_names
        return ".".join(self.names_of(node)) if known else ""

    @cached_property
    def functions(self) -> Mapping[str, Any]:
        return {node.name: node for node in self.all(ast.FunctionDef, ast.AsyncFunctionDef)}

    def function_called(self, use: ast.Name) -> Any:
        """The function of the program that a name stands for: of several, the one that is defined nearest around it."""
        if use.id not in self.functions:
            return None
        every = self.once("functions by name", lambda: self._functions_by_name())[use.id]
        if len(every) == 1:
            return every[0]
        around = [id(one) for one in (use, *self.ancestors(use))]
        near = (one for one in reversed(every) if id(self.function_of(one)) in around)
        return next(near, next((one for one in reversed(every) if self.function_of(one) is None), None))

    def _functions_by_name(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        found = dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]()
        for one in self.all(ast.FunctionDef, ast.AsyncFunctionDef):
            found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def returned(self) -> Mapping[int, Sequence[ast.expr]]:
        """What functions return, in the order of the text, by the `id` of the function."""
        found = dict[int, list[ast.expr]]()
        for node in self.all(ast.Return):
            if node.value is not None and (function := self.function_of(node)) is not None:
                found.setdefault(id(function), []).append(node.value)
        return found

    @cached_property
    def looped(self) -> Mapping[tuple[int, int], tuple[ast.expr, tuple[int, ...]]]:
        """Where loops give names their values: what is looped over, and which part of each turn a name gets."""
        return {
            (name.lineno, name.col_offset): (loop.iter, places)
            for loop in self.all(ast.For, ast.AsyncFor, ast.comprehension)
            for name, places in _targets(loop.target, ())
        }

    # What names stand for

    def single(self, name: str) -> Binding | None:
        """The one place that gives a name its value, `None` if there is none or more than one."""
        found = self.bindings.given.get(name, ())
        return found[0] if len(found) == 1 else None

    def below(self, node: ast.expr) -> ast.expr | None:
        """What an expression is read from: the owner of an attribute, the value behind a name; `None` at the root."""
        if isinstance(node, ast.Attribute):
            return node.value
        found = self.binding(node) if isinstance(node, ast.Name) else None
        return found.value if found is not None else None

    def loads(self, name: str) -> Sequence[ast.Name]:
        """Where a name is read, in the order of the text."""
        return self.once("loads", self._loads).get(name, ())

    def _loads(self) -> dict[str, list[ast.Name]]:
        found = dict[str, list[ast.Name]]()
        for node in self.all(ast.Name):
            if isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
        return found

    def binding(self, use: ast.Name) -> Binding | None:
        """The place that most likely gave a name the value it has at `use`."""
        inner = self._in_comprehension(use)
        if inner is not None:
            return inner
        given = self.once(("given", use.id), lambda: self._given(use.id))
        near = given.get(id(self.function_of(use))) or given.get(id(None), [])
        here = (use.lineno, use.col_offset)
        place = bisect_left(near, here, key=lambda b: b.at)
        # The last one before the use, else the last one of all.
        nearest = (near[at] for at in chain(range(place - 1, -1, -1), range(len(near) - 1, place - 1, -1)))
        return next((b for b in nearest if not _inside(here, b.value)), None)

    def _in_comprehension(self, use: ast.Name) -> Binding | None:
        """What gives a name its value in the comprehension around `use`, for it is no other name's there."""
        own = self.once("comprehended", lambda: {
            (node.target.id, id(self.parent(node))): (node.target.lineno, node.target.col_offset)
            for node in self.all(ast.comprehension) if isinstance(node.target, ast.Name)
        })  # fmt: skip
        if not any(name == use.id for name, _ in own):
            return None
        for above in self.ancestors(use):
            if isinstance(above, ast.stmt):
                return None
            if (at := own.get((use.id, id(above)))) is not None:
                return next((one for one in self.bindings.given[use.id] if one.at == at), None)
        return None

    def _given(self, name: str) -> dict[int, list[Binding]]:
        """The places that give a name its value, in the order of the text, by the function around them."""
        found: dict[int, list[Binding]] = {}
        for binding in sorted(self.bindings.given.get(name, ()), key=lambda b: b.at):
            found.setdefault(id(binding.place.function), []).append(binding)
        return found

    def origin(self, node: ast.expr) -> ast.expr:
        """Where a value is written: looks through names that have one value, and through defaults."""
        hurry()
        for _ in range(DEPTH):
            if not isinstance(node, ast.Name):
                return node
            single = self.single(node.id)
            value = self._default(node) or (single.value if single is not None else None)
            if value is None:
                return node
            node = value
        return node

    def _default(self, use: ast.Name) -> ast.expr | None:
        """The default of a parameter of the function around `use`."""
        function = self.function_of(use)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        return next((default for name, default in defaults(function.args) if name == use.id), None)

    def value(self, node: ast.expr | None, depth: int = 0) -> Any:
        """A plain value, or `UNKNOWN`."""
        hurry()
        if node is None or depth > DEPTH:
            return UNKNOWN
        match self.origin(node):
            case ast.Constant(value=value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
            case ast.JoinedStr(values=parts) if all(isinstance(part, ast.Constant) for part in parts):
                return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                values = [self.value(element, depth + 1) for element in elements]
                return UNKNOWN if any(value is UNKNOWN for value in values) else values
        return UNKNOWN

    def entries(self, node: ast.expr | None) -> dict[str, ast.expr]:
        """The entries of a dict that have a plain text key: of a literal, of `dict(…)`, of several put together."""
        return self._dict(node)[0]

    def _dict(self, node: ast.expr | None, depth: int = 0) -> tuple[dict[str, ast.expr], bool]:
        """The entries of a dict, and whether these are surely all."""
        found = self.origin(node) if node is not None and depth < DEPTH else None
        if found is None:
            return {}, False
        return self.once(("entries", id(found)), lambda: self._entries(found, depth + 1))

    def _entries(self, found: ast.expr, depth: int) -> tuple[dict[str, ast.expr], bool]:
        entries, whole = dict[str, ast.expr](), True
        parts = list[ast.expr]()
        match found:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        entries[key.value] = value
                    elif key is None:
                        inside, known = self._dict(value, depth)
                        entries, whole = {**entries, **inside}, whole and known
                    else:
                        whole = False
                return entries, whole
            case ast.Call(func=ast.Name(id="dict"), args=parts, keywords=words):
                parts = [*parts, *(word.value for word in words if word.arg is None)]
                entries = {word.arg: word.value for word in words if word.arg is not None}
            case ast.Call(func=ast.Attribute(attr="copy", value=owner), args=[]):
                parts = [owner]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                parts = [left, right]
            case _:
                return {}, False
        for part in parts:
            inside, known = self._dict(part, depth)
            entries = {**inside, **entries} if isinstance(found, ast.Call) else {**entries, **inside}
            whole = whole and known
        return entries, whole

    def words_of(self, node: ast.Call) -> tuple[dict[str, ast.expr], bool]:
        """The named arguments of a call, and whether these are surely all."""
        return self.once(("words", id(node)), lambda: self._words_of(node))

    def unpacked(self, node: ast.expr) -> tuple[dict[str, ast.expr], bool]:
        """What `**` gives a call, and whether that is surely all."""
        return self._dict(node)

    def _words_of(self, node: ast.Call) -> tuple[dict[str, ast.expr], bool]:
        found, whole = dict[str, ast.expr](), True
        for word in node.keywords:
            if word.arg is not None:
                found[word.arg] = word.value
                continue
            entries, known = self.unpacked(word.value)
            found, whole = {**entries, **found}, whole and known
        return found, whole and not any(isinstance(argument, ast.Starred) for argument in node.args)


def _targets(target: ast.expr, places: tuple[int, ...]) -> Iterator[tuple[ast.Name, tuple[int, ...]]]:
    if isinstance(target, ast.Name):
        yield target, places
    for place, one in enumerate(target.elts if isinstance(target, ast.Tuple | ast.List) else ()):
        yield from _targets(one, (*places, place))


def _position(node: Any) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _inside(here: tuple[int, int], node: ast.expr | None) -> bool:
    if node is None:
        return False
    end = (node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
    return (node.lineno, node.col_offset) <= here < end
