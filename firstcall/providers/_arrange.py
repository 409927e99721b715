"""What the providers' files share: putting arguments in a readable order, naming an exception."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from firstcall.calls import Call


def in_order(arguments: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """The arguments that are not `None`, known names first and in `order`, the learner's own after them."""
    known = {name: arguments[name] for name in order if arguments.get(name) is not None}
    return known | {name: value for name, value in arguments.items() if name not in order}


def without(value: Any, *names: str) -> dict[str, Any] | None:
    """A copy of a dict argument without some entries, `None` when nothing is left or it is no dict."""
    if not isinstance(value, Mapping):
        return None
    return {name: kept for name, kept in value.items() if name not in names} or None


def class_name(error: BaseException) -> str:
    """An exception's class as a learner writes it after `except`: `anthropic.RateLimitError`, `TypeError`."""
    kind = type(error)
    package = kind.__module__.partition(".")[0]
    return kind.__qualname__ if package == "builtins" else f"{package}.{kind.__qualname__}"


def public_fields(error: BaseException, names: Sequence[str]) -> dict[str, Any]:
    """Those of an exception's attributes that exist, by name."""
    return {name: getattr(error, name) for name in names if hasattr(error, name)}


def changed(call: Call, leave_out: tuple[str, ...] = (), method: str = "", **arguments: Any) -> Call:
    """The call with some arguments left out and others set, by another method where one is given; what it says stays
    last."""
    kept: Mapping[str, Any] = {name: value for name, value in call.arguments.items() if name not in leave_out}
    said = {name: kept[name] for name in ("messages", "contents", "input") if name in kept}
    rest = {name: value for name, value in (dict(kept) | arguments).items() if name not in said}
    return replace(call, method=method or call.method, arguments=rest | said)
