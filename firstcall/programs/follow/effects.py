"""What a statement is about, seen from outside: the names it may change, the call it holds."""

from __future__ import annotations

import ast
from collections.abc import Collection

from firstcall.programs.read.bindings import CHANGES
from firstcall.programs.read.spelling import called, chain, method_of
from firstcall.providers import Streaming

_PRINTS = frozenset({"print", "pprint", "write"})


def holds(statement: ast.AST, call: ast.Call) -> bool:
    return any(node is call for node in ast.walk(statement))


def streams(call: ast.Call, streaming: Streaming) -> bool:
    """Whether an API call answers with a stream."""
    said = any(
        word.arg == streaming.argument and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in call.keywords
    )
    return said or method_of(chain(call.func), streaming.methods) is not None


Branching = ast.IfExp | ast.BoolOp | ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp | ast.Lambda
"""Expressions that make the calls inside them once, several times, or not at all."""


def parts_in(node: ast.AST) -> list[ast.expr]:
    """The calls and awaits inside an expression, the innermost first: in the order in which Python makes them.

    What makes its calls once, several times or not at all stands there whole.
    """
    # From the last one outwards to the first, then turned round: the arguments of a call are made before it.
    # With a list of its own instead of calling itself, for the learner decides how deep a program goes.
    found: list[ast.expr] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Branching):
            found.append(one)
            continue
        found += [one] if isinstance(one, ast.Call | ast.Await) else []
        waiting += ast.iter_child_nodes(one)
    return found[::-1]


def touched(node: ast.AST) -> list[str]:
    """The names to which this one node may give a value."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case (
            ast.Subscript(value=owner, ctx=ast.Store() | ast.Del())
            | ast.Attribute(value=owner, ctx=ast.Store() | ast.Del())
        ):
            # `a.b["c"] = 1` changes what `a` stands for, and only `a` is a name whose value is kept.
            while isinstance(owner, ast.Subscript | ast.Attribute):
                owner = owner.value
            return [owner.id] if isinstance(owner, ast.Name) else []
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.alias(name=name, asname=other):
            return [(other or name).partition(".")[0]]
        case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in CHANGES:
            while isinstance(owner, ast.Subscript | ast.Attribute):
                owner = owner.value
            return [owner.id] if isinstance(owner, ast.Name) else []
    return []


def speaks(statement: ast.AST, printers: Collection[str]) -> bool:
    """Whether the statement may print, itself or through one of the program's functions `printers`."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and (called(node) in _PRINTS or called(node) in printers):
            return True
    return False
