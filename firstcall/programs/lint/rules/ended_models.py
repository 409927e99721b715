"""Models that end: a text that is the id of one is marked where it stands, whoever uses it.

That a call is seen to use it makes it a failure; in a table of prices or a comparison it only stands there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from functools import partial

from firstcall.programs.change import fixes, replacement
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.unfit import unfit
from firstcall.programs.lint.rules import Fault, Program, Severity, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.bindings import defaults
from firstcall.programs.read.model_id import LONGEST, ModelId, read, successor
from firstcall.programs.read.other_calls import OtherCall
from firstcall.programs.read.spelling import called
from firstcall.programs.read.whole_program import ApiCall

SOON_DAYS = 60
AnyCall = ApiCall | OtherCall
_BY_HAND = {
    "other-work": "retired-model other-work",
    "old-endpoint": "retired-model old-endpoint",
    "refuses": "retired-model refuses",
}
"""What is said where another id alone will not do."""


def retired_model(program: Program) -> Iterator[Fault]:
    for node, found, calls in _ending(program):
        if not found.gone(program.today):
            continue
        used = "retired-model since" if found.ends else "retired-model"
        says = _says(
            program, calls, _handed_on(program, node), used, "retired-model named", "retired-model elsewhere"
        )
        yield _fault(program, says, node, found, calls, _weight(program, node, calls, "error"))


def retiring_model(program: Program) -> Iterator[Fault]:
    for node, found, calls in _ending(program):
        if 0 < found.days(program.today) <= SOON_DAYS:
            says = _says(
                program,
                calls,
                _handed_on(program, node),
                "retiring-model",
                "retiring-model named",
                "retiring-model elsewhere",
            )
            yield _fault(program, says, node, found, calls, _weight(program, node, calls, "warning"))


def _ending(program: Program) -> Iterator[tuple[ast.expr, ModelId, list[AnyCall]]]:
    """Every text that is the id of a model with an end, with the calls that are seen to use it."""
    users = dict[int, list[AnyCall]]()
    written = {id(node): node for node in program.all(ast.Constant)}
    every: list[AnyCall] = [*program.calls, *program.other_calls]
    for call in every:
        for node in _models_of(program, call):
            users.setdefault(id(node), []).append(call)
            written[id(node)] = node
    for node in written.values():
        said, calls = program.value(node), users.get(id(node), [])
        found = read(said) if isinstance(said, str) and len(said) <= LONGEST else None
        if found is None or not (found.ended_once or found.ends):
            continue
        asked = [call for call in calls if not _is_foreign(call, found)]
        if asked or (not calls and _is_meant(program, node, found)):
            yield node, found, asked


def _is_foreign(call: AnyCall, found: ModelId) -> bool:
    """Whether a call asks one vendor for a model of another: that fails in any case, and is a fault of its own."""
    return isinstance(call, ApiCall) and not call.own_models and call.provider.id != found.vendor.id


def _models_of(program: Program, call: AnyCall) -> tuple[ast.expr, ...]:
    """Where a call's model is written, wherever it may come from."""
    if call.model_node is None:
        return ()
    own = call.model_nodes if isinstance(call, ApiCall) else program.sources(call.model_node)
    return tuple({id(node): node for node in (call.model_node, *own)}.values())


def _is_meant(program: Program, node: ast.expr, found: ModelId) -> bool:
    """Whether a text stands for a model: `ada`, `o1` or `davinci-resolve` may be anything, unless something around
    it is a model."""
    if isinstance(program.parent(node), ast.JoinedStr | ast.Expr):
        return False
    return (
        not found.plain
        or "model" in _named(program, node).lower()
        or "engine" in _named(program, node).lower()
    )


def _named(program: Program, node: ast.expr) -> str:
    """What a value is called where it stands: an argument, a name, a key, a parameter."""
    match program.parent(node):
        case ast.keyword(arg=str(name)):
            return name
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return ast.unparse(target) if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) else ""
        case ast.Dict(keys=keys, values=values):
            return next((str(program.value(k)) for k, v in zip(keys, values, strict=True) if v is node), "")
        case ast.arguments() as given:
            return next((name for name, default in defaults(given) if default is node), "")
        case ast.List() | ast.Tuple() | ast.Set() | ast.Call() | ast.BoolOp() | ast.IfExp() as above:
            return _named(program, above) if isinstance(above, ast.expr) else ""
    return ""


def _says(program: Program, calls: list[AnyCall], handed: bool, used: str, named: str, elsewhere: str) -> str:
    if _elsewhere(program, calls):
        return elsewhere
    return used if calls or handed else named


def _elsewhere(program: Program, calls: list[AnyCall]) -> bool:
    """Whether somebody else than a vendor is asked, whose models have dates of their own."""
    asked: list[AnyCall] = calls or [*program.calls, *program.other_calls]
    return bool(asked) and all(_has_own(program, call) for call in asked)


def _has_own(program: Program, call: AnyCall) -> bool:
    if isinstance(call, ApiCall):
        return call.own_models and program.hosted_by(call) is None
    return call.own_models


def _weight(program: Program, node: ast.expr, calls: list[AnyCall], used: Severity) -> Severity:
    if _elsewhere(program, calls):
        return "info"
    if calls or _handed_on(program, node):
        return used
    return "info" if used == "warning" or _only_named(program, node) else "warning"


def _handed_on(program: Program, node: ast.expr) -> bool:
    """Whether a model is given to a method that is called later: `partial(client.messages.create, model=…)`."""
    word = program.parent(node)
    call = program.parent(word) if isinstance(word, ast.keyword) else None
    if not isinstance(call, ast.Call) or called(call) != "partial" or not call.args:
        return False
    return vendors.kind_of(program.names_of(call.args[0])) is not None


def _only_named(program: Program, node: ast.expr) -> bool:
    """Whether a text is compared with, or looked up by, and not handed on."""
    above = program.parent(node)
    return isinstance(above, ast.Compare | ast.MatchValue) or (
        isinstance(above, ast.Dict) and node in above.keys
    )


def _fault(
    program: Program, says: str, node: ast.expr, found: ModelId, calls: list[AnyCall], weight: Severity
) -> Fault:
    better = successor(found.vendor.id, found.id, program.today)
    stays = unfit(program, node, found, better, calls)
    if stays is not None:
        by_hand = _BY_HAND[stays.why] if found.gone(program.today) and weight != "info" else says
        return fault(
            by_hand, node, weight, None, model=found.id[:60], better=better, provider=found.vendor.name,
            date=_written(found.ends), days=found.days(program.today), name=stays.name, path=stays.path,
        )  # fmt: skip
    safe = weight != "info" or (bool(calls) and not _elsewhere(program, calls))
    return fault(
        says, node, weight, partial(_replaced, program, node, found, better, calls) if safe else None,
        model=found.id[:60], better=better, provider=found.vendor.name, date=_written(found.ends),
        days=found.days(program.today),
    )  # fmt: skip


def _written(day: date | None) -> str:
    return f"{day:%d %B %Y}" if day else ""


def _replaced(
    program: Program, node: ast.expr, found: ModelId, better: str, calls: list[AnyCall]
) -> list[Edit]:
    edits = fixes.replace(program, node, f'"{found.before}{better}"')
    ours = (call for call in calls if isinstance(call, ApiCall))
    return edits + [edit for call in ours for edit in replacement.brought(program, call, found.id, better)]


RULES = (retired_model, retiring_model)
