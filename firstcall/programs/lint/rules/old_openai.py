"""Calls of OpenAI's SDK before version 1, which today's SDK answers with `APIRemovedInV1` or an ImportError.

Source: `openai/lib/_old_api.py` of the installed SDK.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.whole_program import ApiCall

_RULE = "old-sdk"
_OTHERS = {
    "Embedding": "embeddings.create", "Image": "images.generate", "Moderation": "moderations.create",
    "Audio": "audio.transcriptions.create", "Model": "models.list", "File": "files.create", "Edit": None,
    "FineTune": None, "Engine": None,
}  # fmt: skip
_ERRORS = {
    "InvalidRequestError": "BadRequestError", "Timeout": "APITimeoutError", "TryAgain": "APIConnectionError",
    "ServiceUnavailableError": "InternalServerError", "PermissionError": "PermissionDeniedError",
}  # fmt: skip
_SAME = frozenset("RateLimitError AuthenticationError APIError APIConnectionError OpenAIError".split())


def old_call(program: Program) -> Iterator[Fault]:
    """`openai.ChatCompletion.create` and `openai.Completion.create`."""
    for call in program.calls:
        if call.provider == "openai" and call.legacy:
            name = call.method.partition(".")[0]
            yield Fault(
                _RULE, call.node.func, "error", f"`openai.{name}` is gone since version 1 of the SDK (2023).",
                "It raises APIRemovedInV1. Today a client object makes the call: `client.chat.completions.create(…)`.",
                "Write today's call", partial(_modern, program, call),
            )  # fmt: skip


def _modern(program: Program, call: ApiCall) -> list[Edit]:
    if call.method.endswith("acreate"):
        raise NoFix
    client, made = _client(program)
    found = [*fixes.replace(program, call.node.func, f"{client}.chat.completions.create"), *made]
    if call.kind == "completion":
        if "prompt" not in call.words:
            raise NoFix
        prompt = fixes.written(program, call.words["prompt"])
        entry = f'messages=[{{"role": "user", "content": {prompt}}}]'
        found += fixes.replace_word(program, call.node, "prompt", entry)
    return found


def _client(program: Program) -> tuple[str, list[Edit]]:
    """The name of the program's client, or of one that is made behind the imports."""
    for node, provider in program.clients:
        above = program.parent(node)
        if provider == "openai" and isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Name):
            return above.targets[0].id, []
    if "client" in program.survey.bindings:
        raise NoFix
    call = "openai.OpenAI()" if "openai" in program.imported else "OpenAI()"
    return "client", fixes.after_imports(program, f"client = {call}")


def old_other(program: Program) -> Iterator[Fault]:
    """`openai.Embedding.create` and its likes."""
    for node in program.all(ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "openai" and node.attr in _OTHERS:
            better = _OTHERS[node.attr]
            now = f"Today: `client.{better}(…)`." if better else "Nothing takes its place."
            yield Fault(
                _RULE, node, "error", f"`openai.{node.attr}` is gone since version 1 of the SDK (2023).",
                f"It raises APIRemovedInV1. {now}",
            )  # fmt: skip


def old_errors(program: Program) -> Iterator[Fault]:
    """`openai.error.RateLimitError`, `from openai.error import …`."""
    why = "There is no module `openai.error` any more: the exceptions stand in `openai` itself."
    for node in program.all(ast.Attribute):
        inner = node.value
        if not isinstance(inner, ast.Attribute) or inner.attr != "error":
            continue
        if isinstance(inner.value, ast.Name) and inner.value.id == "openai":
            better = f"openai.{_ERRORS.get(node.attr, node.attr)}"
            yield Fault(
                _RULE, node, "error", f"`openai.error.{node.attr}` is gone.", why, f"Use {better}",
                partial(fixes.replace, program, node, better),
            )  # fmt: skip
    for node in program.all(ast.ImportFrom):
        if node.module == "openai.error":
            names = [name.name for name in node.names if name.asname is None]
            same = set(names) <= _SAME and len(names) == len(node.names)
            yield Fault(
                _RULE, node, "error", "The module `openai.error` is gone.", why,
                "Import from openai" if same else None,
                partial(fixes.replace, program, node, f"from openai import {', '.join(names)}") if same else None,
            )  # fmt: skip


def old_settings(program: Program) -> Iterator[Fault]:
    """`openai.api_key = …` beside calls that a client object makes, or that are to become such."""
    legacy = any(call.provider == "openai" and call.legacy for call in program.calls)
    if not legacy and not any(provider == "openai" for _, provider in program.clients):
        return
    for node in program.all(ast.Assign):
        match node.targets:
            case [
                ast.Attribute(
                    attr="api_key" | "api_base" | "organization" as name, value=ast.Name(id="openai")
                )
            ]:
                argument = {"api_base": "base_url"}.get(name, name)
                safe = name == "api_key" and _is_default_key(node.value)
                yield Fault(
                    _RULE, node, "warning", f"A client object does not read `openai.{name}`.",
                    "The client finds OPENAI_API_KEY in the environment by itself."
                    if safe else f"Give it to the client: `OpenAI({argument}=…)`.",
                    "Remove the line" if safe else None,
                    partial(fixes.remove_statement, program, node) if safe else None,
                )  # fmt: skip


def _is_default_key(node: ast.expr) -> bool:
    """Whether a value is what the client finds by itself: OPENAI_API_KEY of the environment."""
    reads = isinstance(node, ast.Subscript | ast.Call) and "environ" in ast.unparse(node) + "environ" * (
        "getenv" in ast.unparse(node)
    )
    constants = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return reads and constants[:1] == ["OPENAI_API_KEY"]


RULES = (old_call, old_other, old_errors, old_settings)
