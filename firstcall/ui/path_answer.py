"""Whether a path that a learner typed reads what it should, also from other replies of the same kind."""

from __future__ import annotations

import ast
from typing import Any

from firstcall import programs
from firstcall.course import typed
from firstcall.course.exercise import Verdict, done, not_yet
from firstcall.programs.follow.paths import expression
from firstcall.providers import Field
from firstcall.running.runs import Run
from firstcall.server import trial
from firstcall.ui import wire

MOST_SHOWN = 60


def judge(text: str, wanted: str, run: Run) -> Verdict:
    """A verdict on a path to the field with the id `wanted`, in the response of `run`.

    It must read the response, and give the right value there and in other responses of its kind: a number
    is no path, and what fits by chance is none either. Says `done`, `no_path`, `no_reading`, `path_fails`,
    `another_value` or `by_chance`, the values as Markdown code.
    """
    path = typed.path(text)
    try:
        value = programs.evaluate(path, run.names)
    except programs.NotAllowed:
        return not_yet("no_path")
    except programs.ERRORS as error:
        return not_yet("path_fails", error=_said(error))
    if not _reads(path, run):
        return not_yet("no_reading", value=_short(value))
    try:
        right = _wanted(wanted, run)
    except programs.ERRORS as error:  # a server that is only nearly compatible left it out
        return not_yet("another_value", value=_short(value), wanted=_said(error))
    if value != right:
        return not_yet("another_value", value=_short(value), wanted=_short(right))
    for other in trial.others(run):
        if (complaint := _elsewhere(path, wanted, other)) is not None:
            return not_yet(
                "by_chance", value=_short(value), model=wire.code(other.call.model), elsewhere=complaint
            )
    return done(value=_short(value))


def _wanted(id: str, run: Run) -> Any:
    return programs.evaluate(field(id, run).path_in(run.call), run.names)


def field(id: str, run: Run) -> Field:
    return next(field for field in run.provider.fields if field.id == id)


def _reads(path: str, run: Run) -> bool:
    """Whether a path takes anything from the response."""
    named = {node.id for node in ast.walk(expression(path)) if isinstance(node, ast.Name)}
    return bool(named & run.names.keys())


def _elsewhere(path: str, wanted: str, run: Run) -> str | None:
    """What is wrong with a path on another response; `None` if nothing is."""
    try:
        value = programs.evaluate(path, run.names)
    except (programs.NotAllowed, *programs.ERRORS) as error:
        return _said(error)
    return None if value == _wanted(wanted, run) else _short(value)


def _said(error: Exception) -> str:
    return wire.code(f"{type(error).__name__}: {error}")


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return wire.code(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…")
