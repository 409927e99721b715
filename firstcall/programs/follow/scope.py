"""What names stand for at one place of a program that is followed: values, modules, classes of exceptions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from firstcall.programs.follow.objects import Class, Defined, Function, Schema
from firstcall.programs.follow.steps import Clock
from firstcall.programs.read import importing, schema_class
from firstcall.programs.read.spelling import chain, shortly, spelled
from firstcall.programs.refusals import NotAllowed, NotUnderstood

_PACKAGES = frozenset({"httpx2", "json", "pydantic"})
"""Where classes of exceptions come from besides the SDK itself."""
_CLASSES: Mapping[str, type[BaseException]] = {
    kind.__name__: kind
    for kind in (BaseException, Exception, TimeoutError, ConnectionError, OSError, ValueError, TypeError, RuntimeError,
                 KeyError, AttributeError, AssertionError, SystemExit, KeyboardInterrupt)
}  # fmt: skip


class Unclear(NotAllowed):
    """What stands at `node` is to blame for a whole statement that cannot be followed."""

    def __init__(self, says: str, node: ast.expr, **values: object) -> None:
        super().__init__(says, **values)
        self.node = node


@dataclass
class Scope:
    """`packages` are the modules whose exceptions are known; without `luck` and `clock` chance and time are not.

    `names` are those at this place, `frames` those of the functions that called it and of the module. `methods`
    are the names of all methods of the program's classes, `written` the classes as they are written. `often` says that
    what is done here is done any number of times.
    """

    packages: Collection[str] = ()
    luck: Callable[[], float] | None = None
    clock: Clock | None = None
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    modules: dict[str, str] = field(default_factory=dict)
    frames: list[dict[str, Any]] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)
    often: bool = False
    written: dict[str, ast.ClassDef] = field(default_factory=dict)

    def imported(self, statement: ast.Import | ast.ImportFrom) -> None:
        for one in statement.names:
            if isinstance(statement, ast.ImportFrom):
                name, stands_for = one.asname or one.name, f"{statement.module}.{one.name}"
            else:
                root = one.name.partition(".")[0]
                name, stands_for = one.asname or root, one.name if one.asname else root
            self.names.pop(name, None)
            self.modules[name] = stands_for

    def defined(self, function: Defined, defaults: Mapping[str, Any]) -> None:
        self.names[function.name] = Function(function, self.names, defaults)

    def schema(self, node: ast.ClassDef) -> Schema | None:
        """The Pydantic class that a class statement writes; of another class it is only taken down, for a field may be
        of it."""
        self.written[node.name] = node
        if not schema_class.is_schema(node, self.written):
            return None
        try:
            return Schema(schema_class.model(node.name, self.written))
        except NotUnderstood as refused:
            raise NotAllowed(refused.says, **refused.values) from None

    def classified(self, name: str, values: Mapping[str, Any]) -> None:
        self.names[name] = Class(name, values)
        self.methods |= {one for one, value in values.items() if isinstance(value, Function)}

    def everywhere(self, before: object, now: object) -> None:
        """Let each name that stands for one object stand for another, here and in whoever called."""
        for names in (self.names, *self.frames):
            names.update({name: now for name, one in names.items() if one is before})

    def classes(self, node: ast.expr) -> tuple[type[BaseException], ...]:
        """The classes of exceptions that an `except` or an `isinstance` names."""
        if isinstance(node, ast.Tuple | ast.List):
            return tuple(kind for one in node.elts for kind in self.classes(one))
        if isinstance(node, ast.Name) and isinstance(self.names.get(node.id), tuple | list | type):
            found = self.names[node.id]
            kinds = found if isinstance(found, tuple | list) else (found,)
            if all(isinstance(kind, type) and issubclass(kind, BaseException) for kind in kinds):
                return tuple(kinds)
        kind = self.class_of(node)
        if kind is None:
            raise Unclear("follow class", node, written=shortly(node))
        return (kind,)

    def class_of(self, node: ast.expr) -> type[BaseException] | None:
        """The class of exceptions that a name stands for, `None` where it stands for none."""
        dotted = self.dotted(node)
        if dotted in _CLASSES:
            return _CLASSES[dotted]
        module, _, name = dotted.rpartition(".")
        if module not in {*_PACKAGES, *self.packages} or name.startswith("_"):
            return None
        kind = getattr(importing.module(module), name, None)
        return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None

    def dotted(self, node: ast.expr) -> str:
        """`anthropic.RateLimitError` for that expression, however it was imported; empty for another."""
        names = spelled(node)
        if len(names) == len(chain(node)) or names[0] in self.names:
            return ""
        return ".".join([self.modules.get(names[0], names[0]), *names[1:]])
