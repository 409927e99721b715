"""Pydantic classes of a program, read as data: the fields of each, and the real class that Pydantic makes of them.

Nothing of the program is run. Types, `Field(…)` and `ConfigDict(…)` are read from the tree, and
`pydantic.create_model` (https://docs.pydantic.dev/latest/concepts/models/#dynamic-model-creation) is given the values.
"""

from __future__ import annotations

import ast
import datetime
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.errors import PydanticUserError
from pydantic_core import PydanticUndefined, SchemaError

from firstcall.calls.written import Written
from firstcall.programs.patience import hurry
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.refusals import NotUnderstood

BASE = "BaseModel"
MOST_FIELDS = 60
_DEPTH = 8
_PLAIN: Mapping[str, Any] = {
    "str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "None": None, "Any": Any,
    "date": datetime.date, "datetime": datetime.datetime,
}  # fmt: skip
_ABOUT = frozenset(
    "default description title examples ge le gt lt multiple_of min_length max_length pattern".split()
)
"""What of `Field(…)` is read."""
_CONFIG = frozenset({"extra", "title", "str_max_length", "str_min_length"})

Classes = Mapping[str, ast.ClassDef]
Transform = Callable[[type[BaseModel]], dict[str, Any]]
Transforms = Mapping[str, Transform]
"""By the name of the function in an SDK, what it makes of a class."""


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a class: its name, its type as it is written, without `| None` where it is `optional`, and what
    `Field(…)` says of it. `default` is code, empty where there is none."""

    name: str
    type: str
    optional: bool = False
    default: str = ""
    about: Mapping[str, Any] | None = None

    @property
    def said(self) -> Mapping[str, Any]:
        return self.about or {}


def is_schema(node: ast.ClassDef, classes: Classes, depth: int = 0) -> bool:
    """Whether a class is one of Pydantic's, by its base or by that of its base."""
    names = [spelled(base)[-1:] for base in node.bases]
    if [BASE] in names:
        return True
    above = [classes[name[0]] for name in names if name and name[0] in classes]
    return depth < _DEPTH and any(is_schema(one, classes, depth + 1) for one in above if one is not node)


def in_tree(tree: ast.AST) -> dict[str, ast.ClassDef]:
    """The classes of a program outside of functions, by name: of several with one name the last."""
    return {one.name: one for one in getattr(tree, "body", ()) if isinstance(one, ast.ClassDef)}


def fields(node: ast.ClassDef) -> tuple[SchemaField, ...]:
    """The fields that a class itself has. Raises `NotUnderstood`, with the line."""
    found = [_field(one) for one in node.body if isinstance(one, ast.AnnAssign)]
    if len(found) > MOST_FIELDS:
        raise refuse(node, "schema many", most=MOST_FIELDS)
    return tuple(found)


def closed(node: ast.ClassDef) -> bool:
    """Whether a class takes no other fields than its own (`extra="forbid"`)."""
    return _config(node).get("extra") == "forbid"


def model(name: str, classes: Classes) -> type[BaseModel]:
    """The Pydantic class of this name. Raises `NotUnderstood`, with the line, where it cannot be read without running
    it, or where Pydantic refuses it."""
    ours = (one for one in classes.values() if is_schema(one, classes) or _is_enum(one))
    try:
        return _same("\n".join(map(ast.unparse, ours)), name)
    except NotUnderstood:
        return _made(name, classes)  # which knows its lines


@lru_cache(maxsize=64)
def _same(written: str, name: str) -> type[BaseModel]:
    """One class for one text: what says the same is the same."""
    return _made(name, in_tree(ast.parse(written)))


def _made(name: str, classes: Classes) -> type[BaseModel]:
    found = _Models(classes).of(name)
    _schema(found, classes[name], BaseModel.model_json_schema.__func__)  # type: ignore[attr-defined]
    return found


