"""What an SDK had once and has no more besides its calls: names, files, exceptions, parts of the client, of the API.

What it was, since when it is gone and what takes its place is data of each wire (`OldSdk`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.change.new_client import local_module
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.spelling import chain
from firstcall.providers import Gone, Provider


def gone_import(program: Program) -> Iterator[Fault]:
    """`from anthropic import HUMAN_PROMPT`, `import openai.error`: nothing runs behind it."""
    for home in vendors.homes():
        module = vendors.module_of(home)
        for node in program.all(ast.ImportFrom):
            if not node.level and f"{node.module}.".startswith(f"{module}."):
                yield from _from(program, home, node)
        for node in program.all(ast.Import):
            for one in node.names:
                inside = one.name.removeprefix(f"{module}.")
                if inside != one.name and inside.partition(".")[0] in _files(home):
                    yield _file(program, home, node, inside)


def _files(home: Provider) -> set[str]:
    old = home.sdk.old
    return {one.name for one in old.modules} | ({old.errors_in} if old.errors_in else set())


def _from(program: Program, home: Provider, node: ast.ImportFrom) -> Iterator[Fault]:
    module = vendors.module_of(home)
    inside = (node.module or "").removeprefix(module).lstrip(".")
    known = {one.name: one for one in home.sdk.old.names}
    paths = [".".join(filter(None, (inside, one.name))) for one in node.names]
    if inside == home.sdk.old.errors_in and inside:
        gone = f"{module}.{inside}"
        yield fault(
            "old-sdk errors", node, "error", partial(_errors, program, home, node), gone=gone, module=module
        )
    elif lost := [known[path] for path in paths if path in known]:
        yield fault(
            "old-sdk import" if not any(one.now for one in lost) else "old-sdk import-renamed", node, "error",
            partial(_unimported, program, home, node, inside),
            names=", ".join(f"`{one.name.rpartition('.')[2]}`" for one in lost), count=len(lost),
            now=", ".join(f"`{module}.{one.now}`" for one in lost if one.now), version=lost[0].since,
        )  # fmt: skip
    else:
        for path in paths:
            if path.partition(".")[0] in _files(home):
                yield _file(program, home, node, path)
                return


def _file(program: Program, home: Provider, node: ast.Import | ast.ImportFrom, path: str) -> Fault:
    """A whole file of the SDK's that is not there any more."""
    name, module = path.partition(".")[0], vendors.module_of(home)
    gone = {one.name: one for one in home.sdk.old.modules}.get(name, Gone(name, home.sdk.old.version))
    says = "old-sdk module" if gone.now or name == home.sdk.old.errors_in else "old-sdk module-nothing"
    mend = partial(_module_again, program, home, node) if name == home.sdk.old.errors_in else None
    return fault(
        says, node, "error", mend, name=f"{module}.{name}", now=gone.now, module=module, version=gone.since
    )


def _module_again(program: Program, home: Provider, node: ast.Import | ast.ImportFrom) -> list[Edit]:
    """The module itself in place of its file: each exception is found there now."""
    module, local = vendors.module_of(home), node.names[0].asname
    if len(node.names) > 1 or (isinstance(node, ast.ImportFrom) and "." in (node.module or "")):
        raise NoFix
    used = [one for one in program.all(ast.Attribute) if _old_error(program, home, one)]
    found = [edit for one in used for edit in fixes.replace(program, one, _todays(program, home, one.attr))]
    others = [
        one for one in program.all(ast.Import) if one is not node for name in one.names if name.name == module
    ]
    if others and not (isinstance(node, ast.Import) and local):
        return [*found, *fixes.remove_statement(program, node)]
    return [*found, *fixes.replace(program, node, f"import {module}")]


def _errors(program: Program, home: Provider, node: ast.ImportFrom) -> list[Edit]:
    """The exceptions imported from where they are today, under their names of today wherever the program has them."""
    module, errors = vendors.module_of(home), home.sdk.old.errors
    if any(one.name not in errors for one in node.names):
        raise NoFix
    names = dict.fromkeys(ast.unparse(ast.alias(errors[one.name], one.asname)) for one in node.names)
    renamed = {one.name: errors[one.name] for one in node.names if not one.asname}
    return [
        *fixes.replace(program, node, f"from {module} import {', '.join(names)}"),
        *_uses(program, renamed),
    ]


