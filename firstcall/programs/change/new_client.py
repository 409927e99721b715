"""The client for a call that the module itself made once: which there is, or where a new one can be made.

It takes the place of the settings that the program gave the module, and comes after what fills the environment, for a
client reads its key when it is made.
"""

from __future__ import annotations

import ast

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.read import environment, vendors
from firstcall.programs.read.whole_program import ApiCall, WholeProgram
from firstcall.providers import OldCall, Provider

_NAMES = ("client", "new_client")


def client_for(program: WholeProgram, call: ApiCall, old: OldCall) -> tuple[str, list[Edit]]:
    """What stands before today's method in a call: the client, as it is written or after these edits."""
    if not old.of_module:
        return _written_before(program, call, old), []
    there = _existing(program, call, old)
    if there is not None:
        return there, []
    settings = _settings(program, call.provider)
    name = next((name for name in _NAMES if name not in program.bindings.given), None)
    if name is not None and all(_movable(program, call, one) for one in settings.values()):
        try:
            made = _made(program, call, old, name, settings)
        except NoFix:  # no line to put it on
            made = None
        if made is not None:
            return name, made
    module = local_module(program, vendors.module_of(call.provider))
    if module is None or old.awaited or not call.provider.sdk.old.module_calls:
        raise NoFix
    return module, []


def local_module(program: WholeProgram, module: str) -> str | None:
    """The name by which a program has a module, `None` where it has none."""
    return next((name for name, full in program.local_names.items() if full == module), None)


def _written_before(program: WholeProgram, call: ApiCall, old: OldCall) -> str:
    node: ast.expr = call.node.func
    for _ in old.method.split("."):
        if not isinstance(node, ast.Attribute):
            raise NoFix
        node = node.value
    return fixes.written(program, node)


def _existing(program: WholeProgram, call: ApiCall, old: OldCall) -> str | None:
    """The name of a client that is made for the whole program, or in the function of the call."""
    for client, provider in program.clients:
        above, place = program.parent(client), program.places[id(client)]
        if (
            provider.sdk == call.provider.sdk
            and isinstance(above, ast.Assign)
            and isinstance(above.targets[0], ast.Name)
            and place.function in (None, program.function_of(call.node))
            and old.awaited == program.names_of(client.func)[-1].startswith("Async")
        ):
            return above.targets[0].id
    return None


def _settings(program: WholeProgram, provider: Provider) -> dict[str, ast.Assign]:
    """What the program gives the module that a client takes as an argument, the last of each. `NoFix` for a cloud."""
    module, old = vendors.module_of(provider), provider.sdk.old
    found = dict[str, ast.Assign]()
    for node in program.all(ast.Assign):
        before, _, name = program.imported_as(node.targets[0]).rpartition(".")
        if before == module and name in old.clouds:
            raise NoFix
        if before == module and name in old.settings:
            if old.settings[name] in found:
                raise NoFix
            found[old.settings[name]] = node
    return found


def _movable(program: WholeProgram, call: ApiCall, node: ast.Assign) -> bool:
    """Whether a client may be made where a setting stands: each call must see it."""
    place = program.places[id(node)]
    callers = {
        program.function_of(one.node)
        for one in program.calls
        if one.old and one.old.of_module and one.provider.sdk == call.provider.sdk
    }
    return place.plain and (place.function is None or callers == {place.function})


def _made(
    program: WholeProgram, call: ApiCall, old: OldCall, name: str, settings: dict[str, ast.Assign]
) -> list[Edit] | None:
    """The edits that make a client; `None` where there is no place for it."""
    asynchronous = "Async" if old.awaited else ""
    own = f"{asynchronous}{vendors.class_of(call.provider)}"
    module, found = local_module(program, vendors.module_of(call.provider)), list[Edit]()
    if module is not None:
        own = f"{module}.{own}"
    elif own not in program.local_names:
        found += _import(program, vendors.module_of(call.provider), own, old)
    words = ", ".join(f"{word}={fixes.written(program, one.value)}" for word, one in settings.items())
    line = f"{name} = {own}({words})"
    if settings:
        *earlier, last = sorted(settings.values(), key=lambda one: one.lineno)
        found += [edit for one in earlier for edit in fixes.remove_statement(program, one)]
        return [*found, *fixes.replace(program, last, line)]
    filling = environment.fills(program)
    if any(program.function_of(one) is not None or not program.places[id(one)].plain for one in filling):
        return None
    early = [one for one in filling if one.lineno < call.node.lineno]
    return [
        *found,
        *(
            fixes.insert_after(program, early[-1], ["", line])
            if early
            else fixes.after_imports(program, line)
        ),
    ]


def _import(program: WholeProgram, module: str, own: str, old: OldCall) -> list[Edit]:
    """The class of the client in place of the one that made the call before."""
    gone = old.method.partition(".")[0]
    for node in program.all(ast.ImportFrom):
        if node.module == module and any(one.name == gone for one in node.names):
            names = [own if one.name == gone else ast.unparse(one) for one in node.names]
            return fixes.replace(program, node, f"from {module} import {', '.join(names)}")
    return fixes.need_name(program, f"{module}.{own}")
