"""Keys: never in the code, and nothing around them.

Fact: a key with a line break or a blank fails as a bare connection error (both SDKs, tried).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import partial

from firstcall import providers
from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.tree import UNKNOWN
from firstcall.providers import Provider

_VARIABLE = re.compile(r"[A-Z0-9_]*(?:API_KEY|AUTH_TOKEN)")
_PLACE_HOLDER = re.compile(r"(?:YOUR|MY|PUT|INSERT|ENTER|ADD|PASTE)_")
_KEY = re.compile(r"(?:Bearer\s+)?[A-Za-z0-9_\-]{15,}")
_MANY_BEGIN = "sk-"
"""How keys of several providers begin, old ones too."""


def hard_coded_key(program: Program) -> Iterator[Fault]:
    """A key as plain text: given to the client, set as a variable, put into a header."""
    seen = set[int]()
    for found in (
        *_in_clients(program), *_in_module(program), *_in_environment(program), *_in_headers(program),
        *_anywhere(program),
    ):  # fmt: skip
        if id(found.node) not in seen:
            seen |= {id(found.node)} | {id(node) for node in ast.walk(found.node)}
            yield found


def _in_clients(program: Program) -> Iterator[Fault]:
    for client, provider in program.clients:
        words, _ = program.words_of(client)
        given = words.get("api_key")
        said = program.value(given)
        if given is None or not _is_key(said) or _needs_none(program, client, said):
            continue
        variable = _variable(program, client, provider)
        if isinstance(said, str) and _VARIABLE.fullmatch(said) and not _PLACE_HOLDER.match(said):
            yield _named(program, program.origin(given), said)
        elif isinstance(given, ast.Name) or variable != provider.address.key_variable:
            yield _replaced(program, program.origin(given), variable)
        else:
            mend = partial(fixes.remove_word, program, client, "api_key")
            yield fault("hard-coded-key remove", given, "warning", mend)


def _named(program: Program, node: ast.expr, variable: str) -> Fault:
    """`api_key="OPENAI_API_KEY"`: the name of the variable in place of what it holds."""
    mend = partial(fixes.from_environment, program, node, variable)
    return fault("hard-coded-key variable", node, "error", mend, name=variable)


def _variable(program: Program, client: ast.Call, provider: Provider) -> str:
    """The variable that holds the key of whoever a client calls."""
    other, urls = program.other_of(client), program.urls_of(client)
    if other is not None:
        return other.key_variable or "API_KEY"
    at_home = not urls or any(vendors.at(url, provider) for url in urls)
    return provider.address.key_variable if at_home else "API_KEY"


def _needs_none(program: Program, client: ast.Call, key: object) -> bool:
    """A server on this machine wants some key and looks at none, such as Ollama's."""
    return any(map(providers.at_home, program.urls_of(client))) and not _looks_like_key(key)


def _is_local(program: Program) -> bool:
    """Whether the program speaks of a server on this machine."""
    said = (node.value for node in program.all(ast.Constant) if isinstance(node.value, str))
    return any(text.startswith("http") and providers.at_home(text) for text in said)


def _in_module(program: Program) -> Iterator[Fault]:
    """`openai.api_key = "…"`."""
    modules = {vendors.module_of(home): home for home in vendors.homes()}
    for node in program.all(ast.Assign):
        match node.targets:
            case [ast.Attribute(attr="api_key", value=ast.Name(id=name))] if name in modules:
                if _is_leak(program, program.value(node.value)):
                    yield _replaced(program, program.origin(node.value), _of_module(program, modules[name]))


def _of_module(program: Program, home: Provider) -> str:
    """The variable that holds the key of whoever a module calls: `openai.api_type = "azure"` is another company,
    and so may be `openai.api_base = "…"`."""
    module = vendors.module_of(home)
    settings = (
        one for one in program.all(ast.Assign) if program.imported_as(one.targets[0]) == f"{module}.api_type"
    )
    types = [str(program.value(one.value)) for one in settings]
    urls = program.module_urls(home)
    named = (
        one for said in types for one in providers.others().values() if re.match(rf"{one.id}(?:_|$)", said)
    )
    at = (other for url in urls if (other := providers.other_at(url)) is not None)
    other = next(named, None) or next(at, None)
    if other is not None:
        return other.key_variable or "API_KEY"
    at_home = not urls or any(vendors.at(url, home) for url in urls)
    return home.address.key_variable if at_home else "API_KEY"


