"""Calls that a program makes by another package than the providers' SDKs: whose they are, and which model they name.

Their arguments and replies are not judged: nobody here knows their rules.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstcall import providers
from firstcall.programs.read import base_urls, vendors
from firstcall.programs.read.followed import Followed
from firstcall.programs.read.tree import DEPTH
from firstcall.providers import Other

_BODIES = ("json", "data", "content", "body")


@dataclass(frozen=True, eq=False)
class OtherCall:
    """One such call. `to` is who answers it, as far as the program says; `own_models` that its models have names and
    ends of their own."""

    node: ast.Call
    other: Other
    to: str
    model_node: ast.expr | None
    model_id: str | None
    own_models: bool


def other_calls(tree: Followed, sdk_methods: frozenset[str]) -> Iterator[OtherCall]:
    """Every call of a program by another package, in the order of the text. `sdk_methods` are those of the SDKs,
    which many packages have as well."""
    if _has_others(tree):
        for node in tree.all(ast.Call):
            if (found := _other_call(tree, node, sdk_methods)) is not None:
                yield found


def _has_others(tree: Followed) -> bool:
    """Whether a program imports anything of theirs at all: most do not, and are not looked through."""
    return tree.once("has others", lambda: any(map(providers.of_module, tree.imported)))


def maker(tree: Followed, node: ast.Call) -> Other | None:
    """Who made the object on which a method is called, `None` where it is an SDK's or nobody can tell."""
    if not _has_others(tree):
        return None
    base: ast.expr = node.func
    for _ in range(DEPTH):
        found = _of_import(tree, base)
        if found is not None:
            return found
        below = base.func if isinstance(base, ast.Call) else tree.below(base)
        if below is None:
            break
        base = below
    made = tree.once("others made", lambda: list(_made(tree)))
    return made[0] if len(made) == 1 and not _handed_in(tree, base) else None


def _handed_in(tree: Followed, base: ast.expr) -> bool:
    """Whether a method is called on a name that may stand for an SDK's client, made in another file."""
    imports = any(vendors.module_of(home) in tree.imported for home in vendors.homes())
    return imports and isinstance(base, ast.Name) and base.id not in {"self", "cls"}


def _made(tree: Followed) -> Iterator[Other]:
    """Whose clients a program makes, as long as it makes none of an SDK's."""
    if any(vendors.of_client(tree.names_of(node.func)) for node in tree.all(ast.Call)):
        return
    found = {made for node in tree.all(ast.Call) if (made := _of_import(tree, node.func)) and made.clients}
    yield from found


def _of_import(tree: Followed, node: ast.expr) -> Other | None:
    name = tree.imported_as(node) if isinstance(node, ast.Name | ast.Attribute) else ""
    return providers.of_module(name) if name else None


def _other_call(tree: Followed, node: ast.Call, sdk_methods: frozenset[str]) -> OtherCall | None:
    names = tree.names_of(node.func)
    direct = _of_import(tree, node.func)
    last = (names or [""])[-1]
    if direct is not None and last in {*direct.calls, *direct.own_calls}:
        return _made_of(tree, node, direct, not direct.hands_on or last in direct.own_calls)
    methods = [".".join(names[at:]) for at in range(len(names))]
    if direct is not None and direct.raw and last in direct.methods:
        return _raw(tree, node, direct)
    found = maker(tree, node) if names else None
    if found is None or (direct is not None and last in found.clients):
        return None
    if found.raw:
        return _raw(tree, node, found) if last in found.methods else None
    if any(method in found.methods for method in methods) or (
        found.clients and any(method in sdk_methods for method in methods)
    ):
        return _made_of(tree, node, found, not found.hands_on)
    return None


def _made_of(tree: Followed, node: ast.Call, other: Other, own_models: bool) -> OtherCall:
    words, _ = tree.words_of(node)
    given = next((words[name] for name in other.model if name in words), None)
    if given is None and "0" in other.model and node.args:
        given = node.args[0]
    elsewhere = own_models or any(name in words for name in base_urls.ARGUMENTS)
    asked = next(filter(None, map(providers.other_at, base_urls.of_client(tree, node))), None)
    return _call(tree, node, other, asked.name if asked else "", given, elsewhere)


def _raw(tree: Followed, node: ast.Call, other: Other) -> OtherCall | None:
    """A request over HTTP to somebody who is known."""
    words, _ = tree.words_of(node)
    found = next((whom for url in urls_of(tree, node) if (whom := _whom(url))), None)
    if found is None:
        return None
    return _call(tree, node, other, found[0], _model_in(tree, words), found[1])


def urls_of(tree: Followed, node: ast.Call) -> list[str]:
    """The texts among which a request over HTTP has its URL."""
    words, _ = tree.words_of(node)
    said = [tree.value(one) for one in (*node.args, words.get("url"))]
    return [one for one in said if isinstance(one, str)]


def _whom(url: str) -> tuple[str, bool] | None:
    """Who stands at a URL, and whether its models are its own."""
    provider = vendors.whose(url)
    if provider is not None:
        return provider.name, False
    other = providers.other_at(url)
    return (other.name, True) if other is not None else None


def _model_in(tree: Followed, words: dict[str, ast.expr]) -> ast.expr | None:
    """The model in the body of a request, or what is said beside the URL."""
    return body_of(tree, words).get("model", words.get("model"))


def body_of(tree: Followed, words: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
    """The body of a request that names a model: a dict, or one that `json.dumps` writes; empty where there is none."""
    for name in _BODIES:
        node = tree.origin(words[name]) if name in words else None
        if isinstance(node, ast.Call) and node.args:
            node = tree.origin(node.args[0])
        if node is not None and "model" in tree.entries(node):
            return tree.entries(node)
    return {}


def _call(
    tree: Followed, node: ast.Call, other: Other, to: str, model: ast.expr | None, own_models: bool
) -> OtherCall:
    written = tree.origin(model) if model is not None else None
    said = tree.value(written)
    return OtherCall(node, other, to, written, said if isinstance(said, str) else None, own_models)
