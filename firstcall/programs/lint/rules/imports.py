"""Names that a program has not imported, or imports from where they are not; the environment read with wrong brackets.

What an SDK's package holds is asked of its installed version.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from functools import cache, partial
from importlib.util import find_spec

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import importing, vendors
from firstcall.providers import Provider


def no_such_name(program: Program) -> Iterator[Fault]:
    """`from openai import openai`."""
    for home in vendors.homes():
        module = vendors.module_of(home)
        for node in program.all(ast.ImportFrom):
            if node.level or node.module != module:
                continue
            for one in node.names:
                if not _holds(module, one.name) and not _had(home, one.name):
                    now = _importing(home, one.name)
                    mend = partial(_instead, program, node, now) if not one.asname else None
                    yield fault(
                        "wrong-import", node, "error", mend, module=module, name=one.name[:40], now=now
                    )


@cache
def _holds(module: str, name: str) -> bool:
    """Whether a name can be imported from a package, for all that is known where it is not installed."""
    try:
        found = importing.module(module)
        return name == "*" or hasattr(found, name) or find_spec(f"{module}.{name}") is not None
    except ImportError:
        return True


def _had(home: Provider, name: str) -> bool:
    """Whether an SDK had a name once: that is said elsewhere."""
    old = home.sdk.old
    gone = [
        *(one.name for one in (*old.names, *old.modules)),
        *old.attributes,
        *(one.method for one in old.calls),
    ]
    return name in {old.errors_in, *old.errors, *(one.partition(".")[0] for one in gone)}


def no_such_module(program: Program) -> Iterator[Fault]:
    """`import OpenAI`, `import genai`."""
    for home in vendors.homes():
        for node in program.all(ast.Import):
            for one in node.names:
                if _misses(program, home, one.name):
                    now = _importing(home, one.name)
                    mend = partial(_instead, program, node, now) if not one.asname else None
                    yield fault("wrong-import module", node, "error", mend, name=one.name, now=now)
        for node in program.all(ast.ImportFrom):
            name = node.module or ""
            if not node.level and _is_misspelt(home, name):
                module = vendors.module_of(home)
                now = f"from {module} import {', '.join(map(ast.unparse, node.names))}"
                mend = partial(fixes.replace, program, node, now)
                yield fault("wrong-import module", node, "error", mend, name=name, now=now)


def _is_misspelt(home: Provider, name: str) -> bool:
    """Whether a name is a module's with other capital letters."""
    module = vendors.module_of(home)
    return name != module and name.lower() == module


def _misses(program: Program, home: Provider, name: str) -> bool:
    """Whether a module is misspelt, or named without the package around it where its calls show that it is meant."""
    around, _, last = vendors.module_of(home).rpartition(".")
    inner = bool(around) and name == last and any(call.provider.sdk == home.sdk for call in program.calls)
    return inner or _is_misspelt(home, name)


def _importing(home: Provider, name: str) -> str:
    """The statement that gives an SDK's class where that is meant, its module otherwise."""
    module, own = vendors.module_of(home), vendors.class_of(home)
    around, _, last = module.rpartition(".")
    if name == own:
        return f"from {module} import {own}"
    return f"from {around} import {last}" if around else f"import {module}"


def _instead(program: Program, node: ast.Import | ast.ImportFrom, now: str) -> list[Edit]:
    """Another statement, where it gives the one name that the program uses."""
    if len(node.names) > 1 or now.split()[-1] != node.names[0].name:
        raise NoFix
    return fixes.replace(program, node, now)


def not_imported(program: Program) -> Iterator[Fault]:
    """`from openai import OpenAI`, and then `openai.RateLimitError`."""
    froms = {node.module for node in program.all(ast.ImportFrom)}
    if any(one.name == "*" for node in program.all(ast.ImportFrom) for one in node.names):
        return
    for home in vendors.homes():
        module = vendors.module_of(home)
        name, now = module.rpartition(".")[2], _importing(home, "")
        if module not in froms or _is_given(program, name):
            continue
        for node in program.all(ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == name:
                mend = partial(fixes.after_imports, program, now)
                yield fault("not-imported", node.value, "error", mend, name=name, module=module, now=now)


def _is_given(program: Program, name: str) -> bool:
    """Whether anything in a program gives a name its value."""
    stored = (node.id for node in program.all(ast.Name) if not isinstance(node.ctx, ast.Load))
    defined = (node.name for node in program.all(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    taken = (node.arg for node in program.all(ast.arg))
    return name in {*program.local_names, *program.bindings.given, *stored, *defined, *taken, *dir(builtins)}


_DICT, _FUNCTIONS = "os.environ", ("os.getenv", "os.environ.get")


def wrong_brackets(program: Program) -> Iterator[Fault]:
    """`os.environ("KEY")`, `os.getenv["KEY"]`."""
    for node in program.all(ast.Call):
        if program.imported_as(node.func) == _DICT and len(node.args) == 1 and not node.keywords:
            yield _brackets(program, node, node.func, "[{}]", node.args[0])
    for node in program.all(ast.Subscript):
        if program.imported_as(node.value) in _FUNCTIONS:
            yield _brackets(program, node, node.value, "({})", node.slice)


def _brackets(program: Program, node: ast.expr, of: ast.expr, form: str, inside: ast.expr) -> Fault:
    name = fixes.written(program, of)
    now = name + form.format(fixes.written(program, inside))
    return fault(
        "wrong-brackets",
        node,
        "error",
        partial(fixes.replace, program, node, now),
        name=name[:60],
        now=now[:60],
    )


RULES = (no_such_name, no_such_module, not_imported, wrong_brackets)
