"""What the installed SDKs have: the arguments of their methods, and what is in the objects that they give.

Everything is read from their own classes, which are imported when a program first asks for something that is not taught.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from firstcall.programs.read import importing
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.whole_program import ApiCall

NOTHING: Final = object()
"""The type of what is surely not there."""
_LISTS: Final = (list, tuple, Sequence)
_DICTS: Final = (dict, Mapping)


@dataclass(frozen=True)
class Parameters:
    """What a method takes: its parameters by name. `plain` says that some need no name, `any` that it takes any."""

    every: Mapping[str, inspect.Parameter]
    plain: bool
    any: bool

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.every)

    @property
    def needed(self) -> frozenset[str]:
        """Those that have to be given."""
        none = inspect.Parameter.empty
        named = (one for one in self.every.values() if one.kind is one.KEYWORD_ONLY)
        return frozenset(one.name for one in named if one.default is none)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The types of those that need their names, as they are written."""
        return {name: str(one.annotation) for name, one in self.every.items() if one.kind is one.KEYWORD_ONLY}


@cache
def named(path: str) -> Any:
    """A class or module by its full name; `None` where it is not installed."""
    module, _, name = path.rpartition(".")
    try:
        found = getattr(importing.module(module), name, None) if module else None
        return found if found is not None else importing.module(path)
    except ImportError:
        return None


@cache
def inside(module: str, path: str) -> Any:
    """What an SDK's module has under a full name that a program wrote; `None` where that is nothing. No other module is
    imported for it."""
    found = named(module)
    for name in path.removeprefix(f"{module}.").split("."):
        found = getattr(found, name, None)
    return found


@cache
def parameters(owner: str, method: str) -> Parameters | None:
    """The parameters of a method of the class `owner`; `None` where there is none that can be looked at."""
    return signature(getattr(named(owner), method, None))


@cache
def signature(method: Any) -> Parameters | None:
    """The same of a function."""
    try:
        found = inspect.signature(method).parameters.values()
    except (TypeError, ValueError):
        return None
    free = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    own = {one.name: one for one in found if one.name != "self"}
    return Parameters(
        own,
        any(one.kind in free for one in own.values()),
        any(one.kind is one.VAR_KEYWORD for one in own.values()),
    )


def accepted(owner: str, method: str) -> frozenset[str] | None:
    """The argument names of a method; `None` where it is not installed or takes any."""
    found = parameters(owner, method)
    return None if found is None or found.any else found.names


@cache
def fields(owner: str) -> frozenset[str]:
    """The names that a class takes, which says them as pydantic does."""
    return frozenset(named(owner).model_fields)


def member(owner: type, name: str) -> Any:
    """A method of a class, or the function behind a property; `NOTHING` where the class has none of the name."""
    found = inspect.getattr_static(owner, name, None)
    if found is None:
        return NOTHING
    if isinstance(found, property):
        return found.fget
    return found.func if isinstance(found, cached_property) else found


def is_property(owner: type, name: str) -> bool:
    return isinstance(inspect.getattr_static(owner, name, None), property | cached_property)


# What stands in a reply


def along(call: ApiCall, part: str, steps: Sequence[str]) -> list[Any]:
    """The types of what a call gives, of the `whole` or of a `chunk`, and of what each step reads from there."""
    found = [_given(call, part)]
    for step in steps:
        found.append(after(found[-1], step) if found[-1] is not UNKNOWN else UNKNOWN)
    return found


def _given(call: ApiCall, part: str) -> Any:
    """The type of what a call gives; `UNKNOWN` where its method gives another one than most of its kind."""
    kind, streaming = call.kind, call.kind.streaming
    if part == "whole" and (call.legacy or call.method == kind.methods[0]):
        return _beside(kind.owner, kind.reply)
    if part == "chunk" and (call.method not in streaming.methods or not streaming.argument):
        return _beside(kind.owner, streaming.piece)
    return UNKNOWN


