"""Instructions in the list of messages, where the wire wants them beside it.

Where they stand is said by the wire; which models take them between the turns of a conversation, by the catalogue.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import INSTRUCTIONS, Fault, Program, fault
from firstcall.programs.read.whole_program import ApiCall


@dataclass(frozen=True)
class _Turn:
    """An entry of `messages`: the list in which it is written, or the statement that adds it; whether it is the first."""

    node: ast.expr
    among: ast.List | ast.stmt
    first: bool


def system_role(program: Program) -> Iterator[Fault]:
    """A system message in the list, where the wire wants `system=` beside it."""
    for call in program.calls:
        beside = call.kind.system if "system_beside_messages" in call.provider.traits else ""
        for turn in _turns(program, call) if beside else ():
            if program.role(turn.node) not in INSTRUCTIONS:
                continue
            if turn.first or (call.model is not None and not call.model.system_turns):
                yield fault(
                    "system-role" if turn.first else "system-role later", turn.node, "error",
                    partial(_moved, program, call, turn), model=call.model_id,
                    provider=call.provider.name, name=beside, list=call.kind.messages,
                )  # fmt: skip


def _turns(program: Program, call: ApiCall) -> Iterator[_Turn]:
    """What a program writes into the list of a call, as far as it can be told."""
    given = call.words.get(call.kind.messages)
    begun = _list(program, given) if given is not None else None
    for at, one in enumerate(begun.elts if begun is not None else ()):
        assert begun is not None
        yield _Turn(one, begun, at == 0)
    if isinstance(given, ast.Name):
        yield from _added(program, given.id, nothing=begun is not None and not begun.elts)


def _list(program: Program, node: ast.expr) -> ast.List | None:
    """The list with which one begins: also of lists that are put together."""
    found = program.origin(node)
    while isinstance(found, ast.BinOp) and isinstance(found.op, ast.Add):
        found = program.origin(found.left)
    return found if isinstance(found, ast.List) else None


def _added(program: Program, name: str, *, nothing: bool) -> Iterator[_Turn]:
    """What is appended to a list or put in front of it; `nothing` was in it before."""
    for change in sorted(program.bindings.changes.get(name, ()), key=lambda one: one.node.lineno):
        above = program.parent(change.node)
        call = program.parent(above) if isinstance(above, ast.Attribute) else None
        statement = program.statement_of(change.node)
        match call:
            case ast.Call(func=ast.Attribute(attr="append"), args=[node]) if statement is not None:
                yield _Turn(node, statement, nothing)
                nothing = False
            case ast.Call(func=ast.Attribute(attr="insert"), args=[ast.Constant(value=0), node]) if statement:
                yield _Turn(node, statement, True)
            case _:
                nothing = False


def _moved(program: Program, call: ApiCall, turn: _Turn) -> list[Edit]:
    content = program.entries(turn.node).get("content")
    if content is None or call.kind.system in call.words or not program.known_at(content, call.node):
        raise NoFix
    entry = f"{call.kind.system}={fixes.written(program, content)}"
    return [
        *fixes.add_word_before(program, call.node, entry, call.kind.messages),
        *_without(program, turn),
    ]


def _without(program: Program, turn: _Turn) -> list[Edit]:
    if isinstance(turn.among, ast.List):
        return fixes.remove_element(program, turn.among, turn.among.elts.index(turn.node))
    if isinstance(program.parent(turn.among), ast.If):
        raise NoFix  # beside the list it would always be said
    return fixes.remove_statement(program, turn.among)


RULES = (system_role,)
