"""What a program reads from an exception: fields that the SDK's classes have, and those that they had once.

What they were called and where each stands now is data of each wire (`OldSdk.error_fields`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.retries import BROAD, called_in, callers
from firstcall.programs.read import sdk, vendors
from firstcall.programs.read.spelling import called
from firstcall.providers import Provider


def error_fields(program: Program) -> Iterator[Fault]:
    """`error.http_status` in `except openai.APIStatusError as error`."""
    for attempt in program.all(ast.Try):
        for handler in attempt.handlers:
            if handler.name is None or not (fields := _fields(handler)):
                continue
            home = _home(program, attempt, handler)
            kinds = _classes(program, handler)
            for node in fields if home is not None else ():
                assert home is not None
                now = home.sdk.old.error_fields.get(node.attr)
                without = [one for one in kinds if not sdk.raises_with(one, node.attr)]
                if len(without) == len(kinds) and (now or kinds):
                    yield _fault(program, node, home, kinds, now)
                elif without and not _asks_first(program, handler):
                    yield _of_some(program, node, without[0])


def _fault(
    program: Program, node: ast.Attribute, home: Provider, kinds: list[type], now: str | None
) -> Fault:
    name = kinds[0].__name__ if kinds else home.name
    return fault(
        "error-field" if now else "error-field nothing", node, "error",
        partial(_today, program, node, kinds, now) if now else None, name=node.attr, error=name, now=now,
    )  # fmt: skip


def _of_some(program: Program, node: ast.Attribute, without: type) -> Fault:
    mend = partial(_asked_for, program, node)
    return fault("error-field some", node, "warning", mend, name=node.attr, error=without.__name__)


def _asks_first(program: Program, handler: ast.ExceptHandler) -> bool:
    """Whether a handler looks at which of the exceptions it has, or is ready for a field that is not there."""
    inside = [node for one in handler.body for node in ast.walk(one)]
    calls = {called(node) for node in inside if isinstance(node, ast.Call)}
    return bool(calls & {"isinstance", "hasattr", "type"}) or any(
        isinstance(node, ast.Try | ast.Match)
        or (isinstance(node, ast.Attribute) and node.attr == "__class__")
        for node in inside
    )


def _asked_for(program: Program, node: ast.Attribute) -> list[Edit]:
    """`getattr`, where `None` does no harm: what is printed, given away, or compared for being the same."""
    match program.parent(node):
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn()]):
            pass
        case ast.FormattedValue(format_spec=None) | ast.Call() | ast.Assign():
            pass
        case _:
            raise NoFix
    return _with_none(program, node, node.attr)


def _with_none(program: Program, node: ast.Attribute, name: str) -> list[Edit]:
    quote = "'" if any(isinstance(above, ast.JoinedStr) for above in program.ancestors(node)) else '"'
    owner = fixes.written(program, node.value)
    return fixes.replace(program, node, f"getattr({owner}, {quote}{name}{quote}, None)")


def _fields(handler: ast.ExceptHandler) -> list[ast.Attribute]:
    """What a handler reads from the exception under its name."""
    return [
        node
        for one in handler.body
        for node in ast.walk(one)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name) and node.value.id == handler.name
    ]  # fmt: skip


def _named(handler: ast.ExceptHandler) -> list[ast.expr]:
    """The classes that a handler catches, as they are written."""
    written = handler.type
    return list(written.elts) if isinstance(written, ast.Tuple) else [written] if written is not None else []


def _home(program: Program, attempt: ast.Try, handler: ast.ExceptHandler) -> Provider | None:
    """The provider all of whose exceptions a handler catches, or whose call it guards against everything."""
    written = _named(handler)
    if all(isinstance(one, ast.Name) and one.id in BROAD for one in written):
        return called_in(program, attempt.body, program.once("callers", lambda: callers(program)))
    homes = [_owner(program.imported_as(one)) for one in written]
    return (
        homes[0]
        if all(one is homes[0] for one in homes) and len(_classes(program, handler)) == len(written)
        else None
    )


def _owner(name: str) -> Provider | None:
    """The provider whose SDK has something of this full name."""
    return next((home for home in vendors.homes() if name.startswith(f"{vendors.module_of(home)}.")), None)


def _classes(program: Program, handler: ast.ExceptHandler) -> list[type]:
    """The classes of the SDKs that a handler names, as far as there are such."""
    found = list[type]()
    for one in _named(handler):
        name = program.imported_as(one)
        home = _owner(name)
        made = sdk.inside(vendors.module_of(home), name) if home is not None else None
        found += [made] if isinstance(made, type) else []
    return found


def _today(program: Program, node: ast.Attribute, kinds: list[type], now: str) -> list[Edit]:
    owner, first = fixes.written(program, node.value), now.partition(".")[0]
    if kinds and all(sdk.has_itself(one, first) for one in kinds):
        return fixes.replace(program, node, f"{owner}.{now}")
    if "." in now:
        raise NoFix
    return _with_none(program, node, now)


RULES = (error_fields,)
