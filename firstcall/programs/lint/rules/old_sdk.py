"""Calls of older SDKs, and the settings of the module beside them.

What it was, since when it is gone and what takes its place is data of each wire (`OldSdk`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.change.new_client import client_for, local_module
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.addresses import slashed
from firstcall.programs.read import vendors
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import OldCall, Provider


def old_call(program: Program) -> Iterator[Fault]:
    """`openai.ChatCompletion.create`, `client.completions.create(prompt=HUMAN_PROMPT + …)`."""
    for call in program.calls:
        if call.old is not None:
            owner = call.old.method.rpartition(".")[0] or call.old.method
            where = vendors.module_of(call.provider) if call.old.of_module else "client"
            yield fault(
                "old-sdk call", call.node.func, "error", partial(_modern, program, call, call.old),
                name=f"{where}.{owner}", provider=call.provider.name, version=call.provider.sdk.old.version,
                error=call.old.raises, now=call.old.now, list=call.kind.messages,
            )  # fmt: skip


def _modern(program: Program, call: ApiCall, old: OldCall) -> list[Edit]:
    if old.prompt and old.prompt not in call.words:
        raise NoFix
    client, made = client_for(program, call, old)
    found = [*fixes.replace(program, call.node.func, f"{client}.{old.now}"), *made]
    for name, better in old.renamed.items():
        if name in call.words and better in call.words:
            found += fixes.remove_word(program, call.node, name)
        elif name in call.words:
            value = fixes.written(program, call.words[name])
            found += fixes.replace_word(program, call.node, name, f"{better}={value}")
    if old.streams and call.kind.streaming.argument not in call.words:
        found += fixes.add_word(program, call.node, f"{call.kind.streaming.argument}=True")
    if old.prompt:
        said, elsewhere = _prompt(program, call, old, call.words[old.prompt])
        entry = f'{call.kind.messages}=[{{"role": "user", "content": {said}}}]'
        found += [*fixes.replace_word(program, call.node, old.prompt, entry), *elsewhere]
    return found


def _prompt(program: Program, call: ApiCall, old: OldCall, node: ast.expr) -> tuple[str, list[Edit]]:
    """The prompt as it is written, without the frame around it; the frame may stand where the prompt was made."""
    text = fixes.written(program, node)
    if not old.frame:
        return text, []
    made = program.origin(node)
    if isinstance(node, ast.Name) and made is not node:
        bare = _unframed(program, call, old, made)
        return text, fixes.replace(program, made, bare) if bare != fixes.written(program, made) else []
    return _unframed(program, call, old, node), []


def _unframed(program: Program, call: ApiCall, old: OldCall, node: ast.expr) -> str:
    if isinstance(node, ast.BinOp):
        kept = [part for part in _parts(node) if _mark(program, call, part) is None]
        return " + ".join(_unframed(program, call, old, part) for part in kept) or '""'
    text = re.sub(old.frame, "", fixes.written(program, node))
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and _mark(program, call, part) is not None:
            text = text.replace(f"{{{part.id}}}", "")
    found = re.fullmatch(r"f([\"'])\s*\{(\w+)\}\s*\1", text)
    if found:
        return found[2]
    return re.sub(r"^(f?[\"']) +", r"\1", re.sub(r" +([\"'])$", r"\1", text))


def _mark(program: Program, call: ApiCall, node: ast.expr) -> str | None:
    """What stood for the beginning or the end of a turn, `None` for anything else."""
    name = program.imported_as(node).rpartition(".")[2]
    return call.provider.sdk.old.marks.get(name)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def old_attribute(program: Program) -> Iterator[Fault]:
    """`openai.Embedding.create` and its likes."""
    for home in vendors.homes():
        old, module = home.sdk.old, vendors.module_of(home)
        gone = {f"{module}.{name}": now for name, now in old.attributes.items()}
        for node in program.all(ast.Attribute, ast.Name) if gone else ():
            name = program.imported_as(node)
            if name in gone:
                mend = partial(_todays_method, program, home, node, gone[name]) if gone[name] else None
                yield fault(
                    "old-sdk attribute" if mend else "old-sdk attribute-nothing", node, "error", mend,
                    name=name, version=old.version, error=old.raises, now=gone[name],
                )  # fmt: skip


def _todays_method(program: Program, home: Provider, node: ast.expr, now: str) -> list[Edit]:
    """`client.embeddings.create` in place of `openai.Embedding.create`; the module's own where no client is made."""
    method = program.parent(node)
    if not isinstance(method, ast.Attribute) or method.attr not in {now.rpartition(".")[2], "create"}:
        raise NoFix  # what is done to it has another name today
    if any(call.legacy for call in program.calls):
        raise NoFix  # their fix makes a client
    names = [
        made.targets[0].id
        for client, provider in program.clients
        if provider.sdk == home.sdk and isinstance(made := program.parent(client), ast.Assign)
        and isinstance(made.targets[0], ast.Name) and program.function_of(made) is None
    ]  # fmt: skip
    module = local_module(program, vendors.module_of(home)) if home.sdk.old.module_calls else None
    owner = names[0] if names else module
    if owner is None:
        raise NoFix
    return fixes.replace(program, method, f"{owner}.{now}")


