"""The methods of the SDKs that a program calls and that are no calls of a model's: `embeddings.create`, `chats.create`.

What they take and give is read from the SDK's own classes, along the way from the client to the method.
"""

from __future__ import annotations

import ast
import dis
import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from firstcall.programs.read import sdk, vendors
from firstcall.programs.read.client import OPTIONS
from firstcall.programs.read.replies import step_of
from firstcall.programs.read.sdk import NOTHING
from firstcall.programs.read.spelling import called, chain
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.whole_program import WholeProgram
from firstcall.providers import Provider

_CLASS = re.compile(r"[\"']?(\w+)(?:\[(\w+)\])?(?: \| (?:Async)?Stream\[\w+\])?[\"']?")
"""A class as it is annotated; a stream is given beside it only to whoever asks for one."""
_OTHER_WAYS = frozenset({*OPTIONS, "with_raw_response", "with_streaming_response"})


@dataclass(frozen=True, eq=False)
class Method:
    """One such call: `function` is the SDK's, `NOTHING` where the client has none of the name, `owner` the class that
    would have it, `path` how it is spelled from the client on."""

    node: ast.Call
    provider: Provider
    path: str
    owner: type
    function: Any

    @property
    def gives(self) -> Any:
        """The type of what comes back."""
        return (
            UNKNOWN
            if any(word.arg in {"stream", None} for word in self.node.keywords)
            else returned(self.function)
        )


def methods(program: WholeProgram) -> tuple[Method, ...]:
    """Every such call of a program, in the order of the text."""
    return program.once("methods of the SDKs", lambda: tuple(_Types(program).methods()))


class _Types:
    """Which of an SDK's classes the expressions of a program are of."""

    def __init__(self, program: WholeProgram) -> None:
        self.program = program
        self._clients = {id(node): home for node, home in program.clients}
        self._modules = {vendors.module_of(home): home for home in vendors.homes()}
        self._known: dict[int, Any] = {}

    def methods(self) -> Iterator[Method]:
        calls = {id(call.node) for call in self.program.calls}
        if not self._clients and not self.program.packages & {
            name.partition(".")[0] for name in self._modules
        }:
            return
        for node in self.program.all(ast.Call):
            if id(node) in calls or id(node) in self._clients:
                continue
            if not isinstance(node.func, ast.Attribute):
                yield from self._imported(node)
                continue
            path, home = chain(node.func), self._home(node.func)
            owner = self.of(node.func.value) if home is not None and not _OTHER_WAYS & set(path) else UNKNOWN
            if home is None or not isinstance(owner, type) or hasattr(owner, "model_fields"):
                continue
            function = sdk.member(owner, node.func.attr)
            of_module = self.program.imported_as(node.func.value) in self._modules  # which has much else
            if not (function is NOTHING and of_module):
                yield Method(node, home, ".".join(path), owner, function)

    def _imported(self, node: ast.Call) -> Iterator[Method]:
        """A function that a program imports from an SDK by its name, where the client has a method that is called so."""
        module, _, name = self.program.imported_as(node.func).rpartition(".")
        owner = sdk.named(self._modules[module].sdk.client) if module in self._modules else None
        if owner is not None and (function := sdk.member(owner, name)) is not NOTHING:
            yield Method(node, self._modules[module], name, owner, function)

    def _home(self, node: ast.expr) -> Provider | None:
        """Whose client an expression begins with."""
        root = node
        while isinstance(root, ast.Attribute):
            if home := self._begins(root):
                return home
            root = root.value
        return self._begins(root)

    def _begins(self, node: ast.expr) -> Provider | None:
        module = self.program.imported_as(node)
        if module in self._modules:
            return self._modules[module]
        if (client := _with_options(node)) is not None:
            return self._home(client)
        for one in self.program.sources(node):
            if id(one) in self._clients:
                return self._clients[id(one)]
            if isinstance(one, ast.Call) and one is not node and isinstance(one.func, ast.Attribute):
                return self._home(one.func)
        return None

    def of(self, node: ast.expr) -> Any:
        if id(node) not in self._known:
            self._known[id(node)] = UNKNOWN  # stops what is made from itself
            self._known[id(node)] = self._find(node)
        return self._known[id(node)]

    def _find(self, node: ast.expr) -> Any:
        match node:
            case ast.Call() if id(node) in self._clients:
                module = vendors.module_of(self._clients[id(node)])
                return sdk.inside(module, f"{module}.{called(node)}")
            case ast.Call(func=ast.Attribute() as func):
                client = _with_options(node)
                return self.of(client) if client is not None else returned(self.of(func))
            case ast.Await(value=value):
                return self.of(value)
        module = self.program.imported_as(node)
        if module in self._modules:  # which makes calls by itself, as its client does
            return sdk.named(self._modules[module].sdk.client) or UNKNOWN
        for one in self.program.sources(node):
            if one is not node and (found := self.of(one)) is not UNKNOWN:
                return found
        if isinstance(node, ast.Attribute):
            owner = self.of(node.value)
            found = sdk.member(owner, node.attr) if isinstance(owner, type) else UNKNOWN
            return returned(found) if isinstance(owner, type) and sdk.is_property(owner, node.attr) else found
        return UNKNOWN


