"""Vectors: those of two models that a program makes to compare them. Nothing fails, and the scores mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import sdk
from firstcall.programs.read.sdk_methods import Method, methods


def two_models(program: Program) -> Iterator[Fault]:
    """The first call that asks another model than the first one does; where the program says its models itself."""
    made = [(method, id) for method in methods(program) if (id := _asked(program, method))]
    first = made[0][1] if made else ""
    other = next(((method, id) for method, id in made if id != first), None)
    if other is not None:
        yield fault("two-embedders", other[0].node, "warning", model=other[1][:60], first=first[:60])


def _asked(program: Program, method: Method) -> str:
    """The model that a call for vectors asks, empty for any other call and where it is not written there."""
    embedding = method.provider.embedding
    if embedding is None or method.path != embedding.method:
        return ""
    given = dict(zip(_in_order(method), method.node.args, strict=False))
    given |= {word.arg: word.value for word in method.node.keywords if word.arg}
    if (asked := given.get("model")) is None:
        return ""
    id = program.value(program.origin(asked))
    return id if isinstance(id, str) else ""


def _in_order(method: Method) -> list[str]:
    """What the arguments of a method are called, in the order in which they need no name."""
    found = sdk.signature(method.function)
    return list(found.every) if found else []


RULES = (two_models,)