def old_settings(program: Program) -> Iterator[Fault]:
    """`openai.api_key = …` beside calls that a client object makes; `openai.api_base = …`, which nobody reads."""
    for home in vendors.homes():
        legacy = any(
            call.old and call.old.of_module and call.provider.sdk == home.sdk for call in program.calls
        )
        if home.sdk.old.settings and not legacy:
            yield from _settings_of(program, home)


def _settings_of(program: Program, home: Provider) -> Iterator[Fault]:
    module, variable, old = vendors.module_of(home), home.address.key_variable, home.sdk.old
    made = any(provider.sdk == home.sdk for _, provider in program.clients)
    on_module = any(program.imported_as(call.node.func).startswith(f"{module}.") for call in program.calls)
    for node in program.all(ast.Assign):
        before, _, name = program.imported_as(node.targets[0]).rpartition(".")
        argument = old.settings.get(name) if before == module else None
        if argument is None:
            continue
        if on_module and name in old.renamed:
            better = old.renamed[name]
            yield fault(
                "old-sdk setting-renamed", node, "error", partial(_renamed, program, home, node, better),
                name=f"{module}.{name}", now=f"{module}.{better}",
            )  # fmt: skip
        elif made and not on_module:
            safe = argument == "api_key" and is_default_key(node.value, variable)
            yield fault(
                "old-sdk setting-found" if safe else "old-sdk setting", node, "warning",
                partial(fixes.remove_statement, program, node) if safe else None,
                name=f"{module}.{name}", variable=variable, now=f"{vendors.class_of(home)}({argument}=…)",
            )  # fmt: skip


def _renamed(program: Program, home: Provider, node: ast.Assign, better: str) -> list[Edit]:
    local = local_module(program, vendors.module_of(home))
    url = program.value(node.value)
    if local is None or not isinstance(url, str) or not isinstance(node.value, ast.Constant):
        raise NoFix
    return [
        *fixes.replace(program, node.targets[0], f"{local}.{better}"),
        *fixes.replace(program, node.value, f'"{slashed(url, home)}"'),
    ]


def is_default_key(node: ast.expr, variable: str) -> bool:
    """Whether a value is what the client finds by itself: its own variable of the environment."""
    code = ast.unparse(node)
    reads = isinstance(node, ast.Subscript | ast.Call) and ("environ" in code or "getenv" in code)
    constants = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return reads and constants[:1] == [variable]


def old_package(program: Program) -> Iterator[Fault]:
    """`import google.generativeai`: a package of another name."""
    packages = {
        package: (home.sdk.package, home.table)
        for home in vendors.homes()
        for package in home.sdk.old.packages
    }
    for node in program.all(ast.Import, ast.ImportFrom):
        before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{before}{name.name}." for name in node.names]
        for package, (today, table) in packages.items():
            if any(name.startswith(f"{package}.") for name in names):
                yield fault(
                    "old-sdk package", node, "error",
                    name=package, package=today, client=table["Client"].code, call=table["Call"].code,
                )  # fmt: skip


RULES = (old_call, old_attribute, old_settings, old_package)
