"""Calls of Anthropic's first SDKs: text completions with HUMAN_PROMPT, gone from the package.

Fact: `from anthropic import HUMAN_PROMPT` is an ImportError and `client.completions` an AttributeError
with the installed SDK.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read import vendors
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import Provider

_RULE = "old-sdk"
_MARKS = frozenset({"HUMAN_PROMPT", "AI_PROMPT"})
_FRAME = re.compile(r"\{(?:\w+\.)?(?:HUMAN|AI)_PROMPT\}|\\n\\nHuman:\s?|\\n\\nAssistant:\s?")


def _home() -> Provider | None:
    """Whose SDK it is: the one that makes messages today."""
    return vendors.of_method("messages.create")


def _module() -> str | None:
    """The package that these names were gone from."""
    home = _home()
    return vendors.module_of(home) if home is not None else None


def old_call(program: Program) -> Iterator[Fault]:
    home = _home()
    for call in program.calls:
        if home is not None and call.kind == "prompt":
            yield Fault(
                _RULE, call.node.func, "error", f"`client.completions` is gone from {home.name}'s SDK.",
                "It is an AttributeError. Today: `client.messages.create(…)` with a list of messages.",
                "Write today's call", partial(_modern, program, call),
            )  # fmt: skip


def _modern(program: Program, call: ApiCall) -> list[Edit]:
    if "prompt" not in call.words or not isinstance(call.node.func, ast.Attribute):
        raise NoFix
    inner = call.node.func.value
    assert isinstance(inner, ast.Attribute)
    client = fixes.written(program, inner.value)
    text = _prompt(program, call.words["prompt"])
    limit = fixes.written(program, call.words["max_tokens_to_sample"])
    return [
        *fixes.replace(program, call.node.func, f"{client}.messages.create"),
        *fixes.replace_word(program, call.node, "max_tokens_to_sample", f"max_tokens={limit}"),
        *fixes.replace_word(
            program, call.node, "prompt", f'messages=[{{"role": "user", "content": {text}}}]'
        ),
    ]


def _prompt(program: Program, node: ast.expr) -> str:
    """The prompt as it is written, without the frame of Human and Assistant around it."""
    if isinstance(node, ast.BinOp):
        kept = [part for part in _parts(node) if not _is_mark(part)]
        return " + ".join(fixes.written(program, part) for part in kept) or '""'
    written = _FRAME.sub("", fixes.written(program, node))
    found = re.fullmatch(r"f([\"'])\s*\{(\w+)\}\s*\1", written)
    if found:
        return found[2]
    return re.sub(r"^(f?[\"']) +", r"\1", written)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _is_mark(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in _MARKS


def old_names(program: Program) -> Iterator[Fault]:
    """`from anthropic import HUMAN_PROMPT, AI_PROMPT`."""
    for node in program.all(ast.ImportFrom):
        gone = [name.name for name in node.names if name.name in _MARKS]
        if gone and node.module == _module():
            kept = [ast.unparse(name) for name in node.names if name.name not in _MARKS]
            yield Fault(
                _RULE, node, "error", f"{' and '.join(gone)} {'are' if len(gone) > 1 else 'is'} gone from the package.",
                "The import fails, so nothing runs. Messages have roles now: no prompt needs this frame.",
                "Remove from the import", partial(_unimported, program, node, kept),
            )  # fmt: skip


def _unimported(program: Program, node: ast.ImportFrom, kept: list[str]) -> list[Edit]:
    if any(name.id in _MARKS for name in program.all(ast.Name)):
        raise NoFix  # the call goes first: its prompt still has the names in it
    if not kept:
        return fixes.remove_statement(program, node)
    return fixes.replace(program, node, f"from {node.module} import {', '.join(kept)}")


RULES = (old_call, old_names)
