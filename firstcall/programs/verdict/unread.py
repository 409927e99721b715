"""Calls of an SDK's client whose models nobody here knows the rules of, such as those for pictures and embeddings."""

from __future__ import annotations

import ast

from firstcall.programs.lint.rules import Program
from firstcall.programs.read import vendors
from firstcall.programs.read.client import OPTIONS
from firstcall.programs.read.sdk_methods import methods
from firstcall.programs.read.spelling import chain

_NO_REQUESTS = frozenset({*OPTIONS, "close", "is_closed"})


def unread_methods(program: Program) -> dict[tuple[str, str], bool]:
    """The methods that a program calls on a provider's client and that are no calls of a model's, each with the
    provider's name: `embeddings.create`, OpenAI; and whether the SDK says what they take."""
    known = {id(call.node) for call in program.calls}
    names = {id(client): provider.name for client, provider in program.clients}
    signed = {id(one.node): one for one in methods(program)}
    found = dict[tuple[str, str], bool]()
    for node in program.all(ast.Call):
        method = chain(node.func) if id(node) not in known else []
        if _NO_REQUESTS & set(method):
            continue
        if id(node) in signed:
            one = signed[id(node)]
            found[one.path, one.provider.name] = callable(one.function)
            continue
        client = program.made_at(node.func) if method else None
        if client is not None and id(client) in names:
            found[".".join(method), names[id(client)]] = False
        elif id(node) not in known and (module := _of_module(program, node)):
            found[module] = False
    return found


def _of_module(program: Program, node: ast.Call) -> tuple[str, str] | None:
    """A function of an SDK's module, in small letters, which makes a request: `openai.embeddings.create`."""
    name = program.imported_as(node.func)
    for home in vendors.homes():
        module = vendors.module_of(home)
        rest = name.removeprefix(f"{module}.")
        if rest != name and "." in rest and rest.islower():  # classes are written in capitals
            return rest, home.name
    return None
