"""What a program that is followed makes beside plain values: functions, classes, their objects, clients."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from pydantic import BaseModel

from firstcall.programs.refusals import NotAllowed

Defined = ast.FunctionDef | ast.AsyncFunctionDef


class Opaque:
    """Has no text of its own here: what Python would show of it depends on where the program runs."""

    def __str__(self) -> NoReturn:
        raise NotAllowed("value object")

    __repr__ = __str__


@dataclass(eq=False, repr=False)
class Function(Opaque):
    """A function with the names around it, its defaults as they were when it was defined, and, for a method, its
    object."""

    node: Defined
    home: dict[str, Any]
    defaults: Mapping[str, Any]
    owner: Instance | None = None

    @property
    def awaited(self) -> bool:
        """Whether calling it only prepares what `await` then runs."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def outer_names(self) -> set[str]:
        """The names outside that it says it gives values to."""
        nodes = (one for one in ast.walk(self.node) if isinstance(one, ast.Global | ast.Nonlocal))
        return {name for one in nodes for name in one.names}


@dataclass(eq=False, repr=False)
class Class(Opaque):
    """A class of the program: its methods, and the values that it gives to all its objects."""

    name: str
    values: Mapping[str, Any]


@dataclass(eq=False, repr=False)
class Schema(Opaque):
    """A class of the program that is Pydantic's: the real one, made of what the program says."""

    kind: type[BaseModel]


@dataclass(eq=False, repr=False)
class Instance(Opaque):
    """An object of a class of the program."""

    kind: Class
    attributes: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """What stands behind a dot; a method knows its object. Raises `AttributeError` as Python does."""
        if name in self.attributes:
            return self.attributes[name]
        if name not in self.kind.values:
            raise AttributeError(f"'{self.kind.name}' object has no attribute '{name}'")
        found = self.kind.values[name]
        return replace(found, owner=self) if isinstance(found, Function) else found


@dataclass(eq=False, repr=False)
class Coroutine(Opaque):
    """A call of an `async` function that `await` has yet to run."""

    function: Function
    given: Mapping[str, Any]


@dataclass(eq=False, repr=False)
class Client(Opaque):
    """An SDK's client, by the arguments that it was made with; where a call goes is the app's to say."""

    arguments: Mapping[str, Any]
