"""Plain values read from a syntax tree: text, numbers, True, False, None, lists, tuples, dicts."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from firstcall.programs.read.names import Names
from firstcall.programs.read.source import Text
from firstcall.programs.refusals import NotUnderstood

_DEPTH = 50
_NUMBER_BITS = 10_000
_NOT_NUMBERS = {"nan", "inf", "infinity", "+inf", "-inf", "+infinity", "-infinity", "+nan", "-nan"}
_PLAIN = "Only plain values can be read, because the box never runs code"


@dataclass(frozen=True)
class Literals:
    """Reads values, looking through names; each refusal says which argument is meant (`label`)."""

    text: Text
    names: Names

    def read(self, node: ast.expr, label: str, depth: int = 0) -> Any:
        if depth > _DEPTH:
            raise self.text.refuse(
                node, f"{label} is nested more than {_DEPTH} levels deep. Make it flatter."
            )
        match node:
            case ast.Constant(value=str() | bool() | int() | float() | None as value):
                return self._bounded(node, label, value)
            case ast.Name():
                return self.read(self.names.value(node, label), label, depth + 1)
            case ast.List(elts=elements):
                return [self.read(element, label, depth + 1) for element in elements]
            case ast.Tuple(elts=elements):
                return tuple(self.read(element, label, depth + 1) for element in elements)
            case ast.Dict():
                return self._dict(node, label, depth)
            case ast.JoinedStr(values=parts) if all(isinstance(part, ast.Constant) for part in parts):
                return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand) if _is_number(operand):
                value = self.read(operand, label, depth + 1)
                return -value if isinstance(sign, ast.USub) else value
            case ast.Call() if _is_float(node):
                return float(node.args[0].value)  # type: ignore[attr-defined]
        raise self._refuse(node, label)

    def literal(self, node: ast.expr, label: str) -> ast.expr:
        """The node where the value is written, looking through names."""
        for _ in range(_DEPTH):
            if not isinstance(node, ast.Name):
                return node
            node = self.names.value(node, label)
        raise self.text.refuse(node, f"{label} goes through too many names. Write the value itself.")

    def _bounded(self, node: ast.expr, label: str, value: Any) -> Any:
        if isinstance(value, int) and value.bit_length() > _NUMBER_BITS:
            raise self.text.refuse(node, f"{label} holds a number with too many digits.")
        if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            raise self.text.refuse(node, f"{label} holds half a character (\\ud800 to \\udfff). Remove it.")
        return value

    def _dict(self, node: ast.Dict, label: str, depth: int) -> dict[Any, Any]:
        found = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            if key_node is None:
                raise self.text.refuse(
                    value_node, f"{label} unpacks another dict with **. Write its entries here."
                )
            key = self.read(key_node, label, depth + 1)
            if isinstance(key, list | tuple | dict):
                raise self.text.refuse(
                    key_node, f"{label} has a key that is not text. Put quotes around a word."
                )
            found[key] = self.read(value_node, label, depth + 1)
        return found

    def _refuse(self, node: ast.expr, label: str) -> NotUnderstood:
        written = self.text.segment(node)
        match node:
            case ast.JoinedStr():
                advice = "Fill in the { } yourself and remove the f"
            case ast.Starred():
                advice = "Write the entries themselves in place of *"
            case ast.Call() | ast.Await():
                advice = "Write the result of this function call in its place"
            case ast.Set():
                advice = "Use a list in square brackets [ ]"
            case ast.Constant():
                advice = "Use text in quotes, a number, True, False or None"
            case _:
                advice = "Write the result in its place"
        return self.text.refuse(node, f"{label} is not a plain value: {written}. {_PLAIN}. {advice}.")


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same to the letter: 1 is not True nor 1.0, and NaN is NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return repr(one) == repr(other)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        keys = {(type(key), key) for key in one}
        return keys == {(type(key), key) for key in other} and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub | ast.UAdd) and _is_number(node.operand)
    return _is_float(node) or (isinstance(node, ast.Constant) and type(node.value) in (int, float))


def _is_float(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(word))], keywords=[]):
            return word.strip().lower() in _NOT_NUMBERS
    return False
