"""Calls that are to be awaited: by the asynchronous client, and by it alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from types import CoroutineType

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import assigned
from firstcall.programs.read.spelling import called
from firstcall.programs.read.whole_program import ApiCall

_ASYNC = "Async"
_Loop = ast.For | ast.AsyncFor | ast.comprehension


def not_awaited(program: Program) -> Iterator[Fault]:
    """What an asynchronous client gives, used without `await`; `await` before what a plain one gives."""
    for call in program.todays_calls:
        awaited = isinstance(program.parent(call.node), ast.Await)
        if call.client is None or (_opened(call) and program.asynchronous(call)):
            continue
        if program.asynchronous(call):
            if not awaited and (_read_at_once(program, call.node) or _loops_of(program, call)):
                mend = partial(_await, program, call)
                yield fault("not-awaited", call.node, "error", mend, reply=call.kind.reply)
        elif awaited and not call.elsewhere:
            mend = partial(_plain, program, call)
            yield fault("not-awaited plain-client", call.node, "error", mend, reply=call.kind.reply)


def _opened(call: ApiCall) -> bool:
    """Whether a call gives what `with` opens, which is no coroutine."""
    return call.method in call.kind.streaming.methods and bool(call.kind.streaming.argument)


def _loops_of(program: Program, call: ApiCall) -> list[_Loop]:
    """The loops over the stream that a call gives."""
    found = program.once("streams looped over", lambda: list(_looped(program)))
    return [loop for one, loop in found if one is call]


def _looped(program: Program) -> Iterator[tuple[ApiCall, _Loop]]:
    for loop in program.all(ast.For, ast.AsyncFor, ast.comprehension):
        held = program.replies.of(loop.iter)
        if held is not None and held.part == "stream" and not held.call.legacy:
            yield held.call, loop


def wrong_for(program: Program) -> Iterator[Fault]:
    """`for` over the stream of an asynchronous client, `async for` over that of a plain one."""
    for call in program.todays_calls:
        waits = program.asynchronous(call)
        for loop in _loops_of(program, call) if call.client is not None and not _opened(call) else ():
            if waits and not _is_async(loop):
                mend = partial(_async_for, program, loop)
                yield fault("not-awaited plain-for", loop.iter, "error", mend)
            elif not waits and _is_async(loop) and not call.elsewhere:
                mend = partial(_plain_for, program, loop)
                yield fault("not-awaited async-for", loop.iter, "error", mend)


def _is_async(loop: _Loop) -> bool:
    return bool(loop.is_async) if isinstance(loop, ast.comprehension) else isinstance(loop, ast.AsyncFor)


def _async_for(program: Program, loop: _Loop) -> list[Edit]:
    if not isinstance(program.function_of(loop), ast.AsyncFunctionDef):
        raise NoFix
    start = _for(program, loop)
    return [Edit(start, start, "async ")]


def _plain_for(program: Program, loop: _Loop) -> list[Edit]:
    end = _for(program, loop)
    start = program.text.source.rfind("async", 0, end)
    return [Edit(start, end, "")]


def _for(program: Program, loop: _Loop) -> int:
    """Where the word `for` of a loop stands: in front of what it gives its values to."""
    return program.text.source.rfind("for", 0, program.text.span(loop.target)[0])


def _read_at_once(program: Program, node: ast.Call) -> bool:
    """Whether the coroutine is read like a reply: nobody waits for it later, alone or with others."""
    above = program.parent(node)
    if isinstance(above, ast.Attribute):
        return True
    if not isinstance(above, ast.Assign) or not isinstance(above.targets[0], ast.Name):
        return False
    name = above.targets[0].id
    uses = program.loads(name)
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
    for node in program.all(ast.Call):
        if (name := _coroutine(program, node)) and _comes_to_nothing(program, node):
            outside = not isinstance(program.function_of(node), ast.AsyncFunctionDef)
            alone = isinstance(program.parent(node), ast.Expr)
            yield fault(
                "not-awaited never-run" if alone else "not-awaited never-run-used", node, "error",
                partial(_run if outside else _wait, program, node), name=name,
            )  # fmt: skip


def _coroutine(program: Program, node: ast.Call) -> str:
    """The name of the program's own asynchronous function that is called; empty for any other call."""
    name = called(node)
    found = program.functions.get(name)
    if not isinstance(found, ast.AsyncFunctionDef) or name in program.once(
        "plain", lambda: _plain_names(program)
    ):
        return ""
    around = program.parent(found)
    if isinstance(node.func, ast.Name):
        return name if not isinstance(around, ast.ClassDef) else ""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    itself = isinstance(owner, ast.Name) and owner.id == "self"
    made = assigned.class_of(program, owner) if owner is not None else None
    its = assigned.class_around(program, node) if itself else made
    return f"{ast.unparse(node.func)}" if its is not None and its is around else ""


def _plain_names(program: Program) -> set[str]:
    """The names of functions that are not asynchronous: which of two with one name is called, who knows. A decorator
    may make anything of one."""
    found = {one.name for one in program.all(ast.FunctionDef)}
    return found | {
        one.name for one in program.all(ast.AsyncFunctionDef) if one.decorator_list or _yields(one)
    }


def _yields(function: ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, ast.Yield) for node in ast.walk(function))


def _comes_to_nothing(program: Program, node: ast.expr) -> bool:
    """Whether nobody waits for a coroutine: it stands alone, or is used as if it were what it gives."""
    above = program.parent(node)
    if isinstance(above, ast.Expr) or _used_as_value(above, node):
        return True
    if not isinstance(above, ast.Assign) or not isinstance(above.targets[0], ast.Name):
        return False
    name = above.targets[0].id
    uses = program.loads(name)
    return bool(uses) and all(_used_as_value(program.parent(one), one) for one in uses)


def _used_as_value(above: ast.AST | None, node: ast.expr) -> bool:
    match above:
        case ast.Call(func=ast.Name(id="print" | "str" | "len" | "int" | "float")):
            return above.func is not node
        case ast.Attribute(attr=attr):
            return not hasattr(CoroutineType, attr)
        case ast.Subscript(value=value):
            return value is node
    return isinstance(above, ast.FormattedValue | ast.BinOp)


def _run(program: Program, node: ast.Call) -> list[Edit]:
    written = fixes.written(program, node)
    return [*fixes.replace(program, node, f"asyncio.run({written})"), *fixes.need_import(program, "asyncio")]


def _wait(program: Program, node: ast.Call) -> list[Edit]:
    start, end = program.text.span(node)
    inside = isinstance(program.parent(node), ast.Attribute | ast.Subscript | ast.BinOp)
    return [Edit(start, start, "(await " if inside else "await "), *([Edit(end, end, ")")] if inside else [])]


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


RULES = (not_awaited, never_run, plain_with, wrong_for)