def _is_enum(node: ast.ClassDef) -> bool:
    return any(spelled(base)[-1:] in (["Enum"], ["StrEnum"]) for base in node.bases)


def _schema(found: type[BaseModel], node: ast.ClassDef, transform: Transform) -> dict[str, Any]:
    """The JSON schema of a class. Not every class has one: a dict by objects has none."""
    try:
        return transform(found)
    except (PydanticUserError, ValueError, TypeError, AssertionError) as error:
        raise refuse(node, "schema refused", said=str(error).partition("\n")[0][:200]) from None


class _Models:
    """Makes the classes of one program, each once."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.made: dict[str, type[BaseModel]] = {}
        self.under_way: set[str] = set()

    def of(self, name: str) -> type[BaseModel]:
        hurry()
        node = self.classes[name]
        if name in self.under_way:
            raise refuse(node, "schema itself", name=name)
        if name not in self.made:
            self.under_way.add(name)
            self.made[name] = self._make(node)
            self.under_way.discard(name)
        return self.made[name]

    def _make(self, node: ast.ClassDef) -> type[BaseModel]:
        _plain_body(node)
        bases = [
            self.of(names[-1])
            for base in node.bases
            if (names := spelled(base)) and names[-1] in self.classes
        ]
        config = ConfigDict(protected_namespaces=(), **_config(node))  # type: ignore[typeddict-item]
        given: dict[str, Any] = {
            one.name: self._typed(of, one) for one, of in zip(fields(node), _annotated(node), strict=True)
        }
        kept = type(node.name, (bases[0],), {"model_config": config}) if bases else None
        how: dict[str, Any] = {"__base__": kept} if kept else {"__config__": config}
        try:
            return create_model(node.name, __doc__=ast.get_docstring(node), **how, **given)
        except (PydanticUserError, SchemaError, NameError, TypeError, ValueError) as error:
            raise refuse(node, "schema refused", said=str(error).splitlines()[0][:200]) from None

    def _typed(self, node: ast.AnnAssign, field: SchemaField) -> tuple[Any, Any]:
        kind = self._type(node.annotation, 0)
        about = dict(field.said)
        default = about.pop("default", PydanticUndefined)
        if field.default:
            default = ast.literal_eval(field.default)
        return kind, Field(default, **about)

    def _type(self, node: ast.expr, depth: int) -> Any:
        if depth > _DEPTH:
            raise refuse(node, "schema type", written=ast.unparse(node)[:60])
        match node:
            case ast.Constant(value=None):
                return None
            case ast.Name(id=name) if name in self.classes:
                return self._own(name)
            case ast.Name() | ast.Attribute() if (name := spelled(node)[-1:][0]) in _PLAIN:
                return _PLAIN[name]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._type(left, depth + 1) | None if _is_none(right) else self._either(node, depth)
            case ast.Subscript(value=owner, slice=inner):
                return self._generic(node, spelled(owner)[-1:], inner, depth + 1)
        raise refuse(node, "schema type", written=ast.unparse(node)[:60])

    def _either(self, node: ast.BinOp, depth: int) -> Any:
        return self._type(node.left, depth + 1) | self._type(node.right, depth + 1)

    def _generic(self, node: ast.expr, name: list[str], inner: ast.expr, depth: int) -> Any:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        match name:
            case ["list" | "List"] if len(parts) == 1:
                return list[self._type(parts[0], depth)]  # type: ignore[misc]
            case ["dict" | "Dict"] if len(parts) == 2:
                return dict[self._type(parts[0], depth), self._type(parts[1], depth)]  # type: ignore[misc]
            case ["Optional"] if len(parts) == 1:
                return self._type(parts[0], depth) | None
            case ["Literal"] if all(isinstance(one, ast.Constant) for one in parts):
                return Literal[tuple(ast.literal_eval(one) for one in parts)]
        raise refuse(node, "schema type", written=ast.unparse(node)[:60])

    def _own(self, name: str) -> Any:
        node = self.classes[name]
        if _is_enum(node):
            return enum.Enum(name, _members(node))
        return self.of(name)


def _members(node: ast.ClassDef) -> list[tuple[str, Any]]:
    """The members of an `Enum`."""
    return [
        (one.targets[0].id, one.value.value)
        for one in node.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
    ]


def _plain_body(node: ast.ClassDef) -> None:
    """Refuse a class that does more than to list fields: a method or a validator would have to be run."""
    for one in node.body:
        match one:
            case ast.AnnAssign() | ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case ast.Assign(targets=[ast.Name(id="model_config")]):
                pass
            case _:
                raise refuse(one, "schema body", name=node.name)
    if node.decorator_list or node.keywords:
        raise refuse(node, "schema body", name=node.name)


def _annotated(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [one for one in node.body if isinstance(one, ast.AnnAssign)]


def _field(node: ast.AnnAssign) -> SchemaField:
    if not isinstance(node.target, ast.Name):
        raise refuse(node, "schema type", written=ast.unparse(node.target)[:60])
    kind, optional = _without_none(node.annotation)
    about, default = _about(node.value)
    return SchemaField(node.target.id, ast.unparse(kind), optional, default, about)


def _without_none(node: ast.expr) -> tuple[ast.expr, bool]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right) if _is_none(right):
            return left, True
        case ast.Subscript(value=owner, slice=inner) if spelled(owner)[-1:] == ["Optional"]:
            return inner, True
    return node, False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _about(value: ast.expr | None) -> tuple[dict[str, Any], str]:
    """What `Field(…)` says, and the default beside or in it as code."""
    if value is None:
        return {}, ""
    if not (isinstance(value, ast.Call) and called(value) == "Field"):
        _plain(value)
        return {}, ast.unparse(value)
    said = {word.arg or "**": _plain(word.value) for word in value.keywords}
    if unknown := said.keys() - _ABOUT:
        raise refuse(value, "schema field", name=sorted(unknown)[0])
    if value.args and not (isinstance(value.args[0], ast.Constant) and value.args[0].value is ...):
        said["default"] = _plain(value.args[0])
    default = repr(said.pop("default")) if "default" in said else ""
    return said, default


def _plain(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        raise refuse(node, "schema value", written=ast.unparse(node)[:60]) from None


def _config(node: ast.ClassDef) -> dict[str, Any]:
    """What `model_config` says."""
    for one in node.body:
        match one:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Call(keywords=words) as made):
                said = {word.arg or "**": _plain(word.value) for word in words}
                if said.keys() - _CONFIG:
                    raise refuse(made, "schema field", name=sorted(said.keys() - _CONFIG)[0])
                return said
            case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
                if not isinstance(said := _plain(value), dict) or said.keys() - _CONFIG:
                    raise refuse(one, "schema value", written=ast.unparse(value)[:60])
                return said
    return {}


def refuse(node: ast.AST, says: str, **values: object) -> NotUnderstood:
    line, column = getattr(node, "lineno", None), getattr(node, "col_offset", 0)
    return NotUnderstood(says, line, column + 1, **values)


def written(call: ast.Call, classes: Classes, transforms: Transforms) -> Written | None:
    """The JSON schema that a call makes of a class, `None` where it makes none: `Order.model_json_schema()`, or one of
    `transforms` by its name, as `anthropic.transform_schema(Order)`."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="model_json_schema"), args=[], keywords=[]
        ):
            transform: Transform = BaseModel.model_json_schema.__func__  # type: ignore[attr-defined]
        case ast.Call(args=[ast.Name(id=name)], keywords=[]) if called(call) in transforms:
            transform = transforms[called(call)]
        case _:
            return None
    if name not in classes or not is_schema(classes[name], classes):
        return None
    return Written(_schema(model(name, classes), classes[name], transform), ast.unparse(call))
