"""The loop of tools: a result without the turn that asked for it, and a loop that nothing ends.

https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use,
https://developers.openai.com/api/docs/guides/function-calling: both answer a list with a gap with 400.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.spelling import called
from firstcall.programs.read.whole_program import ApiCall

_RESULTS = ("tool_use_id", "tool_call_id", "call_id")
"""The keys by which a result names its call: Anthropic's, Chat Completions' and that of the Responses API."""
_ADDS = frozenset({"append", "extend", "insert"})
_KEPT_THERE = frozenset({"previous_response_id", "conversation"})
"""The arguments by which OpenAI's server keeps the list (`openai/types/responses/response_create_params.py`)."""


def result_without_its_turn(program: Program) -> Iterator[Fault]:
    """A result is put into the list, and nothing else that could be the model's turn."""
    calls = [call for call in program.todays_calls if _offers_tools(program, call)]
    if not calls or any(_KEPT_THERE & set(call.words) for call in calls):
        return
    added = list(_added(program))
    results = [node for node in added if _is_result(program, node)]
    if results and all(_is_known(program, node) for node in added):
        yield fault("tool-turn-lost", results[0], "error")


def no_bound(program: Program) -> Iterator[Fault]:
    """`while True` around a call with tools, without anything that counts."""
    offering = {id(call.node) for call in program.todays_calls if _offers_tools(program, call)}
    for loop in program.all(ast.While):
        if not (isinstance(loop.test, ast.Constant) and loop.test.value):
            continue
        inside = [node for one in loop.body for node in ast.walk(one)]
        if any(id(node) in offering for node in inside) and not _counts(inside):
            yield fault("tool-loop-unbounded", loop, "warning")


def _offers_tools(program: Program, call: ApiCall) -> bool:
    inside = call.kind.inside
    return "tools" in call.words or (
        inside is not None and program.at(call, (inside.argument, "tools")) is not None
    )


def _added(program: Program) -> Iterator[ast.expr]:
    """What is put into lists: by a method, by `+=`, and in the lists that a call is given."""
    for call in program.all(ast.Call):
        if isinstance(call.func, ast.Attribute) and called(call) in _ADDS and call.args:
            yield from _each(call.args[-1])
    for step in program.all(ast.AugAssign):
        if isinstance(step.op, ast.Add):
            yield from _each(step.value)
    for one in program.todays_calls:
        listed = program.messages(one)
        for entry in listed.elts if listed is not None else ():
            yield from _each(entry)


def _each(node: ast.expr) -> Iterator[ast.expr]:
    yield from node.elts if isinstance(node, ast.List | ast.Tuple) else (node,)


def _is_result(program: Program, node: ast.expr) -> bool:
    """A result, or a turn of the user's that holds some."""
    entries = program.entries(node)
    if any(name in entries for name in _RESULTS):
        return True
    content = program.origin(entries["content"]) if "content" in entries else None
    match content:
        case ast.List(elts=[first, *_]) | ast.ListComp(elt=first):
            return any(name in program.entries(first) for name in _RESULTS)
    return False


def _is_known(program: Program, node: ast.expr) -> bool:
    """Whether something that is added is surely not the model's turn: text, a number, a message of another role, a result."""
    if isinstance(program.origin(node), ast.Constant | ast.JoinedStr):
        return True
    return _is_result(program, node) or program.role(node) in {"user", "system", "developer", "tool"}


def _counts(inside: list[ast.AST]) -> bool:
    """Whether a loop compares something that it counts: `turn += 1` and `if turn > 5`, or asks the length of a list."""
    counted = {
        node.target.id
        for node in inside
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    compared = [node for node in inside if isinstance(node, ast.Compare)]
    names = {one.id for node in compared for one in ast.walk(node) if isinstance(one, ast.Name)}
    lengths = any(
        isinstance(one, ast.Call) and called(one) in {"len", "time", "monotonic", "perf_counter"}
        for node in compared
        for one in ast.walk(node)
    )
    return bool(counted & names) or lengths


RULES = (result_without_its_turn, no_bound)