def _uses(program: Program, renamed: dict[str, str]) -> list[Edit]:
    return [
        edit
        for one in program.all(ast.Name)
        if renamed.get(one.id, one.id) != one.id
        for edit in fixes.replace(program, one, renamed[one.id])
    ]


def _unimported(program: Program, home: Provider, node: ast.ImportFrom, inside: str) -> list[Edit]:
    """The import without what is gone, or with what takes its place."""
    old, module = home.sdk.old, vendors.module_of(home)
    now = {one.name.rpartition(".")[2]: one.now for one in old.names if one.name.rpartition(".")[0] == inside}
    gone = [one for one in node.names if one.name in now]
    kept = [ast.unparse(one) for one in node.names if one not in gone]
    framed = {one.asname or one.name: one.name for one in gone if one.name in old.marks}
    found, lines = list[Edit](), list[str]()
    renamed = {one.name: now[one.name] for one in gone if now[one.name].isidentifier() and not one.asname}
    if {*framed.values(), *renamed} != {one.name for one in gone} or (inside and kept):
        raise NoFix
    found += _uses(program, renamed)
    names = [*kept, *dict.fromkeys(renamed.values())]
    used = [one for one in program.all(ast.Name) if one.id in framed]
    if used and any(call.old for call in program.calls):
        raise NoFix  # the call goes first: its prompt still has the names in it
    lines += [f"from {module} import {', '.join(names)}"] if names else []
    left = list[str]()
    for one in used:
        try:
            found += _out_of_list(program, one)
        except NoFix:
            left.append(one.id)
    lines += [f"{name} = {_quoted(old.marks[framed[name]])}" for name in dict.fromkeys(left)]
    if not lines:
        return [*found, *fixes.remove_statement(program, node)]
    start, end = fixes.own_lines(program, node)
    indent = fixes.indent_of(program, node)
    return [*found, Edit(start, end, "".join(f"{indent}{line}\n" for line in lines))]


