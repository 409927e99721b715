"""Lines with curl as the same kind of tree as a Python program, so that the same rules read them. Runs nothing.

`shlex` splits them as a shell does. Each request becomes a call of `curl`, with its URL, headers and body; one to a
provider's endpoint also the call that its SDK would make of it. Nodes stand where their text stands in the lines.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from firstcall.programs.read import vendors
from firstcall.programs.read.curl.lines import requests
from firstcall.programs.read.curl.placed import Placed
from firstcall.programs.read.source import Text, of_tree, plain


@lru_cache(maxsize=16)
def read(source: str) -> Text:
    """The requests of a text as a tree."""
    source = plain(source)
    placed = Placed(of_tree(source, ast.Module([], []), "json"))
    body = [statement for request in requests(source) for statement in placed.statements(request)]
    modules = ["curl", *(vendors.module_of(home) for home in placed.called.values())]
    imports: list[ast.stmt] = [ast.fix_missing_locations(ast.Import([ast.alias(name)])) for name in modules]
    return of_tree(source, ast.Module([*imports, *body], []), "json")


def is_whole(source: str) -> bool:
    """Whether each quote of the requests is closed."""
    return not any(request.open for request in requests(source))


def adapted(source: str, start: int, value: str, own: bool) -> str:
    """A value in JSON as it has to stand at a place of the lines: without its quotes in a URL, and with `\\` before
    them where the shell's own are the same. Of what is in JSON by its `own` the quotes alone are looked at."""
    if own:
        quote = source.rfind('"', 0, start)  # of an entry before, or the one that opens the body in the shell
        escaped = source[quote - 1 : quote] == "\\" or source[quote + 1 : quote + 2] == "{"
        return value.replace('"', '\\"') if escaped else value
    if not value.startswith('"'):
        return value
    if source[start : start + 1] != '"':
        return value[1:-1]
    return value[:-1] + '\\"' if source[start - 1 : start] == "\\" else value
