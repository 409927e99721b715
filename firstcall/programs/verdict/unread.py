"""Calls of an SDK's client that no rule looks at, such as those for pictures and embeddings."""

from __future__ import annotations

import ast

from firstcall.programs.lint.rules import Program
from firstcall.programs.read import vendors
from firstcall.programs.read.client import OPTIONS
from firstcall.programs.read.spelling import chain

_NO_REQUESTS = frozenset({*OPTIONS, "close", "is_closed"})


def unread_methods(program: Program) -> list[tuple[str, str]]:
    """The methods that a program calls on a provider's client and that are not read, each once with the provider's
    name: `embeddings.create`, OpenAI."""
    known = {id(call.node) for call in program.calls}
    names = {id(client): provider.name for client, provider in program.clients}
    found = dict[tuple[str, str], None]()
    for node in program.all(ast.Call):
        method = chain(node.func)
        client = program.made_at(node.func) if method and id(node) not in known else None
        if client is not None and id(client) in names and not _NO_REQUESTS & set(method):
            found[".".join(method), names[id(client)]] = None
        elif module := _of_module(program, node):
            if id(node) not in known:
                found[module] = None
    return list(found)


def _of_module(program: Program, node: ast.Call) -> tuple[str, str] | None:
    """A function of an SDK's module, in small letters, which makes a request: `openai.embeddings.create`."""
    name = program.imported_as(node.func)
    for home in vendors.homes():
        module = vendors.module_of(home)
        rest = name.removeprefix(f"{module}.")
        if rest != name and "." in rest and rest.islower():  # classes are written in capitals
            return rest, home.name
    return None
