"""Classes whose schema an API refuses in its strict mode, or makes something else of: a dict of any keys, a field that may
be missing, an object that is left open."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import schema_class
from firstcall.programs.read.schema_class import Classes
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.whole_program import ApiCall
from firstcall.programs.refusals import NotUnderstood
from firstcall.providers import Structured

_DICTS = frozenset({"dict", "Dict", "Mapping"})


def not_strict(program: Program) -> Iterator[Fault]:
    """A field of a class that is sent as a schema, where the API takes no such field."""
    classes = schema_class.in_tree(program.text.tree)
    for call in program.todays_calls if classes else ():
        how = _structured(call)
        if how is None or call.own_models:
            continue
        name, whole = _sent(program, call, how)
        if name in classes:
            for node in _with_its_own(name, classes):
                yield from _faults(node, how, call.provider.name, whole=whole)


def _structured(call: ApiCall) -> Structured | None:
    """How the way in which a call is made asks for JSON."""
    return next(
        (way.structured for way in call.provider.ways if way.kind is call.kind), call.provider.structured
    )


def _sent(program: Program, call: ApiCall, how: Structured) -> tuple[str, bool]:
    """The class whose schema is sent strictly, empty where none is; and whether the SDK leaves the schema as it is."""
    handed = call.words.get(how.hands) if how.hands else None
    if isinstance(handed, ast.Name):
        return handed.id, False
    format = program.entries(program.at(call, how.format_at)) if how.format_at else {}
    if how.strict_by and program.value(format.get(how.strict_by)) is not True:
        return "", False
    match program.origin(format["schema"]) if "schema" in format else None:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="model_json_schema")):
            return name, True
        case ast.Call(args=[ast.Name(id=name)]) as made if called(made) in how.transforms:
            return name, False
    return "", False


def _with_its_own(name: str, classes: Classes) -> Iterator[ast.ClassDef]:
    """A class and those that its fields are of."""
    waiting, seen = [name], set[str]()
    while waiting:
        one = waiting.pop()
        if one not in seen and schema_class.is_schema(classes[one], classes):
            seen.add(one)
            yield classes[one]
            waiting += [
                node.id for field in _fields(classes[one]) for node in ast.walk(field.annotation)
                if isinstance(node, ast.Name) and node.id in classes
            ]  # fmt: skip


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]


def _faults(node: ast.ClassDef, how: Structured, provider: str, *, whole: bool) -> Iterator[Fault]:
    if whole and not _closed(node):
        yield fault("strict-schema open", node, "error", name=node.name, provider=provider)
    for field in _fields(node):
        name = ast.unparse(field.target)
        if _is_dict(field.annotation):
            says = "strict-schema dict" if how.strict_by else "strict-schema empty"
            yield fault(says, field, "error" if how.strict_by else "warning", name=name, provider=provider)
        elif whole and how.strict_by and _may_be_missing(field):
            yield fault("strict-schema optional", field, "error", name=name, provider=provider)


def _closed(node: ast.ClassDef) -> bool:
    try:
        return schema_class.closed(node)
    except NotUnderstood:
        return True


def _is_dict(annotation: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Name | ast.Attribute) and set(spelled(node)[-1:]) & _DICTS
        for node in ast.walk(annotation)
    )


def _may_be_missing(field: ast.AnnAssign) -> bool:
    """Whether a field has a default."""
    match field.value:
        case None:
            return False
        case ast.Call(args=args, keywords=words) as made if called(made) == "Field":
            given = bool(args) and not (isinstance(args[0], ast.Constant) and args[0].value is ...)
            return given or any(word.arg in {"default", "default_factory"} for word in words)
    return True


RULES = (not_strict,)
