"""How the program makes its client: the arguments of the constructor and of `with_options`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.programs.read import vendors
from firstcall.programs.read.literals import Literals
from firstcall.programs.read.spelling import called
from firstcall.programs.refusals import WORDS
from firstcall.providers import Sdk

OPTIONS = ("with_options", "copy")
_DEPTH = 20
MOST_RETRIES, MOST_SECONDS = 20, 600


FROM_ENVIRONMENT = ("api_key", "base_url")
"""Arguments of a client that a program may read from the environment: where its calls go and who pays is not the call's."""


def calls_behind(base: ast.expr, literals: Literals) -> tuple[ast.Call, ...]:
    """The calls that make the client, the constructor first, then each `with_options`.

    Empty where the program does not show how the client is made.
    """
    found: list[ast.Call] = []
    node: ast.expr | None = base
    for _ in range(_DEPTH):
        if isinstance(node, ast.Name):
            node = _made(node, literals)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OPTIONS
        ):
            found.append(node)
            node = node.func.value
        else:
            break
    if isinstance(node, ast.Call) and _is_class(node, literals):
        found.append(node)
    return tuple(reversed(found))


def arguments(calls: Sequence[ast.Call], literals: Literals, sdk: Sdk | None) -> dict[str, Any]:
    """The client's arguments as plain values; a key or URL read from the environment counts as not given."""
    found: dict[str, Any] = {}
    for call in calls:
        if call.args:
            raise literals.text.refuse(call.args[0], "client by-name")
        found |= of_one(call, literals, sdk, found)
    return found


def is_environment(node: ast.expr, literals: Literals) -> bool:
    """Whether a value is read from the environment (or Streamlit's secrets), which is the app's to do."""
    for _ in range(_DEPTH):
        if not isinstance(node, ast.Name):
            break
        binding = literals.names.tree.single(node.id)
        if binding is None or binding.value is None:
            return False
        node = binding.value
    match node:
        case ast.Subscript(value=ast.Name(id="environ") | ast.Attribute(attr="environ" | "secrets")):
            return True
        case ast.Call(func=ast.Name(id="getenv") | ast.Attribute(attr="getenv")):
            return True
        case ast.Call(
            func=ast.Attribute(attr="get", value=ast.Name(id="environ") | ast.Attribute(attr="environ"))
        ):
            return True
    return False


def of_one(call: ast.Call, literals: Literals, sdk: Sdk | None, before: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of one of the calls by which a client is made, after those `before` it."""
    found: dict[str, Any] = {}
    for word in call.keywords:
        if word.arg is None:
            raise literals.text.refuse(word, "client unpacked")
        from_environment = word.arg in FROM_ENVIRONMENT and is_environment(word.value, literals)
        if not from_environment:
            _ours(word, literals, sdk)
        if word.arg in found or (word.arg == "default_headers" and word.arg in before):
            raise literals.text.refuse(word, "client twice", name=word.arg)
        if not from_environment:
            label = WORDS.line("label client", name=word.arg)
            found[word.arg] = _sane(word, literals.read(word.value, label), literals)
            nowhere_else({word.arg: found[word.arg]}, word, literals, sdk)
            _bounded(word, found[word.arg], literals, sdk)
    return found


def nowhere_else(given: Any, node: ast.expr | ast.keyword, literals: Literals, sdk: Sdk | None) -> None:
    """Refuse options, of a client or of one call, that would lead the call elsewhere than the app does."""
    if sdk is None or sdk.options is None or not isinstance(given, Mapping):
        return
    for name, value in given.items():
        if re.sub("_", "", str(name)).lower() == re.sub("_", "", sdk.options.argument):
            inside = value if isinstance(value, Mapping) else {}
            decided = {one.replace("_", "") for one in sdk.app_decides}
            found = next((one for one in inside if str(one).replace("_", "").lower() in decided), None)
            if found is not None:
                raise literals.text.refuse(node, "client address", name=found)
        else:
            nowhere_else(value, node, literals, sdk)


def _bounded(word: ast.keyword, value: Any, literals: Literals, sdk: Sdk | None) -> None:
    """Refuse tries and waits without a bound, where an SDK has them in a dict."""
    if sdk is None or sdk.options is None or word.arg != sdk.options.argument:
        return
    given = {word.arg: value}
    tries, seconds = sdk.patience.retries_of(given), sdk.patience.seconds_of(given)
    if isinstance(tries, int | float) and not tries <= MOST_RETRIES:
        raise literals.text.refuse(word, "client retries", most=MOST_RETRIES)
    if isinstance(seconds, int | float) and not seconds <= MOST_SECONDS:
        raise literals.text.refuse(word, "client timeout", most=MOST_SECONDS)


def _sane(word: ast.keyword, value: Any, literals: Literals) -> Any:
    """A key that is none would send the SDK looking for one of its own; endless tries would never end."""
    if word.arg == "api_key" and not isinstance(value, str):
        raise literals.text.refuse(word, "client key")
    if word.arg == "max_retries" and isinstance(value, int | float) and not value <= MOST_RETRIES:
        raise literals.text.refuse(word, "client retries", most=MOST_RETRIES)
    if word.arg == "timeout" and (
        value is None or (isinstance(value, int | float) and not value <= MOST_SECONDS)
    ):
        raise literals.text.refuse(word, "client timeout", most=MOST_SECONDS)
    return value


def _ours(word: ast.keyword, literals: Literals, sdk: Sdk | None) -> None:
    """Refuse what would lead the call, or the key, elsewhere than the app does."""
    name = word.arg or ""
    known = [sdk] if sdk else [home.sdk for home in vendors.homes()]
    if any(name in one.app_decides for one in known):
        raise literals.text.refuse(word, "client address", name=name)
    if any(name in one.app_signs_in for one in known):
        raise literals.text.refuse(word, "client signs-in", name=name)
    if any(name in one.refused for one in known) or name.startswith("_"):
        raise literals.text.refuse(word, "client refused", name=name)


def _made(name: ast.Name, literals: Literals) -> ast.expr | None:
    bindings = literals.names.tree.bindings.given.get(name.id, [])
    made = [binding for binding in bindings if isinstance(binding.value, ast.Call)]
    # Which of them counts when the call is made, only running would tell.
    if len(bindings) > 1 and made:
        rows = ", ".join(str(binding.line) for binding in bindings)
        raise literals.text.refuse(name, "client several", name=name.id, rows=rows)
    return made[0].value if made else None


def _is_class(call: ast.Call, literals: Literals) -> bool:
    """Whether the call makes an object, by Python's habit of naming classes in CapWords."""
    name = called(call)
    if name.startswith("Async"):
        plain = name.removeprefix("Async")
        raise literals.text.refuse(call, "client async", name=name, plain=plain)
    return name[:1].isupper()
