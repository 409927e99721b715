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
from firstcall.programs.read import vendors
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import Provider

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


def _home() -> Provider | None:
    """Whose SDK it is: the one that makes chat completions today."""
    return vendors.of_method("chat.completions.create")


def _module() -> str | None:
    home = _home()
    return vendors.module_of(home) if home is not None else None


def old_call(program: Program) -> Iterator[Fault]:
    """`openai.ChatCompletion.create` and `openai.Completion.create`."""
    for call in program.calls:
        if call.method[0].isupper():
            name = call.method.partition(".")[0]
            yield Fault(
                _RULE, call.node.func, "error", f"`openai.{name}` is gone since version 1 of the SDK (2023).",
                "It raises APIRemovedInV1. Today a client object makes the call: `client.chat.completions.create(…)`.",
                "Write today's call", partial(_modern, program, call),
            )  # fmt: skip


def _modern(program: Program, call: ApiCall) -> list[Edit]:
    if call.method.endswith("acreate"):
        raise NoFix
    client, made = _client(program, call.provider)
    found = [*fixes.replace(program, call.node.func, f"{client}.chat.completions.create"), *made]
    if call.kind == "completion":
        if "prompt" not in call.words:
            raise NoFix
        prompt = fixes.written(program, call.words["prompt"])
        entry = f'messages=[{{"role": "user", "content": {prompt}}}]'
        found += fixes.replace_word(program, call.node, "prompt", entry)
    return found


def _client(program: Program, wanted: Provider) -> tuple[str, list[Edit]]:
    """The name of the program's client, or of one that is made behind the imports."""
    for node, provider in program.clients:
        above = program.parent(node)
        if (
            provider.sdk == wanted.sdk
            and isinstance(above, ast.Assign)
            and isinstance(above.targets[0], ast.Name)
        ):
            return above.targets[0].id, []
    if "client" in program.bindings.given:
        raise NoFix
    name = wanted.sdk.client if vendors.module_of(wanted) in program.imported else vendors.class_of(wanted)
    return "client", fixes.after_imports(program, f"client = {name}()")


def old_other(program: Program) -> Iterator[Fault]:
    """`openai.Embedding.create` and its likes."""
    for node in program.all(ast.Attribute):
        if isinstance(node.value, ast.Name) and node.attr in _OTHERS and node.value.id == _module():
            better = _OTHERS[node.attr]
            now = f"Today: `client.{better}(…)`." if better else "Nothing takes its place."
            yield Fault(
                _RULE, node, "error", f"`{node.value.id}.{node.attr}` is gone since version 1 of the SDK (2023).",
                f"It raises APIRemovedInV1. {now}",
            )  # fmt: skip


def old_errors(program: Program) -> Iterator[Fault]:
    """`openai.error.RateLimitError`, `from openai.error import …`."""
    module = _module()
    why = f"There is no module `{module}.error` any more: the exceptions stand in `{module}` itself."
    for node in program.all(ast.Attribute):
        inner = node.value
        if not isinstance(inner, ast.Attribute) or inner.attr != "error":
            continue
        if isinstance(inner.value, ast.Name) and inner.value.id == module:
            better = f"{module}.{_ERRORS.get(node.attr, node.attr)}"
            yield Fault(
                _RULE, node, "error", f"`{module}.error.{node.attr}` is gone.", why, f"Use {better}",
                partial(fixes.replace, program, node, better),
            )  # fmt: skip
    for node in program.all(ast.ImportFrom):
        if module is not None and node.module == f"{module}.error":
            names = [name.name for name in node.names if name.asname is None]
            same = set(names) <= _SAME and len(names) == len(node.names)
            yield Fault(
                _RULE, node, "error", f"The module `{module}.error` is gone.", why,
                f"Import from {module}" if same else None,
                partial(fixes.replace, program, node, f"from {module} import {', '.join(names)}") if same else None,
            )  # fmt: skip


def old_settings(program: Program) -> Iterator[Fault]:
    """`openai.api_key = …` beside calls that a client object makes, or that are to become such."""
    home, module = _home(), _module()
    legacy = any(call.method[0].isupper() for call in program.calls)
    if home is None or not (legacy or any(provider.sdk == home.sdk for _, provider in program.clients)):
        return
    for node in program.all(ast.Assign):
        match node.targets:
            case [
                ast.Attribute(attr="api_key" | "api_base" | "organization" as name, value=ast.Name(id=owner))
            ] if owner == module:
                argument = {"api_base": "base_url"}.get(name, name)
                variable = home.address.key_variable
                safe = name == "api_key" and _is_default_key(node.value, variable)
                yield Fault(
                    _RULE, node, "warning", f"A client object does not read `{module}.{name}`.",
                    f"The client finds {variable} in the environment by itself."
                    if safe else f"Give it to the client: `{vendors.class_of(home)}({argument}=…)`.",
                    "Remove the line" if safe else None,
                    partial(fixes.remove_statement, program, node) if safe else None,
                )  # fmt: skip


def _is_default_key(node: ast.expr, variable: str) -> bool:
    """Whether a value is what the client finds by itself: its own variable of the environment."""
    reads = isinstance(node, ast.Subscript | ast.Call) and "environ" in ast.unparse(node) + "environ" * (
        "getenv" in ast.unparse(node)
    )
    constants = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return reads and constants[:1] == [variable]


RULES = (old_call, old_other, old_errors, old_settings)
