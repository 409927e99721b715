"""The Pydantic class of a program and its fields, taken out to be looked at and put back changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from firstcall.programs.patience import shared
from firstcall.programs.read import schema_class
from firstcall.programs.read.schema_class import SchemaField
from firstcall.programs.read.source import read
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.write.layout import WIDTH, code

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class SchemaOf:
    """The class by which a program reads its reply: what it says, the class itself, the lines of its fields."""

    name: str
    fields: tuple[SchemaField, ...]
    model: type[BaseModel]
    classes: Mapping[str, ast.ClassDef]

    @property
    def node(self) -> ast.ClassDef:
        return self.classes[self.name]

    @property
    def own_types(self) -> tuple[str, ...]:
        """The names of the program's other classes, which a field may be of."""
        return tuple(name for name in self.classes if name != self.name)


@shared()
def schema_of(source: str) -> SchemaOf | None:
    """The last Pydantic class of a program, which the others are for; `None` where it has none. Raises `NotUnderstood`."""
    classes = schema_class.in_tree(read(source).tree)
    names = [name for name, node in classes.items() if schema_class.is_schema(node, classes)]
    if not names:
        return None
    node = classes[names[-1]]
    return SchemaOf(node.name, schema_class.fields(node), schema_class.model(node.name, classes), classes)


def with_fields(source: str, fields: Sequence[SchemaField]) -> str:
    """The program with these fields in its class; lines of fields that stay as they are stay too. Raises
    `NotUnderstood` where the program has no class, or would not be understood then."""
    found = schema_of(source)
    if found is None or not fields:
        raise NotUnderstood("schema none")
    lines = source.splitlines(keepends=True)
    nodes = [one for one in found.node.body if isinstance(one, ast.AnnAssign)]
    before = {
        field: "".join(lines[node.lineno - 1 : node.end_lineno])
        for field, node in zip(map(_key, found.fields), nodes, strict=True)
    }
    margin = " " * (found.node.body[0].col_offset)
    body = "".join(before.get(_key(field)) or f"{margin}{field_code(field)}\n" for field in fields)
    first, last = (
        (nodes[0].lineno - 1, nodes[-1].end_lineno or 0) if nodes else (found.node.end_lineno or 0,) * 2
    )
    result = "".join([*lines[:first], body if body.endswith("\n") else f"{body}\n", *lines[last:]])
    result = _with_import(result) if "Field(" in body else result
    schema_of(result)
    return result


def field_code(field: SchemaField) -> str:
    """One field as a line of a class. Raises `NotUnderstood` for a name that is none."""
    if not _NAME.fullmatch(field.name):
        raise NotUnderstood("schema name", name=field.name[:40])
    kind = f"{field.type} | None" if field.optional else field.type
    about = [f"default={field.default}"] if field.default else []
    about += [f"{name}={code(value)}" for name, value in field.said.items()]
    if not field.said:
        return f"{field.name}: {kind}" + (f" = {field.default}" if field.default else "")
    line = f"{field.name}: {kind} = Field({', '.join(about)})"
    return line if len(line) < WIDTH else f"{field.name}: {kind} = Field(\n        {', '.join(about)}\n    )"


def _key(field: SchemaField) -> str:
    return repr((field.name, field.type, field.optional, field.default, sorted(field.said.items())))


def _with_import(source: str) -> str:
    """`Field` imported, where it is not yet."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module == "pydantic":
            if any(one.name == "Field" for one in node.names):
                return source
    return re.sub(
        r"^from pydantic import BaseModel\b",
        "from pydantic import BaseModel, Field",
        source,
        count=1,
        flags=re.M,
    )
