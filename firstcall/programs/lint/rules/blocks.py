"""Replies that are a list of blocks: a thinking block may stand first, and only some hold text.

Whose are, and what the classes are called, is said by the wires (`Blocks`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Mend, Program, Severity, fault
from firstcall.programs.lint.rules.sampling import reasons
from firstcall.programs.lint.rules.text_paths import in_reply, put_right, quotes_inside
from firstcall.programs.read.replies import Path
from firstcall.programs.read.reply_paths import is_object_at, leads_to_text, spelled
from firstcall.providers import Blocks

_TEXT_METHODS = frozenset("strip split lower upper replace startswith endswith splitlines".split())


def first_block(program: Program) -> Iterator[Fault]:
    """`message.content[0].text`."""
    for path, blocks in _messages(program):
        ends = {f".{blocks.attribute}[0].text", f".{blocks.attribute}[-1].text"}
        if path.steps and path.text in ends and not _guarded(program, path):
            surely = program.thinks(path.held.call)
            says = "first-block thinks" if surely else "first-block may-think"
            yield _not_text(path, blocks, says, surely, partial(_joined, program, path, path.end))


def first_part(program: Program) -> Iterator[Fault]:
    """`response.output[0].content[0].text`, where a model that reasons says first what it reasoned."""
    for path in program.replies.paths:
        call = path.held.call
        text, first = spelled(path), call.kind.first
        if path.held.part != "whole" or not first or not path.steps or not text.startswith(f"{first}["):
            continue
        if not _guarded(program, path):
            surely = call.model is not None and reasons(program, call)
            yield fault(
                "first-block part" if surely else "first-block part-may", path.end, "error" if surely else "warning",
                partial(put_right, program, path, path.end, "text"), model=call.model_id,
                better=call.kind.places["text"].path,
            )  # fmt: skip


def every_block(program: Program) -> Iterator[Fault]:
    """A loop over all blocks that reads `.text` of each without looking at its type."""
    for path, blocks in _messages(program):
        if path.text != f".{blocks.attribute}" or path.method is not None:
            continue
        loop = program.parent(path.end)
        if isinstance(loop, ast.For | ast.comprehension) and _reads_blindly(program, loop):
            surely = program.thinks(path.held.call)
            says = "first-block each-thinks" if surely else "first-block each-may-think"
            yield _not_text(path, blocks, says, surely, partial(_picked, program, path, loop))


def _not_text(path: Path, blocks: Blocks, says: str, surely: bool, mend: Mend) -> Fault:
    severity: Severity = "error" if surely else "warning"
    return fault(says, path.end, severity, mend, model=path.held.call.model_id, block=blocks.thinking)


def raw_content(program: Program) -> Iterator[Fault]:
    """`print(message.content)` prints the list of blocks."""
    for path, blocks in _messages(program):
        if path.text != f".{blocks.attribute}":
            continue
        above = program.parent(path.end)
        method = path.method.func.attr if path.method and isinstance(path.method.func, ast.Attribute) else ""
        shown = isinstance(above, ast.FormattedValue) or (isinstance(above, ast.Call) and _prints(above))
        if shown or isinstance(above, ast.BinOp) or method in _TEXT_METHODS:
            yield fault(
                "raw-content", path.end, "warning" if shown else "error",
                partial(_joined, program, path, path.end), name=blocks.attribute, block=blocks.text,
            )  # fmt: skip


def object_as_text(program: Program) -> Iterator[Fault]:
    """`"Answer: " + response.choices[0].message`: an object in the place of its text."""
    for path in program.replies.paths:
        call = path.held.call
        if path.held.part != "whole" or call.legacy or path.method is not None:
            continue
        if _wants_text(program.parent(path.end), path.end) and leads_to_text(call.kind, spelled(path)):
            if is_object_at(path, len(path.steps)):
                yield fault(
                    "raw-content object", path.end, "error",
                    partial(put_right, program, path, path.end, "text"), object=spelled(path) or call.kind.reply,
                )  # fmt: skip


def _wants_text(above: ast.AST | None, node: ast.expr) -> bool:
    """Whether an expression stands where only text will do: added to something, sent as the words of a turn, read
    as JSON."""
    match above:
        case ast.BinOp(op=ast.Add()) | ast.AugAssign(op=ast.Add()):
            return True
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return any(
                one is node and isinstance(key, ast.Constant) and key.value == "content" for key, one in pairs
            )
        case ast.Call(func=ast.Attribute(value=ast.Name(id="json"), attr="loads")):
            return True
    return False


def _messages(program: Program) -> Iterator[tuple[Path, Blocks]]:
    for path in program.replies.paths:
        call = path.held.call
        if path.held.part == "whole" and call.kind.blocks and not call.method.endswith(".parse"):
            yield path, call.kind.blocks


def _prints(call: ast.Call) -> bool:
    func = call.func
    return (isinstance(func, ast.Name) and func.id in {"print", "str"}) or (
        isinstance(func, ast.Attribute) and func.attr in {"write", "markdown"}
    )


def _guarded(program: Program, path: Path) -> bool:
    """Whether something around the path looks at the block's type."""
    for above in program.ancestors(path.end):
        if isinstance(above, ast.If | ast.IfExp):
            if program.once(("type", id(above.test)), partial(_asks_type, above.test)):
                return True
    return False


def _asks_type(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "type" for node in ast.walk(test))


def _joined(program: Program, path: Path, node: ast.expr) -> list[Edit]:
    text = in_reply(path.held.call.kind, "text", fixes.written(program, path.source))
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


RULES = (first_block, first_part, every_block, raw_content, object_as_text)
