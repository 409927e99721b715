"""Plain values read from a syntax tree: text, numbers, True, False, None, lists, tuples, dicts.

A text may be put together with `+`, and come from a file that is known here (`programs.files`).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from firstcall.calls.written import Written
from firstcall.programs import files
from firstcall.programs.patience import hurry
from firstcall.programs.read import schema_class, vendors
from firstcall.programs.read.names import Names
from firstcall.programs.read.source import MAX_CHARACTERS, Text
from firstcall.programs.refusals import WORDS, NotUnderstood

_DEPTH = 50
_NUMBER_BITS = 10_000
_NOT_NUMBERS = {"nan", "inf", "infinity", "+inf", "-inf", "+infinity", "-infinity", "+nan", "-nan"}


@dataclass(frozen=True)
class Literals:
    """Reads values, looking through names; each refusal says which argument is meant (`label`)."""

    text: Text
    names: Names

    def read(self, node: ast.expr, label: str, depth: int = 0) -> Any:
        hurry()  # a list of names of lists of names can be far larger than its text
        if depth > _DEPTH:
            raise self.text.refuse(node, "value deep", label=label, most=_DEPTH)
        match node:
            case ast.Constant(value=str() | bool() | int() | float() | None as value):
                return self._bounded(node, label, value)
            case ast.Name() if (handed := self._class(node)) is not None:
                return handed
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
            case ast.Call() if (text := _of_file(node)) is not None:
                return text
            case ast.BinOp(op=ast.Add()):
                return self._joined(node, label, depth)
            case ast.Call() if (schema := self._schema(node)) is not None:
                return schema
        raise self._refuse(node, label)

    def literal(self, node: ast.expr, label: str) -> ast.expr:
        """The node where the value is written, looking through names."""
        for _ in range(_DEPTH):
            if not isinstance(node, ast.Name) or self._class(node) is not None:
                return node
            node = self.names.value(node, label)
        raise self.text.refuse(node, "value names", label=label)

    def _joined(self, node: ast.BinOp, label: str, depth: int) -> str:
        """Texts with `+` between them."""
        sides = [self.read(side, label, depth + 1) for side in (node.left, node.right)]
        if not all(isinstance(side, str) for side in sides):
            raise self._refuse(node, label)
        if sum(map(len, sides)) > MAX_CHARACTERS:  # a name of a name of a name doubles each time
            raise self.text.refuse(node, "program long")
        return "".join(sides)

    def _class(self, node: ast.Name) -> type[BaseModel] | None:
        """The program's Pydantic class of this name, as it is handed to an SDK's helper."""
        classes = schema_class.in_tree(self.text.tree)
        found = classes.get(node.id)
        is_one = found is not None and schema_class.is_schema(found, classes)
        return schema_class.model(node.id, classes) if is_one else None

    def _schema(self, node: ast.Call) -> Written | None:
        """The JSON schema that a call makes of one of the program's Pydantic classes."""
        classes = schema_class.in_tree(self.text.tree)
        return schema_class.written(node, classes, vendors.transforms()) if classes else None

    def _bounded(self, node: ast.expr, label: str, value: Any) -> Any:
        if isinstance(value, int) and value.bit_length() > _NUMBER_BITS:
            raise self.text.refuse(node, "value digits", label=label)
        if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            raise self.text.refuse(node, "value half-character", label=label)
        return value

    def _dict(self, node: ast.Dict, label: str, depth: int) -> dict[Any, Any]:
        found = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            if key_node is None:
                raise self.text.refuse(value_node, "value unpacked", label=label)
            key = self.read(key_node, label, depth + 1)
            if isinstance(key, list | tuple | dict):
                raise self.text.refuse(key_node, "value key", label=label)
            found[key] = self.read(value_node, label, depth + 1)
        return found

    def _refuse(self, node: ast.expr, label: str) -> NotUnderstood:
        written = self.text.segment(node)
        match node:
            case ast.JoinedStr():
                advice = "f-string"
            case ast.Starred():
                advice = "starred"
            case ast.Call() | ast.Await():
                advice = "call"
            case ast.Set():
                advice = "set"
            case ast.Constant():
                advice = "constant"
            case _:
                advice = "other"
        said = WORDS.line(f"value plain/{advice}")
        return self.text.refuse(node, "value plain", label=label, written=written, advice=said)


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


def _of_file(node: ast.Call) -> str | None:
    """What `open("museum.md", encoding="utf-8").read()` gives, of a file that is known; `None` for any other call."""
    match node:
        case ast.Call(
            func=ast.Attribute(ast.Call(ast.Name("open"), [ast.Constant(str() as name)], how), "read"),
            args=[] | [ast.Constant(int())] as most,
            keywords=[],
        ) if name in files.every() and all(_is_utf8(word) for word in how):
            characters = next((one.value for one in most if isinstance(one, ast.Constant)), -1)
            return files.part(name, characters if isinstance(characters, int) and characters >= 0 else None)
    return None


def _is_utf8(word: ast.keyword) -> bool:
    said = word.value
    return (
        word.arg == "encoding" and isinstance(said, ast.Constant) and said.value in {"utf-8", "utf8", "UTF-8"}
    )
