"""Values in a program that is followed: what an expression knows, and chance, the clock, classes besides."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

from firstcall.programs.follow.budget import MOST_BITS, Budget
from firstcall.programs.follow.evaluation import Evaluation
from firstcall.programs.follow.objects import Class, Instance, Opaque, Schema
from firstcall.programs.follow.pieces import Pieces
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import UNKNOWN
from firstcall.programs.read.spelling import shortly
from firstcall.programs.refusals import NotAllowed

_SCHEMA_METHODS = {"model_validate_json": 1, "model_validate": 1, "model_json_schema": 0}
"""Of a Pydantic class, with how many values each is called."""
_CLOCKS = frozenset({"monotonic", "time", "perf_counter"})


class Values(Evaluation):
    """One evaluation inside a scope. `known` are the calls whose results somebody else gave."""

    def __init__(self, scope: Scope, known: Mapping[ast.AST, Any], budget: Budget) -> None:
        super().__init__(scope.names, known, budget)
        self.scope = scope

    def value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        # First, for `anthropic.RateLimitError` is read from no value: modules are not values here.
        if isinstance(node, ast.Name | ast.Attribute) and (kind := self.scope.class_of(node)):
            return kind
        found = super().value(node, names)
        if found is UNKNOWN:
            raise NotAllowed("value unknown", name=shortly(node))
        return found

    def _Name(self, node: ast.Name, names: Mapping[str, Any]) -> Any:
        if node.id not in names and node.id in self.scope.modules:
            raise NotAllowed("value running", name=node.id)
        found = super()._Name(node, names)
        # Only their joined text is known (`Expressions.joined`): a length or an index would be made up.
        if isinstance(found, Pieces):
            raise NotAllowed("value count", name=node.id)
        return found

    def _attribute(self, owner: Any, name: str) -> Any:
        if isinstance(owner, Instance):
            return owner.get(name)
        if isinstance(owner, Class) and name in owner.values:
            return owner.values[name]
        if isinstance(owner, Opaque):
            raise NotAllowed("value running", name=name)
        found = super()._attribute(owner, name)
        # A list of the reply stays as it came, whatever the program does to what it took from there.
        return list(found) if type(found) is list else found

    def _BinOp(self, node: ast.BinOp, names: Mapping[str, Any]) -> Any:
        if not isinstance(node.op, ast.Pow):
            return super()._BinOp(node, names)
        return power(self.value(node.left, names), self.value(node.right, names))

    def _Call(self, node: ast.Call, names: Mapping[str, Any]) -> Any:
        match node.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=method) if isinstance(names.get(owner), Schema):
                return self.of_schema(names[owner], method, node, names)
        name = self.scope.dotted(node.func)
        module, _, last = name.partition(".")
        if module == "random" and self.scope.luck is not None:
            return self.chance(last, self.scope.luck(), [self.value(one, names) for one in node.args])
        if module == "time" and last in _CLOCKS and self.scope.clock is not None:
            return self.scope.clock.now
        if name in _JSON:
            words = {word.arg or "**": self.value(word.value, names) for word in node.keywords}
            return _JSON[name]([self.value(one, names) for one in node.args], words, self.budget)
        if name in {"getattr", "hasattr", "isinstance"} and not node.keywords:
            return self.asked(name, node, names)
        if name == "type" and len(node.args) == 1:
            return type(self.value(node.args[0], names))
        return super()._Call(node, names)

    def of_schema(self, schema: Schema, method: str, node: ast.Call, names: Mapping[str, Any]) -> Any:
        """What a Pydantic class makes of JSON, or what is wrong with it as the exception that it raises."""
        values = [self.value(one, names) for one in node.args]
        if node.keywords or len(values) != _SCHEMA_METHODS.get(method):
            raise NotAllowed("function method", name=method)
        return getattr(schema.kind, method)(*values)

    def chance(self, name: str, luck: float, values: list[Any]) -> float:
        match name, values:
            case "random", []:
                return luck
            case "uniform", [int() | float() as low, int() | float() as high]:
                return low + (high - low) * luck
            case "randint", [int() as low, int() as high]:
                # A luck of 1, which `random.random` never gives, would lead beyond `high`.
                return low + int((high - low + 1) * min(luck, 0.999999))
        raise NotAllowed("value random", name=name)

    def asked(self, name: str, node: ast.Call, names: Mapping[str, Any]) -> Any:
        if not node.args:
            raise TypeError(f"{name}() wants arguments")
        owner = self.value(node.args[0], names)
        if name == "isinstance" and len(node.args) == 2:
            return isinstance(owner, self.scope.classes(node.args[1]))
        rest = [self.value(one, names) for one in node.args[1:]]
        if not rest or not isinstance(rest[0], str):
            raise NotAllowed("function attribute", name=name)
        try:
            # Through the same gate as a dot, or `getattr(error, "__class__")` would be a way around it.
            found = self._attribute(owner, rest[0])
        except AttributeError:
            if name == "hasattr":
                return False
            if len(rest) < 2:
                raise
            return rest[1]
        return True if name == "hasattr" else found


def _loads(values: list[Any], words: dict[str, Any], budget: Budget) -> Any:
    if len(values) != 1 or words or not isinstance(values[0], str):
        raise NotAllowed("function way", name="json.loads")
    return budget.bounded(json.loads(values[0]))


def _dumps(values: list[Any], words: dict[str, Any], budget: Budget) -> str:
    if (
        len(values) != 1
        or words.keys() - {"indent", "ensure_ascii"}
        or words.get("indent") not in (None, *range(9))
    ):
        raise NotAllowed("function way", name="json.dumps")
    return budget.bounded(json.dumps(budget.bounded(values[0]), **words))


_JSON = {"json.loads": _loads, "json.dumps": _dumps}


def power(base: Any, exponent: Any) -> int | float:
    """`base ** exponent` of plain numbers."""
    if not isinstance(base, int | float) or not isinstance(exponent, int | float):
        raise TypeError("** wants numbers")
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * exponent > MOST_BITS:
        raise NotAllowed("value number")
    found = base**exponent
    if isinstance(found, complex):
        raise NotAllowed("value root")
    return found