@cache
def _beside(owner: str, name: str) -> Any:
    """A class that the module of a kind's methods uses."""
    found = named(owner)
    module = importing.module(found.__module__) if found is not None else None
    for place in (module, getattr(module, "types", None)):
        if (found := getattr(place, name, None)) is not None:
            return found
    return UNKNOWN


def after(kind: Any, step: str) -> Any:
    """The type of what `.name`, `['name']` or `[0]` reads from something of a type; `NOTHING` where that has none
    such, `UNKNOWN` where the SDK does not say."""
    found = [_after(one, step) for one in _members(kind)]
    there = [one for one in found if one is not NOTHING]
    if not there:
        return NOTHING if found else UNKNOWN
    return UNKNOWN if any(one is UNKNOWN for one in there) else Union[tuple(there)]  # noqa: UP007


def is_object(kind: Any) -> bool:
    """Whether something of a type is surely an object with fields: no text, no list, no dict."""
    members = list(_members(kind))
    return bool(members) and all(hasattr(one, "model_fields") for one in members)


def is_text(kind: Any) -> bool:
    members = list(_members(kind))
    return bool(members) and all(isinstance(one, type) and issubclass(one, str) for one in members)


def takes_brackets(kind: Any) -> bool:
    """Whether an object can be read with brackets as well, as Ollama's can."""
    return any(hasattr(one, "__getitem__") for one in _members(kind))


def _members(kind: Any) -> Iterator[Any]:
    """The types of a union, without `None` and what only says more about a type."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _members(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for one in get_args(kind):
            yield from _members(one)
    elif origin is Literal:
        yield from {type(value) for value in get_args(kind)}
    elif kind is not NoneType:
        yield kind


def _after(kind: Any, step: str) -> Any:
    origin = get_origin(kind) or kind
    if not isinstance(origin, type) or origin is object:
        return UNKNOWN
    if hasattr(origin, "model_fields"):
        return _of_object(origin, step)
    if step.startswith("["):
        if issubclass(origin, str):
            return NOTHING if step.startswith("['") else str
        inside = get_args(kind)
        if issubclass(origin, _LISTS):
            return NOTHING if step.startswith("['") else inside[0] if inside else UNKNOWN
        if issubclass(origin, _DICTS):
            return inside[1] if len(inside) > 1 else UNKNOWN
        return NOTHING if not hasattr(origin, "__getitem__") else UNKNOWN
    builtin = origin.__module__ == "builtins"
    return UNKNOWN if hasattr(origin, step[1:]) or not builtin else NOTHING


def _of_object(owner: Any, step: str) -> Any:
    name = step[2:-2] if step.startswith("['") else step[1:]
    if step.startswith("[") and not step.startswith("['"):
        return UNKNOWN if hasattr(owner, "__getitem__") else NOTHING
    if name in owner.model_fields:
        return owner.model_fields[name].annotation
    found = inspect.getattr_static(owner, name, None)
    if isinstance(found, property | cached_property):
        return _returned(found.fget if isinstance(found, property) else found.func)
    return UNKNOWN if found is not None or name.startswith("_") else NOTHING


def _returned(function: Any) -> Any:
    """What a property gives."""
    try:
        return get_type_hints(function).get("return", UNKNOWN)
    except (NameError, TypeError):
        return UNKNOWN


# What exceptions have


@cache
def has_itself(kind: type, name: str) -> bool:
    """Whether exceptions of a class have a field: one of the class, or one that is put into them when they are made."""
    return hasattr(kind, name) or any(
        name in vars(one).get("__annotations__", {}) or name in _stored(vars(one).get("__init__"))
        for one in kind.__mro__
    )


def _stored(function: Any) -> frozenset[str]:
    """The attributes that a function gives values."""
    if not hasattr(function, "__code__"):
        return frozenset()
    steps: Iterator[dis.Instruction] = dis.get_instructions(function)
    return frozenset(step.argval for step in steps if step.opname == "STORE_ATTR")


def raises_with(kind: type, name: str) -> bool:
    """The same, of a class or of one below it, which may be what was raised."""
    below: list[type] = kind.__subclasses__()
    return has_itself(kind, name) or any(raises_with(one, name) for one in below)
