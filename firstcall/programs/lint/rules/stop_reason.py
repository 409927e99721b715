"""The stop reason: the only place that says that a reply was cut off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.text_paths import in_reply
from firstcall.programs.read import vendors
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import Kind

_SAY = 'print("Cut off by the token limit.")'


def no_stop_reason(program: Program) -> Iterator[Fault]:
    """A program that shows text and never looks why it ended."""
    calls = [call for call in program.calls if not call.method.endswith(".parse")]
    if not calls or all(call.legacy for call in calls):
        return
    name = _name(calls[0].kind)
    looks = {name}.union(*(kind.looks for kind in vendors.kinds()))
    reads = frozenset[str]().union(*(kind.reads for kind in vendors.kinds()))
    attributes = {node.attr for node in _attributes(program)}
    attributes |= {node.value for node in program.all(ast.Constant) if node.value in looks}
    if attributes & reads and not attributes & looks:
        yield fault(
            "no-stop-reason", calls[0].node.func, "warning", partial(_look, program, calls[0]),
            name=name, spoken=name.replace("_", " "),
        )  # fmt: skip


def _attributes(program: Program) -> Iterator[ast.Attribute]:
    """All that a program reads; beside calls of other packages, whose replies have such names too, only what is read
    from replies that are known."""
    if not program.other_calls:
        yield from program.all(ast.Attribute)
        return
    for path in program.replies.paths:
        yield from (node for node in path.nodes if isinstance(node, ast.Attribute))


def _name(kind: Kind) -> str:
    """The attribute that says why a reply ended."""
    return kind.places["stop_reason"].path.rpartition(".")[2]


def _look(program: Program, call: ApiCall) -> list[Edit]:
    statement = program.statement_of(call.node)
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) if program.replies.streams(call):
            return _in_loop(program, call.kind, name)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if isinstance(value, ast.Await) or (
            value is call.node and not program.asynchronous(call)
        ):
            return fixes.insert_after(program, statement, _test(call.kind, name))
        case ast.With(items=[ast.withitem(optional_vars=ast.Name(id=name))]) if not program.asynchronous(
            call
        ):
            return _after_stream(program, call.kind, statement, name)
        case ast.For(target=ast.Name(id=name)):
            return _chunk_check(program, call.kind, statement, name)
    raise NoFix


def _test(kind: Kind, name: str) -> list[str]:
    return [f'if {in_reply(kind, "stop_reason", name)} == "{kind.cut_off}":', f"    {_SAY}"]


def _after_stream(program: Program, kind: Kind, block: ast.With, stream: str) -> list[Edit]:
    if not kind.streaming.final:
        raise NoFix
    final = f"{stream}.{kind.streaming.final}"
    for node in program.all(ast.Assign):
        if isinstance(node.targets[0], ast.Name) and ast.unparse(node.value) == final:
            return fixes.insert_after(program, node, _test(kind, node.targets[0].id))
    lines = [f"{kind.named} = {final}", *_test(kind, kind.named)]
    return fixes.insert_after(program, block.body[-1], lines)


def _in_loop(program: Program, kind: Kind, stream: str) -> list[Edit]:
    for loop in program.all(ast.For):
        if isinstance(loop.iter, ast.Name) and loop.iter.id == stream and isinstance(loop.target, ast.Name):
            return _chunk_check(program, kind, loop, loop.target.id)
    raise NoFix


def _chunk_check(program: Program, kind: Kind, loop: ast.For, chunk: str) -> list[Edit]:
    if not kind.streaming.stop_reason:
        raise NoFix
    reason = re.sub(r"\bchunk\b", lambda _: chunk, kind.streaming.stop_reason)
    listed = f"{chunk}.{kind.streaming.listed} and " if kind.streaming.listed else ""
    test = f'if {listed}{reason} == "{kind.cut_off}":'
    return fixes.insert_before(program, loop.body[0], [test, f"    {_SAY}"])


RULES = (no_stop_reason,)