def _with_options(node: ast.expr) -> ast.expr | None:
    """The client of which a call makes another one that only asks otherwise."""
    match node:
        case ast.Call(func=ast.Attribute(value=client, attr=name)) if name in OPTIONS:
            return client
    return None


@cache
def returned(function: Any) -> Any:
    """The class of what a method gives, or a property; `UNKNOWN` where the SDK does not say, or says several."""
    said = getattr(function, "__annotations__", {}).get("return")
    if isinstance(said, type):
        return said
    if not isinstance(said, str) or not (name := _CLASS.fullmatch(said)):
        return UNKNOWN
    found, inside = _named(function, name[1]), _named(function, name[2]) if name[2] else None
    if name[2]:  # a page of something; what is opened by `with` gives something else
        return found[inside] if hasattr(found, "model_fields") and inside is not None else UNKNOWN
    return found if isinstance(found, type) else UNKNOWN


def _named(function: Any, name: str) -> Any:
    """What a function calls by a name in its annotations."""
    return getattr(sys.modules[function.__module__], name, None) or _imported_in(function, name)


def _imported_in(function: Any, name: str) -> Any:
    """What a function imports for itself, as those do that make a client's parts when they are first asked for."""
    package = function.__module__.rpartition(".")[0]
    steps: list[dis.Instruction] = (
        list(dis.get_instructions(function)) if hasattr(function, "__code__") else []
    )
    for step in steps:
        if step.opname == "IMPORT_NAME" and step.argval:
            found = getattr(importlib.import_module(f".{step.argval}", package), name, None)
            if found is not None:
                return found
    return None


def read_from(program: WholeProgram, method: Method) -> Iterator[list[tuple[Any, str, ast.expr]]]:
    """The paths that a program reads from what a method gives: for each step the type it is asked of, how it is
    written, and the expression that ends with it."""
    awaited = program.parent(method.node)
    value = awaited if isinstance(awaited, ast.Await) else method.node
    uses: list[ast.expr] = [value]
    above = program.parent(value)
    if isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Name):
        uses += [
            one for one in program.loads(above.targets[0].id)
            if (made := program.binding(one)) is not None and made.value is value
        ]  # fmt: skip
    for use in uses:
        yield list(_steps(program, use, method.gives))


def _steps(program: WholeProgram, node: ast.expr, kind: Any) -> Iterator[tuple[Any, str, ast.expr]]:
    above = program.parent(node)
    while isinstance(above, ast.Attribute | ast.Subscript) and above.value is node and kind is not UNKNOWN:
        step = step_of(above)
        yield kind, step, above
        kind = sdk.after(kind, step) if kind is not NOTHING else UNKNOWN
        node, above = above, program.parent(above)