def _in_environment(program: Program) -> Iterator[Fault]:
    """`os.environ["…_API_KEY"] = "…"`, and a key as the default of `getenv`."""
    for node in program.all(ast.Assign):
        match node.targets:
            case [
                ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str() as name))
            ]:
                if _VARIABLE.fullmatch(name) and _is_leak(program, program.value(node.value)):
                    mend = partial(fixes.remove_statement, program, node)
                    yield fault("hard-coded-key line", node, "warning", mend)
    for node in program.all(ast.Call):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="setdefault", value=ast.Attribute(attr="environ")),
                args=[ast.Constant(value=str() as name), key],
            ):
                statement = program.statement_of(node)
                leaks = _VARIABLE.fullmatch(name) and _is_leak(program, program.value(key))
                if leaks and isinstance(statement, ast.Expr):
                    mend = partial(fixes.remove_statement, program, statement)
                    yield fault("hard-coded-key line", key, "warning", mend)
            case ast.Call(func=ast.Attribute(attr="getenv" | "get"), args=[_, key]):
                if isinstance(key, ast.Constant) and _looks_like_key(key.value):
                    mend = partial(_without_default, program, node)
                    yield fault("hard-coded-key remove", key, "warning", mend)


def _without_default(program: Program, node: ast.Call) -> list[Edit]:
    end = program.text.span(node.args[0])[1]
    return [Edit(end, program.text.span(node.args[1])[1], "")]


def _in_headers(program: Program) -> Iterator[Fault]:
    whose = vendors.key_headers()
    for node in program.all(ast.Dict):
        for name, value in program.entries(node).items():
            said, header = program.value(value), name.lower()
            if header not in whose or not isinstance(value, ast.Constant) or not _is_leak(program, said):
                continue
            bearer = '"Bearer " + ' if said.lower().startswith("bearer ") else ""
            variable = (program.provider or whose[header]).address.key_variable
            mend = partial(_header, program, value, bearer, variable)
            yield fault("hard-coded-key", value, "warning", mend)


def _header(program: Program, value: ast.expr, bearer: str, variable: str) -> list[Edit]:
    put = f'{bearer}os.environ["{variable}"]'
    return [*fixes.replace(program, value, put), *fixes.need_import(program, "os")]


def _anywhere(program: Program) -> Iterator[Fault]:
    """Any other text that can only be a key, such as `API_KEY = "sk-…"`. One for the practice server is no secret."""
    bearer = vendors.key_headers().get("authorization")
    for node in program.all(ast.Constant):
        if str(node.value).startswith(providers.PRACTICE_KEY):
            continue
        if _looks_like_key(node.value) and not isinstance(program.parent(node), ast.JoinedStr):
            other = vendors.other_of_key(node.value)
            whose = vendors.of_key(node.value) or program.provider or bearer
            variable = whose.address.key_variable if whose else "API_KEY"
            yield _replaced(program, node, other.key_variable if other else variable)


def _replaced(program: Program, node: ast.expr, variable: str) -> Fault:
    mend = partial(fixes.from_environment, program, node, variable)
    return fault("hard-coded-key", node, "warning", mend)


def _is_leak(program: Program, value: object) -> bool:
    """Whether a key is one that is worth something: a server on this machine takes any text."""
    return _is_key(value) and (_looks_like_key(value) or not _is_local(program))


def _is_key(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value is not UNKNOWN


def _looks_like_key(value: object) -> bool:
    if not isinstance(value, str) or not _KEY.fullmatch(value.strip()):
        return False
    key = value.strip().removeprefix("Bearer").strip()
    if not any(character.isdigit() for character in key):  # `sk-no-key-required`, `sk-your-key-goes-here`
        return False
    known = vendors.of_key(key) or vendors.other_of_key(key)
    return key.startswith(_MANY_BEGIN) or known is not None


def key_with_blanks(program: Program) -> Iterator[Fault]:
    """A key that carries a blank or a line break into the header."""
    for client, _ in program.clients:
        given = program.words_of(client)[0].get("api_key")
        if given is None:
            continue
        written = program.origin(given)
        said = program.value(given)
        unclean = isinstance(said, str) and said.strip() and said != said.strip()
        if not unclean and not _reads_file(written):
            continue
        yield fault("key-with-blanks", written, "error", partial(_strip, program, written))


def _reads_file(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="read" | "readline" | "read_text")):
            return True
    return False


def _strip(program: Program, node: ast.expr) -> Iterable[Edit]:
    if isinstance(node, ast.BinOp | ast.JoinedStr):
        raise NoFix
    return fixes.replace(program, node, f"{fixes.written(program, node)}.strip()")


RULES = (hard_coded_key, key_with_blanks)
