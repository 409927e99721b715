"""Calls that are to be awaited: by the asynchronous client, and by it alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.whole_program import ApiCall

_ASYNC = "Async"


def not_awaited(program: Program) -> Iterator[Fault]:
    """What an asynchronous client gives, used without `await`; `await` before what a plain one gives."""
    for call in program.todays_calls:
        awaited = isinstance(program.parent(call.node), ast.Await)
        if call.client is None or (call.method in call.kind.streaming.methods and program.asynchronous(call)):
            continue
        if program.asynchronous(call):
            if not awaited and _read_at_once(program, call.node):
                mend = partial(_await, program, call)
                yield fault("not-awaited", call.node, "error", mend, reply=call.kind.reply)
        elif awaited and not call.elsewhere:
            mend = partial(_plain, program, call)
            yield fault("not-awaited plain-client", call.node, "error", mend, reply=call.kind.reply)


def _read_at_once(program: Program, node: ast.Call) -> bool:
    """Whether the coroutine is read like a reply: nobody waits for it later, alone or with others."""
    above = program.parent(node)
    if isinstance(above, ast.Attribute):
        return True
    if not isinstance(above, ast.Assign) or not isinstance(above.targets[0], ast.Name):
        return False
    name = above.targets[0].id
    uses = [one for one in program.all(ast.Name) if one.id == name and isinstance(one.ctx, ast.Load)]
    return bool(uses) and all(isinstance(program.parent(one), ast.Attribute | ast.Subscript) for one in uses)


def _await(program: Program, call: ApiCall) -> list[Edit]:
    start, end = program.text.span(call.node)
    if isinstance(program.function_of(call.node), ast.AsyncFunctionDef):
        around = isinstance(program.parent(call.node), ast.Attribute)
        return [
            Edit(start, start, "(await " if around else "await "),
            *([Edit(end, end, ")")] if around else []),
        ]
    return _plain_client(program, call)


def _plain_client(program: Program, call: ApiCall) -> list[Edit]:
    """The plain class in place of the asynchronous one, where nobody awaits what it gives."""
    client = call.client
    others = [one for one in program.calls if one.client is client and one.node is not call.node]
    if client is None or any(isinstance(program.parent(one.node), ast.Await) for one in others):
        raise NoFix
    name = program.names_of(client.func)[-1]
    if not name.startswith(_ASYNC):
        raise NoFix
    plain = name.removeprefix(_ASYNC)
    if isinstance(client.func, ast.Attribute):
        return fixes.replace(program, client.func, f"{fixes.written(program, client.func.value)}.{plain}")
    node = next(one for one in program.all(ast.ImportFrom) if any(n.name == name for n in one.names))
    names = [plain if one.name == name else ast.unparse(one) for one in node.names]
    imported = f"from {node.module} import {', '.join(dict.fromkeys(names))}"
    return [*fixes.replace(program, client.func, plain), *fixes.replace(program, node, imported)]


def _plain(program: Program, call: ApiCall) -> list[Edit]:
    above = program.parent(call.node)
    assert isinstance(above, ast.Await)
    return [Edit(program.text.span(above)[0], program.text.span(call.node)[0], "")]


def never_run(program: Program) -> Iterator[Fault]:
    """`main()` of an `async def main`, called and not awaited: nothing in it runs."""
    plain = {
        one.name for one in program.all(ast.FunctionDef)
    }  # which of two with one name is called, who knows
    for node in program.all(ast.Expr):
        match node.value:
            case ast.Call(func=ast.Name(id=name)) if name not in plain and isinstance(
                program.functions.get(name), ast.AsyncFunctionDef
            ):
                outside = not isinstance(program.function_of(node), ast.AsyncFunctionDef)
                mend = partial(_run if outside else _wait, program, node.value)
                yield fault("not-awaited never-run", node, "error", mend, name=name)


def _run(program: Program, node: ast.Call) -> list[Edit]:
    written = fixes.written(program, node)
    return [*fixes.replace(program, node, f"asyncio.run({written})"), *fixes.need_import(program, "asyncio")]


def _wait(program: Program, node: ast.Call) -> list[Edit]:
    return fixes.replace(program, node, f"await {fixes.written(program, node)}")


def plain_with(program: Program) -> Iterator[Fault]:
    """`with` around the stream of an asynchronous client, which only `async with` opens."""
    opened = {id(item.context_expr): block for block in program.all(ast.With) for item in block.items}
    for call in program.todays_calls:
        block = opened.get(id(call.node))
        streams = call.method in call.kind.streaming.methods
        if block is not None and streams and call.client is not None and program.asynchronous(call):
            yield fault(
                "not-awaited plain-with", call.node, "error", partial(_async_with, program, call, block)
            )


def _async_with(program: Program, call: ApiCall, block: ast.With) -> list[Edit]:
    stream = block.items[0].optional_vars
    if not isinstance(program.function_of(block), ast.AsyncFunctionDef) or len(block.items) > 1:
        raise NoFix
    if not isinstance(stream, ast.Name):
        raise NoFix
    final = f"{stream.id}.{call.kind.streaming.final}"
    places = [program.text.span(block)[0]]
    awaits = []
    for node in ast.walk(block):
        if isinstance(node, ast.For) and program.names_of(node.iter)[:1] == [stream.id]:
            places.append(program.text.span(node)[0])
        elif isinstance(node, ast.Call) and ast.unparse(node) == final:
            if not isinstance(program.parent(node), ast.Assign | ast.Expr | ast.Await):
                raise NoFix
            if not isinstance(program.parent(node), ast.Await):
                awaits.append(program.text.span(node)[0])
    return [Edit(at, at, "async ") for at in places] + [Edit(at, at, "await ") for at in awaits]


RULES = (not_awaited, never_run, plain_with)
