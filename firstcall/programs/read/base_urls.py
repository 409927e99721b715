"""The base URLs that a program gives: to a client, to a module, by way of the environment."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from firstcall.programs.read.followed import Followed
from firstcall.programs.read.spelling import spelled

ARGUMENTS = ("base_url", "api_base", "openai_api_base", "azure_endpoint", "endpoint")
"""The arguments in which clients and libraries take one."""
_EITHER = (ast.Call, ast.BoolOp, ast.IfExp)
_HAS_HOST = re.compile(r"https?://[\w.-]+(?::|/).*", re.DOTALL)


def of_client(program: Followed, client: ast.Call, argument: str = "base_url") -> list[str]:
    """Those that a client may be given, as far as they are written. `argument` is what its SDK calls a base URL."""
    words, _ = program.words_of(client)
    names = dict.fromkeys((argument, *ARGUMENTS))
    return [url for name in names if name in words for url in _written(program, words[name])]


def of_module(program: Followed, module: str, names: frozenset[str]) -> list[str]:
    """Those of `openai.base_url = …`, where these are the names of such settings; the last one counts, and stands
    first."""
    wanted = {f"{module}.{name}" for name in names}
    given = [one for one in program.all(ast.Assign) if program.imported_as(one.targets[0]) in wanted]
    return [url for one in reversed(given) for url in _written(program, one.value)]


def of_environment(program: Followed, variable: str) -> list[str]:
    """Those that the program itself puts into a variable: `os.environ["OPENAI_BASE_URL"] = …`."""
    given = program.once(
        ("sets", variable), lambda: [one.value for one in program.all(ast.Assign) if _sets(one, variable)]
    )
    return [url for value in given for url in _written(program, value)]


def _sets(statement: ast.Assign, variable: str) -> bool:
    match statement.targets:
        case [ast.Subscript(value=owner, slice=ast.Constant(value=name))]:
            return name == variable and spelled(owner)[-1:] == ["environ"]
    return False


def _written(program: Followed, node: ast.expr) -> Iterator[str]:
    """The texts that a value may be. Where the environment may say another, the default behind it counts."""
    for one in (program.origin(node), *program.sources(node)):
        for part in ast.walk(one) if isinstance(one, _EITHER) else [one]:
            said = _joined(program, part) if isinstance(part, ast.JoinedStr) else None
            if said is None and isinstance(part, ast.Constant | ast.JoinedStr):
                value = program.value(part)
                said = value if isinstance(value, str) else None
            if said is not None:
                yield said


def _joined(program: Followed, node: ast.JoinedStr) -> str | None:
    """An f-string with what is known of its parts; what is not may be a port or a path, and never the host."""
    text = ""
    for part in node.values:
        said = program.value(part.value if isinstance(part, ast.FormattedValue) else part)
        if isinstance(said, str | int):
            text += str(said)
        elif _HAS_HOST.fullmatch(text):
            text += "0"
        else:
            return None
    return text
