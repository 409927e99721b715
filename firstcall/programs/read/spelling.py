"""How what is called is spelled in a program: names with dots between them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from itertools import islice


def chain(node: ast.expr) -> list[str]:
    """The attribute names that end an expression: `client.messages.create` gives messages, create."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return names[::-1]


def spelled(node: ast.expr) -> list[str]:
    """The same with the name that it begins with, where it begins with one: client, messages, create."""
    names, root = chain(node), node
    while isinstance(root, ast.Attribute):
        root = root.value
    return [root.id, *names] if isinstance(root, ast.Name) else names


def called(call: ast.Call) -> str:
    """The last name of what is called: `create` of `client.messages.create(…)`; empty where it has none."""
    return (spelled(call.func) or [""])[-1]


def method_of(names: Sequence[str], methods: Iterable[str]) -> str | None:
    """The longest of `methods`, such as `messages.create`, that a chain of names ends with."""
    dotted = f".{'.'.join(names)}"
    return max((method for method in methods if dotted.endswith(f".{method}")), key=len, default=None)


def shortly(node: ast.expr, most: int = 40) -> str:
    """An expression for a message: shortened, and only its name where it is a large one."""
    few = sum(1 for _ in islice(ast.walk(node), most)) < most
    return ast.unparse(node)[:most] if few else (".".join(spelled(node)) or type(node).__name__)[:most]
