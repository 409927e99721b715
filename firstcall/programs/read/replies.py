"""Which expressions of a program hold a reply, and the paths that the program reads from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from firstcall.programs.read.bindings import Binding
from firstcall.programs.read.whole_program import ApiCall, WholeProgram

Part = Literal["whole", "stream", "chunk"]

_DEPTH = 8


@dataclass(frozen=True)
class Held:
    """What an expression holds of a call's reply: the whole, the stream of it, or one chunk."""

    call: ApiCall
    part: Part


@dataclass(frozen=True)
class Path:
    """A chain of reads that starts at a reply, such as `.choices[0].message`.

    `steps` are written as in the program, text keys as `['x']`; `nodes` are the expressions after
    each step. `method` is the name that is called at the end, if one is. Where the program has a part of the reply
    under a name, as in `choice = reply.choices[0]`, the chain begins at that name, `root`; `before` are the steps
    that led to it from the reply, `reply`.
    """

    root: ast.expr
    held: Held
    steps: tuple[str, ...]
    nodes: tuple[ast.expr, ...]
    method: ast.Call | None = None
    before: tuple[str, ...] = ()
    reply: ast.expr | None = None

    @property
    def text(self) -> str:
        """All steps from the reply on."""
        return "".join((*self.before, *self.steps))

    @property
    def source(self) -> ast.expr:
        """The expression that holds the reply itself."""
        return self.reply or self.root

    @property
    def end(self) -> ast.expr:
        return self.nodes[-1] if self.nodes else self.root


class Replies:
    """Looks up what expressions of one program hold."""

    def __init__(self, program: WholeProgram) -> None:
        self.program = program
        self._calls = {id(call.node): call for call in program.calls}
        self._known: dict[int, Held | None] = {}
        self._finals = {call.kind.streaming.final_name for call in program.calls}
        self.paths = tuple(self._paths())

    def of(self, node: ast.expr, depth: int = 0) -> Held | None:
        """What `node` holds, `None` where it is no reply or nobody can tell."""
        if id(node) not in self._known:
            self._known[id(node)] = None  # stops a value that is made from itself
            self._known[id(node)] = self._find(node, depth) if depth < _DEPTH else None
        return self._known[id(node)]

    def _find(self, node: ast.expr, depth: int) -> Held | None:
        match node:
            case ast.Await(value=value):
                return self.of(value, depth + 1)
            case ast.Call() if id(node) in self._calls:
                call = self._calls[id(node)]
                return Held(call, "stream" if self.streams(call) else "whole")
            case (
                ast.Call(func=ast.Attribute(value=stream, attr=attr)) | ast.Attribute(value=stream, attr=attr)
            ):
                held = self.of(stream, depth + 1) if attr in self._finals else None
                ended = held is not None and attr == held.call.kind.streaming.final_name
                return Held(held.call, "whole") if held and ended else None
            case ast.Call(func=ast.Name() as name) if function := self.program.function_called(name):
                return self._returned(function, depth)
            case ast.Name():
                return self._named(node, depth)
        return None

    def streams(self, call: ApiCall) -> bool:
        streaming = call.kind.streaming
        said = call.words.get(streaming.argument)
        return call.method in streaming.methods or (said is not None and self.program.value(said) is True)

    def _named(self, node: ast.Name, depth: int) -> Held | None:
        found = self.program.binding(node)
        if found is None:
            return None
        if found.value is not None:
            return self.of(found.value, depth + 1)
        looped = self._looped(found)
        held = self.of(looped, depth + 1) if looped is not None else None
        return Held(held.call, "chunk") if held and held.part == "stream" else None

    def _looped(self, found: Binding) -> ast.expr | None:
        """What a loop goes over that gives a name each turn as a whole."""
        looped, places = self.program.looped.get(found.at, (None, ()))
        return None if places else looped

    def _returned(self, function: ast.AST, depth: int) -> Held | None:
        values = self.program.returned.get(id(function), ())
        return next((held for value in values if (held := self.of(value, depth + 1))), None)

    def _paths(self) -> Iterator[Path]:
        # A name that is given a value holds nothing yet; only those that are read begin a path.
        for node in self.program.all(ast.Name, ast.Call, ast.Attribute):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                continue
            if isinstance(node, ast.Attribute) and (node.attr not in self._finals or self._called(node)):
                continue
            if held := self.of(node):
                yield self._path(node, held)
            elif isinstance(node, ast.Name) and (part := self._part(node)):
                found = self._path(node, part.held)
                yield replace(found, before=(*part.before, *part.steps), reply=part.source)

    def _part(self, node: ast.Name, depth: int = 0) -> Path | None:
        """The path to the part of a reply that a name stands for, given to it or one after the other in a loop."""
        found = self.program.binding(node) if depth < _DEPTH else None
        if found is None:
            return None
        looped = self._looped(found) if found.value is None else None
        value = found.value if found.value is not None else looped
        begin = value
        while isinstance(begin, ast.Attribute | ast.Subscript):
            begin = begin.value
        if value is None or begin is value or not isinstance(begin, ast.Name):
            return None
        held, before = self.of(begin), None
        if held is None and (before := self._part(begin, depth + 1)):
            held = before.held
        path = self._path(begin, held) if held else None
        if path is None or path.end is not value or path.method is not None:
            return None
        if before is not None:
            path = replace(path, before=(*before.before, *before.steps), reply=before.source)
        return replace(path, steps=(*path.steps, "[?]")) if looped is not None else path

    def _called(self, node: ast.Attribute) -> bool:
        above = self.program.parent(node)
        return isinstance(above, ast.Call) and above.func is node

    def _path(self, root: ast.expr, held: Held) -> Path:
        steps, nodes = list[str](), list[ast.expr]()
        node: ast.expr = root
        above = self.program.parent(node)
        if isinstance(above, ast.Await):
            node, above = above, self.program.parent(above)
        while isinstance(above, ast.Attribute | ast.Subscript) and above.value is node:
            call = self.program.parent(above)
            if isinstance(above, ast.Attribute) and isinstance(call, ast.Call) and call.func is above:
                return Path(root, held, tuple(steps), tuple(nodes), call)
            steps.append(step_of(above))
            nodes.append(above)
            node, above = above, call
        return Path(root, held, tuple(steps), tuple(nodes))


def step_of(node: ast.Attribute | ast.Subscript) -> str:
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    match node.slice:
        case ast.Constant(value=str() as key) if key.isidentifier():
            return f"['{key}']"
        case ast.Constant(value=int() as place):
            return f"[{place}]"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as place)):
            return f"[-{place}]"
    return "[?]"
