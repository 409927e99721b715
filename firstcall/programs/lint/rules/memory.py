"""Memory: the API has none, so every turn sends the whole list.

https://platform.claude.com/docs/en/api/messages: the conversation is what the request holds, and so it is with
chat completions (https://platform.openai.com/docs/api-reference/chat).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import INSTRUCTIONS, Fault, Program, fault
from firstcall.programs.read.whole_program import ApiCall


def last_message_only(program: Program) -> Iterator[Fault]:
    """A program that keeps a history and sends only the newest message."""
    kept = _histories(program)
    for call in program.todays_calls:
        node = call.words.get(call.kind.messages)
        if node is None:
            continue
        for name in kept:
            if _is_end_of(node, name) or (_is_fresh(program, node, name) and _repeats(program, call, name)):
                mend = partial(_send, program, call, node, name)
                yield fault("last-message-only", node, "warning", mend, name=name, list=call.kind.messages)
                break


def _histories(program: Program) -> list[str]:
    """Names of lists to which messages are appended."""
    return program.once("histories", lambda: _find_histories(program))


def _find_histories(program: Program) -> list[str]:
    return [
        name
        for name in program.bindings.changes
        if any(isinstance(b.value, ast.List) for b in program.bindings.given.get(name, ()))
        and any("role" in program.entries(one) for one in _appended(program, name))
    ]


def _is_end_of(node: ast.expr, name: str) -> bool:
    """`[history[-1]]` or `history[-1:]`."""
    match node:
        case ast.List(elts=[ast.Subscript(value=ast.Name(id=found), slice=ast.UnaryOp(op=ast.USub()))]):
            return found == name
        case ast.Subscript(
            value=ast.Name(id=found),
            slice=ast.Slice(lower=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))),
        ):
            return found == name
    return False


def _is_fresh(program: Program, node: ast.expr, history: str) -> bool:
    """A list written out at the call: the newest question, which the history gets too, and nothing of it."""
    if not isinstance(node, ast.List) or not all(isinstance(element, ast.Dict) for element in node.elts):
        return False
    asked = {_content(program, element) for element in node.elts if program.role(element) == "user"}
    kept = program.once(("asked", history), lambda: _asked(program, history))
    return bool(asked & kept)


def _asked(program: Program, history: str) -> set[str | None]:
    """What a history is given as the person's words."""
    given = [one for one in _appended(program, history) if program.role(one) == "user"]
    return {_content(program, one) for one in given} - {None}


def _content(program: Program, message: ast.expr) -> str | None:
    content = program.entries(message).get("content")
    return ast.dump(content) if content is not None else None


def _appended(program: Program, history: str) -> Iterator[ast.expr]:
    """What is appended to a list, by `append` with one argument."""
    for change in program.bindings.changes[history]:
        attribute = program.parent(change.node)
        call = program.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        if isinstance(call, ast.Call) and isinstance(attribute, ast.Attribute) and attribute.attr == "append":
            yield from call.args[:1]


def _repeats(program: Program, call: ApiCall, history: str) -> bool:
    """Whether the call is made turn after turn, where the history grows."""
    function = program.function_of(call.node)
    changed_in = program.once(("changed in", history), lambda: _changed_in(program, history))
    in_loop = any(isinstance(above, ast.For | ast.While) for above in program.ancestors(call.node))
    return in_loop or (function is not None and id(function) in changed_in)


def _changed_in(program: Program, history: str) -> set[int]:
    return {id(change.place.function) for change in program.bindings.changes[history]}


def _send(program: Program, call: ApiCall, node: ast.expr, history: str) -> list[Edit]:
    fresh = isinstance(node, ast.List) and all(isinstance(element, ast.Dict) for element in node.elts)
    if fresh and not _told_before(program, call, history):
        raise NoFix
    system = [one for one in (node.elts if isinstance(node, ast.List) else ()) if _is_system(program, one)]
    if not system or _begins_with_system(program, history):
        return fixes.replace(program, node, history)
    whole = ", ".join([*(fixes.written(program, one) for one in system), f"*{history}"])
    return fixes.replace(program, node, f"[{whole}]")


def _is_system(program: Program, message: ast.expr) -> bool:
    return program.role(message) in INSTRUCTIONS


def _begins_with_system(program: Program, history: str) -> bool:
    lists = [binding.value for binding in program.bindings.given[history]]
    return any(isinstance(one, ast.List) and one.elts and _is_system(program, one.elts[0]) for one in lists)


def _told_before(program: Program, call: ApiCall, history: str) -> bool:
    """Whether the newest message is in the history already when the call is made, in the same round."""
    around = [a for a in program.ancestors(call.node) if isinstance(a, ast.For | ast.While | ast.FunctionDef)]
    here = (call.node.lineno, call.node.col_offset)
    return any(
        program.role(one) == "user"
        and (one.lineno, one.col_offset) < here
        and (not around or any(loop in around for loop in program.ancestors(one)))
        for one in _appended(program, history)
    )


def half_history(program: Program) -> Iterator[Fault]:
    """A history that keeps what the person said and never what the model answered."""
    for call in program.calls:
        node = call.words.get(call.kind.messages)
        if (
            not isinstance(node, ast.Name)
            or node.id not in _histories(program)
            or not _repeats(program, call, node.id)
            or _made_anew(program, call, node.id)
        ):
            continue
        if program.once(("one side", node.id), partial(_keeps_one_side, program, node.id)):
            yield fault("half-history", node, "warning", name=node.id)


def _made_anew(program: Program, call: ApiCall, history: str) -> bool:
    """Whether each turn begins with a new list: it is made in the function of the call, and in its loop if it has one."""
    around = [
        a
        for a in program.ancestors(call.node)
        if isinstance(a, ast.For | ast.While | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    turn = around[0] if around else None
    made = [b for b in program.bindings.given.get(history, ()) if b.value is not None]
    return turn is not None and any(turn in program.ancestors(b.value) for b in made if b.value is not None)


def _keeps_one_side(program: Program, history: str) -> bool:
    messages = list(_appended(program, history))
    known = len(messages) == len(program.bindings.changes[history])
    return known and {program.role(one) for one in messages} == {"user"}


RULES = (last_message_only, half_history)