def _quoted(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'


def _out_of_list(program: Program, node: ast.Name) -> list[Edit]:
    """A list without one of its elements; an argument that has nothing left goes too."""
    above = program.parent(node)
    if not isinstance(above, ast.List):
        raise NoFix
    word = program.parent(above)
    call = program.parent(word) if isinstance(word, ast.keyword) else None
    if len(above.elts) == 1 and isinstance(word, ast.keyword) and word.arg and isinstance(call, ast.Call):
        return fixes.remove_word(program, call, word.arg)
    return fixes.remove_element(program, above, above.elts.index(node))


def gone_attribute(program: Program) -> Iterator[Fault]:
    """`anthropic.HUMAN_PROMPT`, `openai.error.RateLimitError`."""
    for home in vendors.homes():
        module, old = vendors.module_of(home), home.sdk.old
        known = {f"{module}.{one.name}": one for one in old.names}
        for node in program.all(ast.Attribute) if known or old.errors_in else ():
            name = program.imported_as(node)
            if _old_error(program, home, node):
                gone, better = name.rpartition(".")[0], _todays(program, home, node.attr)
                yield fault(
                    "old-sdk error", node, "error", partial(_error, program, home, node),
                    name=name, gone=gone, module=module, better=better,
                )  # fmt: skip
            elif name in known and isinstance(node.value, ast.Name):
                one = known[name]
                yield fault(
                    "old-sdk name" if one.now else "old-sdk name-nothing", node, "error",
                    partial(_name, program, home, node, one), name=name, now=f"{module}.{one.now}", version=one.since,
                )  # fmt: skip


def _old_error(program: Program, home: Provider, node: ast.Attribute) -> bool:
    before = f"{vendors.module_of(home)}.{home.sdk.old.errors_in}."
    name = program.imported_as(node) if home.sdk.old.errors_in else ""
    return name.startswith(before) and "." not in name.removeprefix(before)


def _todays(program: Program, home: Provider, name: str) -> str:
    module = vendors.module_of(home)
    return f"{local_module(program, module) or module}.{home.sdk.old.errors.get(name, name)}"


def _error(program: Program, home: Provider, node: ast.Attribute) -> list[Edit]:
    module = vendors.module_of(home)
    found = [] if local_module(program, module) else fixes.need_import(program, module)
    return [*fixes.replace(program, node, _todays(program, home, node.attr)), *found]


def _name(program: Program, home: Provider, node: ast.Attribute, gone: Gone) -> list[Edit]:
    old = home.sdk.old
    if gone.name in old.marks and not any(call.old for call in program.calls):
        above = program.parent(node)
        if isinstance(above, ast.FormattedValue):
            return [Edit(program.text.span(node)[0] - 1, program.text.span(node)[1] + 1, "")]
        return fixes.replace(program, node, _quoted(old.marks[gone.name]))
    if not gone.now.isidentifier():
        raise NoFix
    return fixes.replace(program, node, f"{fixes.written(program, node.value)}.{gone.now}")


def gone_member(program: Program) -> Iterator[Fault]:
    """`client.beta.tools.messages.create`, which is no more, and `client.beta.threads`, which nobody answers."""
    for home in vendors.homes():
        if vendors.module_of(home) not in program.packages:
            continue
        for node in program.all(ast.Attribute):
            names = chain(node)
            for one in home.sdk.old.members:
                if _ends(names, one.name) and _on_client(program, home, node, one.name):
                    yield fault(
                        "old-sdk member" if one.now else "old-sdk member-nothing", node, "error",
                        partial(_member, program, node, one), name=f"client.{one.name}",
                        now=f"client.{one.now}", version=one.since,
                    )  # fmt: skip
            for ended in home.sdk.old.shut_down:
                if _ends(names, ended.name):
                    yield fault(
                        "old-sdk shut-down", node, "error", name=f"client.{ended.name}", date=ended.since,
                        now=f"client.{ended.now}", provider=home.name,
                    )  # fmt: skip


def _ends(names: Sequence[str], path: str) -> bool:
    parts = path.split(".")
    return list(names[-len(parts) :]) == parts


def _on_client(program: Program, home: Provider, node: ast.Attribute, path: str) -> bool:
    """Whether a name of one word stands on a client of this SDK, and is no call that is told of as an old one."""
    if any(path == old.method for old in home.sdk.old.calls):
        return False
    if "." in path:
        return True
    made = program.single(node.value.id) if isinstance(node.value, ast.Name) else None
    value = made.value if made is not None else node.value
    return isinstance(value, ast.Call) and any(value is client for client, _ in program.clients)


def _member(program: Program, node: ast.Attribute, gone: Gone) -> list[Edit]:
    if not gone.now or len(gone.now.split(".")) > len(gone.name.split(".")):
        raise NoFix
    owner: ast.expr = node
    for _ in gone.name.split("."):
        assert isinstance(owner, ast.Attribute)
        owner = owner.value
    return fixes.replace(program, node, f"{fixes.written(program, owner)}.{gone.now}")


def other_library(program: Program) -> Iterator[Fault]:
    """`timeout=httpx.Timeout(…)` where the SDK takes the objects of another library."""
    for client, provider in program.clients:
        for word, given in program.words_of(client)[0].items():
            node = program.origin(given)
            made = program.imported_as(node.func) if isinstance(node, ast.Call) else ""
            library = made.partition(".")[0]
            better = provider.sdk.old.libraries.get(library)
            if better is not None:
                yield fault(
                    "other-library", node, "error", partial(_relibraried, program, node, library, better),
                    name=word, library=library, better=better, provider=provider.name,
                )  # fmt: skip


def _relibraried(program: Program, node: ast.expr, library: str, better: str) -> list[Edit]:
    inside = [
        one
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and program.local_names.get(one.id) == library
    ]
    if not inside:
        raise NoFix
    return [
        *(edit for one in inside for edit in fixes.replace(program, one, better)),
        *fixes.need_import(program, better),
    ]


RULES = (gone_import, gone_attribute, gone_member, other_library)
