"""Anthropic's reply is a list of blocks: a thinking block may stand first, and only some hold text.

https://platform.claude.com/docs/en/models/haiku-5-5/migration-guide
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, Severity
from firstcall.programs.lint.rules.text_paths import TEXT_BLOCKS, quotes_inside
from firstcall.programs.read.replies import Path
from firstcall.programs.read.whole_program import ApiCall

_TEXT_METHODS = frozenset("strip split lower upper replace startswith endswith splitlines".split())


def first_block(program: Program) -> Iterator[Fault]:
    """`message.content[0].text`."""
    for path in _messages(program):
        if path.text in {".content[0].text", ".content[-1].text"} and not _guarded(program, path):
            severity, why = _how_bad(program, path.held.call)
            yield Fault(
                "first-block", path.end, severity, "The first block need not be the text.", why,
                "Join the text blocks", partial(_joined, program, path, path.end),
            )  # fmt: skip


def every_block(program: Program) -> Iterator[Fault]:
    """A loop over all blocks that reads `.text` of each without looking at its type."""
    for path in _messages(program):
        if path.text != ".content" or path.method is not None:
            continue
        loop = program.parent(path.end)
        if isinstance(loop, ast.For | ast.comprehension) and _reads_blindly(program, loop):
            severity, why = _how_bad(program, path.held.call)
            yield Fault(
                "first-block", path.end, severity, "Not every block has a text.", why,
                "Pick the text blocks", partial(_picked, program, path, loop),
            )  # fmt: skip


def raw_content(program: Program) -> Iterator[Fault]:
    """`print(message.content)` prints the list of blocks."""
    for path in _messages(program):
        if path.text != ".content":
            continue
        above = program.parent(path.end)
        method = path.method.func.attr if path.method and isinstance(path.method.func, ast.Attribute) else ""
        shown = isinstance(above, ast.FormattedValue) or (isinstance(above, ast.Call) and _prints(above))
        if shown or isinstance(above, ast.BinOp) or method in _TEXT_METHODS:
            yield Fault(
                "raw-content", path.end, "warning" if shown else "error", "`.content` is a list of blocks, not the text.",
                "Printed, it shows `[TextBlock(…)]` with all its insides; used as text, it is a TypeError.",
                "Join the text blocks", partial(_joined, program, path, path.end),
            )  # fmt: skip


def _messages(program: Program) -> Iterator[Path]:
    for path in program.replies.paths:
        call = path.held.call
        if path.held.part == "whole" and call.kind == "message" and not call.method.endswith(".parse"):
            yield path


def _prints(call: ast.Call) -> bool:
    func = call.func
    return (isinstance(func, ast.Name) and func.id in {"print", "str"}) or (
        isinstance(func, ast.Attribute) and func.attr in {"write", "markdown"}
    )


def _how_bad(program: Program, call: ApiCall) -> tuple[Severity, str]:
    model = call.model
    thinking = program.entries(call.words.get("thinking"))
    off = program.value(thinking.get("type")) == "disabled"
    if model is not None and model.thinks and not off:
        return "error", f"{model.id} thinks first: its first block is a ThinkingBlock, which has no `.text`."
    return (
        "warning",
        "Models that think put a ThinkingBlock first, which has no `.text`. Today's models do so by default.",
    )


def _guarded(program: Program, path: Path) -> bool:
    """Whether something around the path looks at the block's type."""
    for above in program.ancestors(path.end):
        if isinstance(above, ast.If | ast.IfExp):
            if any(isinstance(node, ast.Attribute) and node.attr == "type" for node in ast.walk(above.test)):
                return True
    return False


def _joined(program: Program, path: Path, node: ast.expr) -> list[Edit]:
    text = TEXT_BLOCKS.format(fixes.written(program, path.root))
    return fixes.replace(program, node, quotes_inside(program, node, text))


def _reads_blindly(program: Program, loop: ast.For | ast.comprehension) -> bool:
    if not isinstance(loop.target, ast.Name):
        return False
    whole = loop if isinstance(loop, ast.For) else program.parent(loop)
    if whole is None:
        return False
    about = [
        node.attr
        for node in ast.walk(whole)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == loop.target.id
    ]
    looks = any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"isinstance", "hasattr", "getattr"}
        for node in ast.walk(whole)
    )
    return "text" in about and "type" not in about and not looks


def _picked(program: Program, path: Path, loop: ast.For | ast.comprehension) -> list[Edit]:
    assert isinstance(loop.target, ast.Name)
    name = loop.target.id
    content = fixes.written(program, path.end)
    if isinstance(loop, ast.comprehension):
        text = f'{content} if {name}.type == "text"'
    else:
        text = f'[{name} for {name} in {content} if {name}.type == "text"]'
    return fixes.replace(program, path.end, quotes_inside(program, path.end, text))


RULES = (first_block, every_block, raw_content)
