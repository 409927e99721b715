"""From a program to the one API call that it makes. The program is read, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.calls import Call
from firstcall.programs.patience import shared
from firstcall.programs.read import client as clients
from firstcall.programs.read import vendors
from firstcall.programs.read.literals import Literals
from firstcall.programs.read.names import Names
from firstcall.programs.read.source import Text, read
from firstcall.programs.read.spelling import chain, method_of
from firstcall.programs.read.tree import Tree
from firstcall.programs.refusals import WORDS, NotUnderstood

_RAW = ("with_raw_response", "with_streaming_response")


@dataclass(frozen=True)
class Program:
    """A program and the call it makes.

    `line` is where the call begins; `spans` says for each named argument where its value is
    written (first character, one after the last, in `source` with `\\n` line ends), which is at the
    assignment when the value is given through a name. So it does for what lists and dicts hold:
    `messages`, `messages[0]`, `messages[0]['content']`.
    """

    source: str
    call: Call
    line: int
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Reading:
    """A program with the nodes of its tree that matter, for whoever has to change the text."""

    tree: Tree
    literals: Literals
    node: ast.Call
    base: ast.expr
    clients: tuple[ast.Call, ...]
    call: Call

    @property
    def text(self) -> Text:
        return self.tree.text


@shared()
def parse(source: str, provider_id: str, methods: Sequence[str]) -> Program:
    """The one call that a program makes with one of `methods` (such as `messages.create`).

    Raises `NotUnderstood`, with the line, where the program is not Python, makes no such call or
    several, or gives an argument that cannot be known without running the program.
    """
    reading = read_program(source, provider_id, methods)
    named = [(word.arg, word.value) for word in reading.node.keywords if word.arg]
    spans = {
        path: reading.text.span(node)
        for name, value in named
        for path, node in _values(reading.literals, name, value)
    }
    return Program(source, reading.call, reading.node.lineno, spans)


def _values(literals: Literals, path: str, node: ast.expr) -> Iterable[tuple[str, ast.expr]]:
    """A value and the values inside it, each by its path."""
    written = literals.literal(node, f"`{path}`")
    yield path, written
    if isinstance(written, ast.List | ast.Tuple):
        for at, element in enumerate(written.elts):
            yield from _values(literals, f"{path}[{at}]", element)
    elif isinstance(written, ast.Dict):
        for key, value in zip(written.keys, written.values, strict=True):
            if key is not None:
                yield from _values(literals, f"{path}[{literals.read(key, 'the key')!r}]", value)


@shared()
def read_program(source: str, provider_id: str, methods: Sequence[str]) -> Reading:
    """`parse` with the tree kept."""
    text = read(source)
    try:
        tree = Tree(text)
        node, method, base = _find(tree, methods)
        literals = Literals(text, Names(tree, node))
        unnamed = tuple(positional(literals, node))
        arguments = named(literals, node)
        clients.nowhere_else(arguments, node, literals, vendors.sdk_of(provider_id))
        made_by = clients.calls_behind(base, literals)
        call = Call(
            provider_id,
            method,
            arguments,
            clients.arguments(made_by, literals, vendors.sdk_of(provider_id)),
            unnamed,
        )
    except RecursionError:
        raise NotUnderstood("program deep") from None
    return Reading(tree, literals, node, base, made_by, call)


def named(literals: Literals, node: ast.Call) -> dict[str, Any]:
    """The named arguments of a call as plain values, in the order in which they are written."""
    found: dict[str, Any] = {}
    for word in node.keywords:
        if word.arg is None:
            raise literals.text.refuse(word, "call unpacked")
        if word.arg in found:
            raise literals.text.refuse(word, "call twice", name=word.arg)
        found[word.arg] = literals.read(word.value, f"`{word.arg}`")
    return found


def positional(literals: Literals, node: ast.Call) -> Iterable[Any]:
    """The arguments of a call that have no name."""
    for number, argument in enumerate(node.args, 1):
        yield literals.read(argument, WORDS.line("label positional", number=number))


def _find(tree: Tree, methods: Sequence[str]) -> tuple[ast.Call, str, ast.expr]:
    text = tree.text
    found = []
    for node in tree.all(ast.Call):
        names = chain(node.func)
        not_raw(text, node, names, methods)
        method = method_of(names, methods)
        if method:
            found.append((node, method, base_of(node, method)))
    if not found:
        raise no_call(tree, methods)
    if len(found) > 1:
        first, second = (node.lineno for node, *_ in found[:2])
        raise text.refuse(found[1][0], "call several", first=first, second=second)
    node, method, base = found[0]
    if isinstance(tree.parent(node), ast.Await):
        raise text.refuse(node, "call awaited")
    not_beta(text, node, base, method)
    return found[0]


def not_beta(text: Text, node: ast.Call, base: ast.expr, method: str) -> None:
    """Refuse a call whose arguments and replies are not those that are known here."""
    if isinstance(base, ast.Attribute) and base.attr == "beta":
        raise text.refuse(node, "call beta", method=method)


def not_raw(text: Text, node: ast.Call, names: list[str], methods: Sequence[str]) -> None:
    """Refuse a call of which the program reads more than the reply."""
    raw = next((name for name in _RAW if name in names), None)
    if raw and method_of([name for name in names if name not in _RAW], methods):
        raise text.refuse(node, "call raw", name=raw)


def base_of(node: ast.Call, method: str) -> ast.expr:
    """What the method is looked up on: `client` in `client.messages.create(…)`."""
    base = node.func
    for _ in method.split("."):
        assert isinstance(base, ast.Attribute)
        base = base.value
    return base


def no_call(tree: Tree, methods: Sequence[str]) -> NotUnderstood:
    """That a program makes none of the calls that can be made, and which it makes instead."""
    wanted = f" {WORDS.line('call/or')} ".join(f"client.{method}(…)" for method in methods)
    lasts = {method.rpartition(".")[2] for method in (*methods, *vendors.methods())}
    for node in tree.all(ast.Call):
        names = chain(node.func)
        if len(names) > 1 and names[-1] in lasts:
            other = tree.text.segment(node.func)
            return tree.text.refuse(node, "call other", wanted=wanted, other=other)
    return NotUnderstood("call", wanted=wanted)
