"""What an SDK had in older versions and has no more: calls, classes, exceptions, settings, whole packages.

What it was, since when it is gone and what takes its place is data of each wire (`OldSdk`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall import providers
from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.spelling import spelled
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import OldCall, Provider


def old_call(program: Program) -> Iterator[Fault]:
    """`openai.ChatCompletion.create`, `client.completions.create(prompt=HUMAN_PROMPT + …)`."""
    for call in program.calls:
        if call.old is not None:
            owner = call.old.method.rpartition(".")[0]
            where = vendors.module_of(call.provider) if _of_module(call.old) else "client"
            yield fault(
                "old-sdk call", call.node.func, "error", partial(_modern, program, call, call.old),
                name=f"{where}.{owner}", provider=call.provider.name, version=call.provider.sdk.old.version,
                error=call.old.raises, now=call.old.now, list=call.kind.messages,
            )  # fmt: skip


def _of_module(old: OldCall) -> bool:
    return old.method[0].isupper()


def _modern(program: Program, call: ApiCall, old: OldCall) -> list[Edit]:
    if old.awaited or (old.prompt and old.prompt not in call.words):
        raise NoFix
    client, made = _client(program, call, old)
    found = [*fixes.replace(program, call.node.func, f"{client}.{old.now}"), *made]
    for name, better in old.renamed.items():
        if name in call.words:
            value = fixes.written(program, call.words[name])
            found += fixes.replace_word(program, call.node, name, f"{better}={value}")
    if old.prompt:
        said = _prompt(program, old, call.words[old.prompt])
        entry = f'{call.kind.messages}=[{{"role": "user", "content": {said}}}]'
        found += fixes.replace_word(program, call.node, old.prompt, entry)
    return found


def _client(program: Program, call: ApiCall, old: OldCall) -> tuple[str, list[Edit]]:
    """The client as it stands in the call, or the name of the program's client, or of one that is made."""
    if not _of_module(old):
        node: ast.expr = call.node.func
        for _ in old.method.split("."):
            if not isinstance(node, ast.Attribute):
                raise NoFix
            node = node.value
        return fixes.written(program, node), []
    wanted = call.provider
    for client, provider in program.clients:
        above = program.parent(client)
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


def _prompt(program: Program, old: OldCall, node: ast.expr) -> str:
    """The prompt as it is written, without the frame around it."""
    if not old.frame:
        return fixes.written(program, node)
    if isinstance(node, ast.BinOp):
        kept = [part for part in _parts(node) if _name(part) not in old.marks]
        return " + ".join(fixes.written(program, part) for part in kept) or '""'
    written = re.sub(old.frame, "", fixes.written(program, node))
    found = re.fullmatch(r"f([\"'])\s*\{(\w+)\}\s*\1", written)
    if found:
        return found[2]
    return re.sub(r"^(f?[\"']) +", r"\1", written)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def old_import(program: Program) -> Iterator[Fault]:
    """`from anthropic import HUMAN_PROMPT, AI_PROMPT`."""
    gone = {vendors.module_of(home): home.sdk.old.imports for home in vendors.homes()}
    for node in program.all(ast.ImportFrom):
        names = [name.name for name in node.names if name.name in gone.get(node.module or "", ())]
        if names:
            kept = [ast.unparse(name) for name in node.names if name.name not in names]
            yield fault(
                "old-sdk import", node, "error", partial(_unimported, program, node, names, kept),
                names=", ".join(f"`{name}`" for name in names), count=len(names),
            )  # fmt: skip


def _unimported(program: Program, node: ast.ImportFrom, gone: list[str], kept: list[str]) -> list[Edit]:
    if any(name.id in gone for name in program.all(ast.Name)):
        raise NoFix  # the call goes first: its prompt still has the names in it
    if not kept:
        return fixes.remove_statement(program, node)
    return fixes.replace(program, node, f"from {node.module} import {', '.join(kept)}")


