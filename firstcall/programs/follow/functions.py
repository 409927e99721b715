"""The few functions and methods that an expression may call, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import GeneratorType
from typing import Any, Protocol

from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.operations import joinable
from firstcall.programs.refusals import NotAllowed

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "bool": bool,
    "float": float,
    "int": int,
    "len": len,
    "dict": dict,
    "list": list,
    "max": max,
    "min": min,
    "next": next,
    "repr": repr,
    "round": round,
    "sorted": sorted,
    "str": str,
    "sum": sum,
    "tuple": tuple,
}
_TAKE_MANY = frozenset({"all", "any", "list", "max", "min", "sorted", "sum", "tuple"})
_WORDS = frozenset({"default", "reverse", "start", "ndigits"})
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        "join strip lstrip rstrip split splitlines lower upper title capitalize startswith endswith count find "
        "isdigit removeprefix removesuffix".split()
    ),
    Mapping: frozenset({"get", "keys", "values", "items"}),
}
# A response object of either SDK as a dict or as JSON text, and the words each may be told.
_DUMPS: Mapping[str, frozenset[str]] = {
    "model_dump": frozenset(),
    "to_dict": frozenset(),
    "model_dump_json": frozenset({"indent"}),
    "to_json": frozenset({"indent"}),
}
_INDENTS = (None, 0, 1, 2, 3, 4)


class Guard(Protocol):
    """Whoever evaluates: what it has used up, and what it lets anybody loop over."""

    budget: Budget

    def looped(self, value: Any) -> Iterator[Any]: ...


def function(name: str, values: list[Any], words: Mapping[str, Any], guard: Guard) -> Any:
    """A function's result; `guard` says what may be looped over."""
    if words.keys() - _WORDS:
        raise NotAllowed("function way", name=name)
    if name == "next" and values and not isinstance(values[0], GeneratorType):
        if hasattr(values[0], "__next__"):
            raise NotAllowed("function next", kind=type(values[0]).__name__)
    elif (name in _TAKE_MANY and len(values) == 1) or (name == "sum" and values):
        values[0] = list(guard.looped(values[0]))
    if name == "dict" and (values or words):
        raise NotAllowed("function way", name=name)
    if name == "round" and any(
        isinstance(one, int) and abs(one) > 400 for one in (*values[1:], *words.values())
    ):
        raise NotAllowed("value number")  # Python makes a number of that many digits to round to it
    if name == "sum" and values and any(isinstance(one, list | tuple) for one in [*values[0], *values[1:]]):
        raise NotAllowed("function sum")
    return guard.budget.bounded(FUNCTIONS[name](*values, **words))


def method(
    owner: Any,
    name: str,
    found: Callable[..., Any],
    values: list[Any],
    words: Mapping[str, Any],
    guard: Guard,
) -> Any:
    """The result of `found`, which is `owner`'s method of that name, if it may be called."""
    if not words and any(isinstance(owner, kind) and name in allowed for kind, allowed in _METHODS.items()):
        if name == "join" and len(values) == 1:
            values = [joinable(owner, list(guard.looped(values[0])))]
        return guard.budget.bounded(found(*values))
    dumps = name in _DUMPS and not values and not words.keys() - _DUMPS[name]
    if dumps and words.get("indent") in _INDENTS:
        return found(**words)
    raise NotAllowed("function method", name=name)
