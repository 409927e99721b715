"""A tiny interpreter of read-only Python expressions.

It knows a short list of expressions, functions and methods and refuses all others, so that a
learner's expression can be shown its value on a real response. It calls no Python evaluator.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Generator, ItemsView, Iterator, KeysView, Mapping, ValuesView
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType, ModuleType
from typing import Any

from firstcall.programs.follow import functions, operations
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.functions import FUNCTIONS
from firstcall.programs.refusals import NotAllowed

_MAX_DEPTH = 80
ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NameError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
"""The errors that a learner's expression can raise by itself."""
_PRIVATE = frozenset({"_request_id"})
# What leads from an SDK's objects to the key that the request carried, or to the connection.
_SECRET = frozenset(
    "request next_request history stream api_key auth_token auth_headers default_headers credentials client "
    "custom_auth admin_api_key webhook_key webhook_secret extensions raw".split()
)
_SPEC = re.compile(r"(.?[<>=^])?[-+ ]?#?0?\d{0,3}[,_]?(\.\d{1,2})?[bcdeEfFgGnosxX%]?")
_CONVERSIONS: dict[int, Callable[[Any], str]] = {115: str, 114: repr, 97: ascii}
_CODE = (ModuleType, FunctionType, BuiltinFunctionType, MethodType, type)
_LOOPED = (list, tuple, str, set, frozenset, range, Mapping, KeysView, ValuesView, ItemsView, GeneratorType)


