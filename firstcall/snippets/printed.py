"""What the learner's own program prints after its call, followed statement by statement, never run."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.snippets import pieces
from firstcall.snippets.client import chain
from firstcall.snippets.operations import bounded
from firstcall.snippets.paths import Evaluation
from firstcall.snippets.refusals import NotAllowed, NotUnderstood
from firstcall.snippets.source import read

_CALLS = frozenset({"create", "stream"})
_ENDS = frozenset({"get_final_message", "get_final_completion"})
_MOST_LINES = 1_000
_SKIPPED = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass)
# What Python's own errors in a path are; others would say something about this program, not the learner's.
_LESSONS = (LookupError, AttributeError, TypeError, NameError, ValueError, ArithmeticError, StopIteration, RuntimeError)


@dataclass(frozen=True)
class Printed:
    """What one line prints: `text` with its line end, or the last line of Python's `error` there.

    Both are `None` where the line could not be followed.
    """

    line: int
    text: str | None
    error: str | None = None


class _Unknown:
    """The value of a name that could not be followed."""


class _Left(Exception):
    """`break` or `continue` in a loop."""


class _Ended(Exception):
    """The program ends here, with an error or because it cannot be followed further."""


def printed(source: str, names: Mapping[str, Any], streamed_text: str = "") -> list[Printed]:
    """The lines that the program in `source` prints once its call has ended.

    `names` are those of the `Reply`; `streamed_text` is the reply's text as a streaming loop prints
    it. An error of the program itself is told as Python would, and ends the list. Raises
    `NotUnderstood` where the source is not Python.
    """
    tree = read(source).tree
    following = _Following(names, streamed_text)
    try:
        following.follow(tree.body)
    except _Ended:
        pass
    except (_Left, RecursionError):
        following.note(tree.body[-1], None)
    return following.found


class _Following:
    """The names and the lines so far, while going through the statements."""

    def __init__(self, names: Mapping[str, Any], streamed_text: str) -> None:
        self.given = dict(names)
        self.names: dict[str, Any] = dict(names)
        self.text = streamed_text
        self.found: list[Printed] = []
        self.call: ast.Call | None = None
        self.in_stream = False
        self.steps = 0

    def follow(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.steps += 1
            if self.steps > 10 * _MOST_LINES or len(self.found) > _MOST_LINES:
                self.note(statement, None)
                raise _Ended
            self.one(statement)

    def one(self, statement: ast.stmt) -> None:
        if self.call is None and not isinstance(statement, _SKIPPED):
            self.call = next((node for node in ast.walk(statement) if _is_call(node)), None)
        try:
            self.known(statement)
        except NotAllowed:
            self.lost(statement)
        except _LESSONS as error:
            if self.call is None:
                self.lost(statement)
                return
            self.note(statement, None, traceback.format_exception_only(error)[-1].strip())
            raise _Ended from None

    def known(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.names[name] = self.value(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self.names[name] = self.value(value)
            case ast.AugAssign(target=ast.Name(id=name) as target, op=sign, value=value):
                self.add(name, ast.BinOp(ast.Name(target.id, ast.Load()), sign, value))
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as said):
                self.print(statement, said)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[one])):
                self.names[name] = bounded([*self.list_named(name), self.value(one)])
            case ast.Expr(value=value):
                if not isinstance(value, ast.Constant) and value is not self.call:
                    self.value(value)
            case ast.If(test=test, body=body, orelse=orelse):
                self.follow(body if self.value(test) else orelse)
            case ast.For():
                self.loop(statement)
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=target)]) if call is self.call:
                if isinstance(target, ast.Name):
                    self.names[target.id] = self.given.get("stream", _Stream)
                self.follow(statement.body)
            case ast.Try(body=body, orelse=orelse, finalbody=last) if self.call is not None:
                self.follow([*body, *orelse, *last])
            case ast.Break() | ast.Continue():
                raise _Left
            case _ if not isinstance(statement, _SKIPPED):
                raise NotAllowed("This statement is not followed.")

    def value(self, node: ast.expr) -> Any:
        for inside in ast.walk(node):
            if isinstance(inside, ast.Name) and self.names.get(inside.id) is _Unknown:
                raise NotAllowed(f"{inside.id} is not known.")
        return Evaluation(self.names, self.results(node)).of(node)

    def results(self, node: ast.expr) -> dict[ast.AST, Any]:
        """The values of the calls in an expression that went to the API."""
        known: dict[ast.AST, Any] = {}
        for inside in ast.walk(node):
            if inside is self.call:
                known[inside] = self.result()
            elif isinstance(inside, ast.Call) and isinstance(inside.func, ast.Attribute):
                if inside.func.attr in _ENDS:
                    known[inside] = self.result()
                elif inside.func.attr == "get_final_text":
                    known[inside] = self.text
        return known