def old_attribute(program: Program) -> Iterator[Fault]:
    """`openai.Embedding.create` and its likes."""
    homes = {vendors.module_of(home): home for home in vendors.homes()}
    for node in program.all(ast.Attribute):
        home = homes.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if home is not None and node.attr in home.sdk.old.attributes:
            now, old = home.sdk.old.attributes[node.attr], home.sdk.old
            yield fault(
                "old-sdk attribute" if now else "old-sdk attribute-nothing", node, "error",
                name=f"{vendors.module_of(home)}.{node.attr}", version=old.version, error=old.raises, now=now,
            )  # fmt: skip


def old_errors(program: Program) -> Iterator[Fault]:
    """`openai.error.RateLimitError`, `from openai.error import …`."""
    for home in vendors.homes():
        if home.sdk.old.errors_in:
            yield from _errors_of(program, home)


def _errors_of(program: Program, home: Provider) -> Iterator[Fault]:
    module, old = vendors.module_of(home), home.sdk.old
    gone = f"{module}.{old.errors_in}"
    for node in program.all(ast.Attribute):
        inner = node.value
        if isinstance(inner, ast.Attribute) and spelled(inner) == [module, old.errors_in]:
            better = f"{module}.{old.errors.get(node.attr, node.attr)}"
            yield fault(
                "old-sdk error", node, "error", partial(fixes.replace, program, node, better),
                name=f"{gone}.{node.attr}", gone=gone, module=module, better=better,
            )  # fmt: skip
    for node in program.all(ast.ImportFrom):
        if node.module == gone:
            names = [name.name for name in node.names]
            same = all(old.errors.get(name.name) == name.name and not name.asname for name in node.names)
            mend = partial(fixes.replace, program, node, f"from {module} import {', '.join(names)}")
            yield fault("old-sdk errors", node, "error", mend if same else None, gone=gone, module=module)


def old_settings(program: Program) -> Iterator[Fault]:
    """`openai.api_key = …` beside calls that a client object makes, or that are to become such."""
    for home in vendors.homes():
        legacy = any(
            call.old and _of_module(call.old) and call.provider.sdk == home.sdk for call in program.calls
        )
        if home.sdk.old.settings and (legacy or any(made.sdk == home.sdk for _, made in program.clients)):
            yield from _settings_of(program, home)


def _settings_of(program: Program, home: Provider) -> Iterator[Fault]:
    module, variable = vendors.module_of(home), home.address.key_variable
    for node in program.all(ast.Assign):
        match node.targets:
            case [ast.Attribute(attr=name, value=ast.Name(id=owner))] if owner == module:
                argument = home.sdk.old.settings.get(name)
                safe = argument == "api_key" and _is_default_key(node.value, variable)
                if argument is not None:
                    yield fault(
                        "old-sdk setting-found" if safe else "old-sdk setting", node, "warning",
                        partial(fixes.remove_statement, program, node) if safe else None,
                        name=f"{module}.{name}", variable=variable,
                        now=f"{vendors.class_of(home)}({argument}=…)",
                    )  # fmt: skip


def _is_default_key(node: ast.expr, variable: str) -> bool:
    """Whether a value is what the client finds by itself: its own variable of the environment."""
    code = ast.unparse(node)
    reads = isinstance(node, ast.Subscript | ast.Call) and ("environ" in code or "getenv" in code)
    constants = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return reads and constants[:1] == [variable]


def old_package(program: Program) -> Iterator[Fault]:
    """`import google.generativeai`: a package of another name. Its provider may be only told of."""
    packages = {
        package: (home.sdk.package, home.table)
        for home in vendors.homes()
        for package in home.sdk.old.packages
    }
    packages |= {p: (one.package, one.table) for one in providers.told().values() for p in one.old_packages}
    for node in program.all(ast.Import, ast.ImportFrom):
        before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{before}{name.name}." for name in node.names]
        for package, (today, table) in packages.items():
            if any(name.startswith(f"{package}.") for name in names):
                yield fault(
                    "old-sdk package", node, "error",
                    name=package, package=today, client=table["Client"].code, call=table["Call"].code,
                )  # fmt: skip


RULES = (old_call, old_import, old_attribute, old_errors, old_settings, old_package)