class Evaluation:
    """One evaluation: counts what it uses, so that no expression runs for long.

    `known` maps nodes (by identity) to values that somebody else worked out, such as the API call.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        known: Mapping[ast.AST, Any] | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.names = names
        self.known = known or {}
        self.budget = budget or Budget()
        self.depth = 0

    def of(self, node: ast.expr) -> Any:
        """The value of the whole expression."""
        value = self.value(node, self.names)
        if isinstance(value, GeneratorType):
            raise NotAllowed("expression generator")
        return value

    def value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        if node in self.known:
            return self.known[node]
        read: Callable[[Any, Mapping[str, Any]], Any] | None = getattr(self, f"_{type(node).__name__}", None)
        if read is None:
            raise NotAllowed("expression kind", kind=type(node).__name__)
        self.budget.step()
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise NotAllowed("expression deep")
        try:
            found = read(node, names)
            self.budget.charge(found)
            return found
        except (RecursionError, MemoryError):
            raise NotAllowed("value large") from None
        finally:
            self.depth -= 1

    def looped(self, value: Any) -> Iterator[Any]:
        """The value's entries, if looping over it reads nothing from a network or a file."""
        if not isinstance(value, _LOOPED):
            if hasattr(type(value), "__iter__"):
                raise NotAllowed("loop over", kind=type(value).__name__)
            iter(value)
            raise NotAllowed("loop over", kind=type(value).__name__)
        for entry in value:
            self.budget.step()
            yield entry

    def _Constant(self, node: ast.Constant, names: Mapping[str, Any]) -> Any:
        return node.value

    def _Name(self, node: ast.Name, names: Mapping[str, Any]) -> Any:
        if node.id in names:
            return names[node.id]
        if node.id in FUNCTIONS:
            raise NotAllowed("name function", name=node.id)
        if hasattr(builtins, node.id):
            raise NotAllowed("name builtin", name=node.id)
        raise NameError(f"name '{node.id}' is not defined")

    def _Attribute(self, node: ast.Attribute, names: Mapping[str, Any]) -> Any:
        found = self._attribute(self.value(node.value, names), node.attr)
        if isinstance(found, _CODE):
            raise NotAllowed("attribute code", name=node.attr)
        return found

    def _attribute(self, owner: Any, name: str) -> Any:
        if (name.startswith("_") and name not in _PRIVATE) or name in _SECRET:
            raise NotAllowed("attribute hidden", name=name)
        if isinstance(owner, _CODE):
            raise NotAllowed("attribute owner", kind=type(owner).__name__)
        return getattr(owner, name)

    def _Subscript(self, node: ast.Subscript, names: Mapping[str, Any]) -> Any:
        owner, key = self.value(node.value, names), self.value(node.slice, names)
        if isinstance(owner, _CODE):
            raise NotAllowed("attribute owner", kind=type(owner).__name__)
        return owner[key]

    def _Slice(self, node: ast.Slice, names: Mapping[str, Any]) -> slice:
        return slice(*(part and self.value(part, names) for part in (node.lower, node.upper, node.step)))

    def _List(self, node: ast.List, names: Mapping[str, Any]) -> list[Any]:
        return self.budget.bounded([self.value(element, names) for element in node.elts])

    def _Tuple(self, node: ast.Tuple, names: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(self._List(node, names))  # type: ignore[arg-type]

    def _Dict(self, node: ast.Dict, names: Mapping[str, Any]) -> dict[Any, Any]:
        if None in node.keys:
            raise NotAllowed("expression unpacking")
        pairs = zip(node.keys, node.values, strict=True)
        found = {self.value(key, names): self.value(value, names) for key, value in pairs if key}
        return self.budget.bounded(found)

    def _BoolOp(self, node: ast.BoolOp, names: Mapping[str, Any]) -> Any:
        value = None
        for part in node.values:
            value = self.value(part, names)
            if bool(value) is isinstance(node.op, ast.Or):
                break
        return value

    def _IfExp(self, node: ast.IfExp, names: Mapping[str, Any]) -> Any:
        return self.value(node.body if self.value(node.test, names) else node.orelse, names)

    def _UnaryOp(self, node: ast.UnaryOp, names: Mapping[str, Any]) -> Any:
        return operations.unary(node.op, self.value(node.operand, names))

    def _BinOp(self, node: ast.BinOp, names: Mapping[str, Any]) -> Any:
        return operations.binary(
            node.op, self.value(node.left, names), self.value(node.right, names), self.budget
        )

    def _Compare(self, node: ast.Compare, names: Mapping[str, Any]) -> Any:
        left, result = self.value(node.left, names), True
        for sign, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.value(comparator, names)
            # A range looks for all but whole numbers one after the other.
            searched = isinstance(right, range) and not isinstance(left, int)
            if isinstance(sign, ast.In | ast.NotIn) and (searched or not isinstance(right, _LOOPED)):
                right = list(self.looped(right))
            result = operations.compare(sign, left, right)
            if not result:
                break
            left = right
        return result

    def _JoinedStr(self, node: ast.JoinedStr, names: Mapping[str, Any]) -> str:
        return self.budget.bounded("".join(str(self.value(part, names)) for part in node.values))

    def _FormattedValue(self, node: ast.FormattedValue, names: Mapping[str, Any]) -> str:
        value = self.value(node.value, names)
        if node.conversion != -1:
            value = _CONVERSIONS[node.conversion](value)
        spec = self.value(node.format_spec, names) if node.format_spec else ""
        if spec and not (_SPEC.fullmatch(spec) and isinstance(value, str | int | float)):
            raise NotAllowed("expression format", spec=repr(spec))
        return format(value, spec)

    def _ListComp(self, node: ast.ListComp, names: Mapping[str, Any]) -> list[Any]:
        return self.budget.bounded(list(self._each(node.elt, node.generators, names)))

    def _GeneratorExp(self, node: ast.GeneratorExp, names: Mapping[str, Any]) -> Iterator[Any]:
        return self._each(node.elt, node.generators, names)

    def _each(
        self, element: ast.expr, loops: list[ast.comprehension], names: Mapping[str, Any]
    ) -> Generator[Any, None, None]:
        if not loops:
            yield self.value(element, names)
            return
        loop, *inner = loops
        if not isinstance(loop.target, ast.Name) or loop.is_async:
            raise NotAllowed("loop names")
        for entry in self.looped(self.value(loop.iter, names)):
            self.budget.charge(names)
            here = {**names, loop.target.id: entry}
            if all(self.value(test, here) for test in loop.ifs):
                yield from self._each(element, inner, here)

    def _Call(self, node: ast.Call, names: Mapping[str, Any]) -> Any:
        words = {word.arg: self.value(word.value, names) for word in node.keywords if word.arg}
        if len(words) < len(node.keywords):
            raise NotAllowed("expression unpacking")
        match node.func:
            case ast.Name(id=name) if name in FUNCTIONS and name not in names:
                values = [self.value(one, names) for one in node.args]
                return functions.function(name, values, words, self)
            case ast.Attribute(value=owner_node, attr=name):
                owner = self.value(owner_node, names)
                found = self._attribute(owner, name)
                values = [self.value(one, names) for one in node.args]
                return functions.method(owner, name, found, values, words, self)
        raise NotAllowed("function")
