"""The stop reason: the only place that says that a reply was cut off."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.whole_program import ApiCall

_LOOKS = frozenset({"stop_reason", "finish_reason", "incomplete_details", "stop_details"})
_READS = frozenset({"text", "text_stream", "content", "output_text", "delta"})
_CUT = {
    "message": ("stop_reason", '{0}.stop_reason == "max_tokens"'),
    "chat": ("finish_reason", '{0}.choices[0].finish_reason == "length"'),
    "response": ("status", '{0}.status == "incomplete"'),
}
_SAY = 'print("Cut off by the token limit.")'


def no_stop_reason(program: Program) -> Iterator[Fault]:
    """A program that shows text and never looks why it ended."""
    attributes = {node.attr for node in program.all(ast.Attribute)}
    attributes |= {node.value for node in program.all(ast.Constant) if node.value in _LOOKS}
    calls = [call for call in program.calls if call.kind in _CUT and not call.method.endswith(".parse")]
    if not calls or all(call.legacy for call in calls) or not attributes & _READS or attributes & _LOOKS:
        return
    if calls[0].kind == "response" and "status" in attributes:
        return
    name = _CUT[calls[0].kind][0]
    yield Fault(
        "no-stop-reason", calls[0].node.func, "warning", f"Nobody looks at the {name.replace('_', ' ')}.",
        f"A reply that the token limit cut off raises no error. Only `{name}` says so; without it an app shows half a sentence.",
        f"Look at {name}", partial(_look, program, calls[0]),
    )  # fmt: skip


def _look(program: Program, call: ApiCall) -> list[Edit]:
    statement = program.statement_of(call.node)
    test = _CUT[call.kind][1]
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) if program.replies.streams(call):
            return _in_loop(program, name)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is call.node or isinstance(
            value, ast.Await
        ):
            return fixes.insert_after(program, statement, [f"if {test.format(name)}:", f"    {_SAY}"])
        case ast.With(items=[ast.withitem(optional_vars=ast.Name(id=name))]) if call.kind == "message":
            return _after_stream(program, statement, name, test)
        case ast.For(target=ast.Name(id=name)) if call.kind == "chat":
            return _chunk_check(program, statement, name)
    raise NoFix


def _after_stream(program: Program, block: ast.With, stream: str, test: str) -> list[Edit]:
    final = f"{stream}.get_final_message()"
    for node in program.all(ast.Assign):
        if isinstance(node.targets[0], ast.Name) and ast.unparse(node.value) == final:
            return fixes.insert_after(
                program, node, [f"if {test.format(node.targets[0].id)}:", f"    {_SAY}"]
            )
    return fixes.insert_after(
        program, block.body[-1], [f"message = {final}", f"if {test.format('message')}:", f"    {_SAY}"]
    )


def _in_loop(program: Program, stream: str) -> list[Edit]:
    for loop in program.all(ast.For):
        if isinstance(loop.iter, ast.Name) and loop.iter.id == stream and isinstance(loop.target, ast.Name):
            return _chunk_check(program, loop, loop.target.id)
    raise NoFix


def _chunk_check(program: Program, loop: ast.For, chunk: str) -> list[Edit]:
    test = f'{chunk}.choices and {chunk}.choices[0].finish_reason == "length"'
    return fixes.insert_before(program, loop.body[0], [f"if {test}:", f"    {_SAY}"])


RULES = (no_stop_reason,)
