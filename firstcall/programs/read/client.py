"""How the program makes its client: the arguments of the constructor and of `with_options`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from firstcall.programs.read.literals import Literals
from firstcall.programs.read.spelling import called

OPTIONS = ("with_options", "copy")
_DEPTH = 20
MOST_RETRIES, MOST_SECONDS = 20, 600
_APP_DECIDES = frozenset({"base_url", "websocket_base_url", "http_client", "data_residency", "provider"})
_APP_SIGNS_IN = frozenset(
    "auth_token credentials config profile webhook_key webhook_secret admin_api_key workload_identity".split()
)
_REFUSED = frozenset({"middleware", "open_telemetry"})


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


def arguments(calls: Sequence[ast.Call], literals: Literals) -> dict[str, Any]:
    """The client's arguments as plain values; a key or URL read from the environment counts as not given."""
    found: dict[str, Any] = {}
    for call in calls:
        if call.args:
            message = "Give the client's arguments by name, such as max_retries=0."
            raise literals.text.refuse(call.args[0], message)
        found |= _of_one(call, literals, found)
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


def _of_one(call: ast.Call, literals: Literals, before: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in call.keywords:
        if word.arg is None:
            raise literals.text.refuse(word, "The client's arguments are unpacked with **. Write name=value.")
        from_environment = word.arg in {"api_key", "base_url"} and is_environment(word.value, literals)
        if not from_environment:
            _ours(word, literals)
        if word.arg in found or (word.arg == "default_headers" and word.arg in before):
            raise literals.text.refuse(
                word, f"`{word.arg}` is given to the client twice. Remove one of them."
            )
        if not from_environment:
            found[word.arg] = _sane(word, literals.read(word.value, f"`{word.arg}` of the client"), literals)
    return found


def _sane(word: ast.keyword, value: Any, literals: Literals) -> Any:
    """A key that is none would send the SDK looking for one of its own; endless tries would never end."""
    if word.arg == "api_key" and not isinstance(value, str):
        raise literals.text.refuse(word, "`api_key` must be text. Leave it out: the app brings the key.")
    if word.arg == "max_retries" and isinstance(value, int | float) and not value <= MOST_RETRIES:
        raise literals.text.refuse(word, f"`max_retries` goes up to {MOST_RETRIES} here.")
    if word.arg == "timeout" and (
        value is None or (isinstance(value, int | float) and not value <= MOST_SECONDS)
    ):
        raise literals.text.refuse(word, f"`timeout` goes up to {MOST_SECONDS} seconds here.")
    return value


def _ours(word: ast.keyword, literals: Literals) -> None:
    name = word.arg or ""
    if name in _APP_DECIDES:
        raise literals.text.refuse(word, f"The app decides where the call goes: remove `{name}`.")
    if name in _APP_SIGNS_IN:
        raise literals.text.refuse(word, f"The app brings the key: remove `{name}`.")
    if name in _REFUSED or name.startswith("_"):
        raise literals.text.refuse(word, f"This box cannot pass `{name}` to the client: remove it.")


def _made(name: ast.Name, literals: Literals) -> ast.expr | None:
    bindings = literals.names.tree.bindings.given.get(name.id, [])
    made = [binding for binding in bindings if isinstance(binding.value, ast.Call)]
    # Which of them counts when the call is made, only running would tell.
    if len(bindings) > 1 and made:
        lines = ", ".join(str(binding.line) for binding in bindings)
        raise literals.text.refuse(
            name, f"`{name.id}` gets a value more than once (lines {lines}). Keep one of them."
        )
    return made[0].value if made else None


def _is_class(call: ast.Call, literals: Literals) -> bool:
    """Whether the call makes an object, by Python's habit of naming classes in CapWords."""
    name = called(call)
    if name.startswith("Async"):
        message = (
            f"{name} waits in another way. Use {name.removeprefix('Async')}: this box makes plain calls."
        )
        raise literals.text.refuse(call, message)
    return name[:1].isupper()
