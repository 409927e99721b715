"""Dict brackets, `.get` and `in` on an object: replies have been objects since the SDKs' version 1."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.replies import Path
from firstcall.programs.read.reply_paths import attribute, is_object_at


def dict_brackets(program: Program) -> Iterator[Fault]:
    """`response["choices"]`: replies have been objects since the SDKs' version 1, and few take both."""
    for path in program.replies.paths:
        got, old = _got(path), path.held.call.old
        taken = path.held.call.provider.sdk.brackets or (old is not None and old.prompt and old.sign)
        keys = [at for at, step in enumerate(path.steps) if step.startswith("['")]
        if got is not None:
            keys.append(len(path.steps))
        if not taken and any(is_object_at(path, at) for at in keys):
            yield fault("dict-access", path.end, "error", partial(_dotted, program, path, got))


def _got(path: Path) -> str | None:
    """The name in `.get("content", "")` at the end of a path inside a reply."""
    match path.method:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name if name.isidentifier() and path.held.part != "stream" else None
    return None


def _dotted(program: Program, path: Path, got: str | None) -> Iterable[Edit]:
    if "[?]" in path.steps and not path.text.endswith("[?]"):
        raise NoFix
    steps = "".join(attribute(step) for step in path.steps if step != "[?]")
    text, node = fixes.written(program, path.root) + steps, path.end
    if "[?]" in path.steps:
        node = path.nodes[-2] if len(path.nodes) > 1 else path.root
    if got is not None and path.method is not None:
        text, node = f"{text}.{got}", path.method
        if len(path.method.args) > 1:
            text = f"({text} or {fixes.written(program, path.method.args[1])})"
    return fixes.replace(program, node, text)


def key_looked_for(program: Program) -> Iterator[Fault]:
    """`"content" in delta`: an object has no keys, so the answer is no."""
    for path in program.replies.paths:
        above = program.parent(path.end)
        match above:
            case ast.Compare(left=ast.Constant(value=str() as name), ops=[ast.In() | ast.NotIn() as sign]):
                if (
                    path.end is not above.comparators[0]
                    or path.held.part == "stream"
                    or path.method is not None
                ):
                    continue
                if name.isidentifier() and is_object_at(path, len(path.steps)):
                    is_in = isinstance(sign, ast.In)
                    yield fault(
                        "dict-access key", above, "error", partial(_there, program, path, above, name, is_in)
                    )


def _there(program: Program, path: Path, node: ast.Compare, name: str, is_in: bool) -> list[Edit]:
    if any("[?]" == step or step.startswith("['") for step in path.steps):
        raise NoFix
    return fixes.replace(
        program, node, f"{fixes.written(program, path.end)}.{name} is {'not ' if is_in else ''}None"
    )


RULES = (dict_brackets, key_looked_for)
