"""A last chunk that carries the usage and nothing else, where the wire has one (`Streaming.counted`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.replies import Path
from firstcall.programs.read.whole_program import ApiCall

_STEP = "    "


def usage_chunk(program: Program) -> Iterator[Fault]:
    """`chunk.choices[0]` in a stream that was asked for its usage, without a look whether there is one."""
    done = set[int]()
    for path in program.replies.paths:
        listed = path.held.call.kind.streaming.listed
        if path.held.part != "chunk" or not listed or not _asks_usage(program, path.held.call):
            continue
        loop = next((a for a in program.ancestors(path.root) if isinstance(a, ast.For | ast.AsyncFor)), None)
        reads = path.text.startswith((f".{listed}[0]", f"['{listed}']"))
        if loop is None or not reads or id(loop) in done:
            continue
        if not _guarded(path, loop, program, listed):
            done.add(id(loop))
            yield fault(
                "usage-chunk", path.nodes[min(1, len(path.nodes) - 1)], "error",
                partial(_guard, program, loop, listed),
                name=listed, asked=path.held.call.kind.streaming.counted[-1],
            )  # fmt: skip


def _asks_usage(program: Program, call: ApiCall) -> bool:
    return program.value(program.at(call, call.kind.streaming.counted)) is True


def _guarded(path: Path, loop: ast.For | ast.AsyncFor, program: Program, listed: str) -> bool:
    for above in program.ancestors(path.end):
        if above is loop:
            break
        if isinstance(above, ast.If | ast.IfExp | ast.While) and _about_list(listed, above.test):
            return True
        if isinstance(above, ast.BoolOp) and any(_about_list(listed, v, path.end) for v in above.values):
            return True
        if isinstance(above, ast.Try):
            return True
    first = program.once(("guard", id(loop), listed), lambda: _first_guard(loop, listed))
    return first is not None and first < path.root.lineno


def _first_guard(loop: ast.For | ast.AsyncFor, listed: str) -> int | None:
    """The line of the first statement in a loop that leaves it where the list is empty."""
    guards = (
        s for s in loop.body if isinstance(s, ast.If) and _about_list(listed, s.test) and _leaves(s.body)
    )
    return next((guard.lineno for guard in guards), None)


def _about_list(listed: str, test: ast.AST, besides: ast.AST | None = None) -> bool:
    """Whether a test looks at the list itself, or at the usage that comes instead."""
    below = {id(node) for node in ast.walk(besides)} if besides is not None else set()
    return any(
        isinstance(node, ast.Attribute) and node.attr in {listed, "usage"} and id(node) not in below
        for node in ast.walk(test)
    )


def _leaves(body: list[ast.stmt]) -> bool:
    return any(isinstance(statement, ast.Continue | ast.Break | ast.Return) for statement in body)


def _guard(program: Program, loop: ast.For | ast.AsyncFor, listed: str) -> list[Edit]:
    """A guard at the loop's top; where the usage is read in the loop too, only around what reads the list."""
    assert isinstance(loop.target, ast.Name)
    name = loop.target.id
    readers = [statement for statement in loop.body if _about_list(listed, statement)]
    with_usage = [
        s for s in loop.body if any(isinstance(n, ast.Attribute) and n.attr == "usage" for n in ast.walk(s))
    ]
    if not with_usage:
        return fixes.insert_before(program, loop.body[0], [f"if not {name}.{listed}:", f"{_STEP}continue"])
    first = loop.body.index(readers[0])
    last = loop.body.index(with_usage[0])
    if last <= first:
        return fixes.insert_before(
            program, loop.body[first], [f"if not {name}.{listed}:", f"{_STEP}continue"]
        )
    edits = fixes.insert_before(program, loop.body[first], [f"if {name}.{listed}:"])
    for statement in loop.body[first:last]:
        edits += _indented(program, statement)
    return edits


def _indented(program: Program, statement: ast.stmt) -> list[Edit]:
    start, end = fixes.own_lines(program, statement)
    lines = program.text.source[start:end]
    if '"""' in lines or "'''" in lines:
        raise NoFix
    offsets = [start] + [start + i + 1 for i, c in enumerate(lines[:-1]) if c == "\n"]
    return [Edit(at, at, _STEP) for at in offsets]


RULES = (usage_chunk,)
