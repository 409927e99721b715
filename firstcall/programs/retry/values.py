"""Values in a retry program: numbers, chance, the clock, classes of exceptions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcall.programs.follow.paths import Evaluation
from firstcall.programs.refusals import NotAllowed

if TYPE_CHECKING:
    from firstcall.programs.retry.walk import Walk

_CLOCKS = frozenset({"monotonic", "time", "perf_counter"})


class Unknown:
    """A value that the box does not work out, such as the client."""


UNKNOWN = Unknown()


class Value(Evaluation):
    """Arithmetic, with chance, the clock, powers and classes of exceptions added."""

    def __init__(self, walk: Walk, known: Mapping[ast.AST, Any]) -> None:
        super().__init__(walk.names, known)
        self.walk = walk

    def value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        if isinstance(node, ast.Name | ast.Attribute) and (kind := self.walk.class_of(node)):
            return kind
        found = super().value(node, names)
        if isinstance(found, Unknown):
            written = self.walk.retry.text.segment(node)
            raise self.walk.refuse(
                node, f"This box does not know what {written} is. Write the number itself."
            )
        return found

    def _Name(self, node: ast.Name, names: Mapping[str, Any]) -> Any:
        if node.id not in names and node.id in self.walk.modules:
            raise NotAllowed(f"What {node.id} gives is only known when the program runs.")
        return super()._Name(node, names)

    def _BinOp(self, node: ast.BinOp, names: Mapping[str, Any]) -> Any:
        if not isinstance(node.op, ast.Pow):
            return super()._BinOp(node, names)
        base, power = self.value(node.left, names), self.value(node.right, names)
        numbers = isinstance(base, int | float) and isinstance(power, int | float)
        if not numbers:
            raise TypeError("** wants numbers")
        return float(base) ** power  # of two whole numbers the result could be endlessly long

    def _Call(self, node: ast.Call, names: Mapping[str, Any]) -> Any:
        name = self.walk.dotted(node.func)
        module, _, last = name.partition(".")
        if module == "random":
            return self.chance(last, [self.value(one, names) for one in node.args])
        if module == "time" and last in _CLOCKS:
            return self.walk.clock.now
        if name in {"getattr", "hasattr", "isinstance"} and not node.keywords:
            return self.asked(name, node, names)
        if name == "type" and len(node.args) == 1:
            return type(self.value(node.args[0], names))
        return super()._Call(node, names)

    def chance(self, name: str, values: list[Any]) -> float:
        luck = self.walk.luck()
        match name, values:
            case "random", []:
                return luck
            case "uniform", [int() | float() as low, int() | float() as high]:
                return low + (high - low) * luck
            case "randint", [int() as low, int() as high]:
                return low + int((high - low + 1) * min(luck, 0.999999))
        raise NotAllowed(f"random.{name} is not known here. Use random.uniform(low, high).")

    def asked(self, name: str, node: ast.Call, names: Mapping[str, Any]) -> Any:
        if not node.args:
            raise TypeError(f"{name}() wants arguments")
        owner = self.value(node.args[0], names)
        if name == "isinstance" and len(node.args) == 2:
            return isinstance(owner, self.walk.classes(node.args[1]))
        rest = [self.value(one, names) for one in node.args[1:]]
        if not rest or not isinstance(rest[0], str):
            raise NotAllowed(f"{name} wants the name of an attribute in quotes.")
        try:
            found = self._attribute(owner, rest[0])
        except AttributeError:
            if name == "hasattr":
                return False
            if len(rest) < 2:
                raise
            return rest[1]
        return True if name == "hasattr" else found
