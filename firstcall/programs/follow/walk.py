"""Goes through the statements of a program with the values that it would have, running none of them.

What cannot be followed makes the names that it touches unknown, and is noted if it may print.
"""

from __future__ import annotations

import ast
import traceback
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firstcall.programs.follow import pieces
from firstcall.programs.follow.effects import holds, speaks, streams, touched
from firstcall.programs.follow.operations import bounded
from firstcall.programs.follow.paths import ERRORS, Budget, Evaluation
from firstcall.programs.read.client import chain
from firstcall.programs.refusals import NotAllowed

_MOST_STATEMENTS = 10_000
_RESULTS = ("message", "response", "completion")
_ENDS = frozenset({"get_final_message", "get_final_completion", "get_final_text"})
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_UNKNOWN = object()


class Ended(Exception):
    """The program ends here, or cannot be followed any further."""


class Left(Exception):
    """`break` or `continue`."""

    def __init__(self, whole: bool) -> None:
        super().__init__()
        self.whole = whole


class Following:
    """One walk through a program: its names so far, and the `lines` (line, text, error) it prints."""

    def __init__(self, call: ast.Call, given: Mapping[str, Any], streamed_text: str) -> None:
        self.call = call
        self.budget = Budget()
        self.given = given
        self.text = streamed_text
        self.stream = given.get("stream", pieces.Piece())
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.lines: list[tuple[int, str | None, str | None]] = []
        self.made = False
        self.guarded = False
        self.often = False
        self.loosely: set[str] = set()
        self.printers: set[str] = set()
        self.statements = 0

    def all(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.statements += 1
            if self.statements > _MOST_STATEMENTS:
                self.note(statement.lineno, None)
                raise Ended
            self.one(statement)

    def one(self, statement: ast.stmt) -> None:
        self.made = self.made or holds(statement, self.call)
        try:
            self.known(statement)
        except NotAllowed:
            self.lost(statement)
        except ERRORS as error:
            if not self.made:
                return self.lost(statement)
            said = traceback.format_exception_only(error)[-1].strip()
            self.note(statement.lineno, None, None if self.guarded else said)
            raise Ended from None

    def known(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                self.assign(name, self.value(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self.assign(name, self.value(value))
            case ast.AugAssign(target=ast.Name(id=name), op=sign, value=value):
                self.add(name, self.value(ast.BinOp(ast.Name(name, ast.Load()), sign, value)))
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as said):
                self.print(statement.lineno, said)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[one])
            ):
                self.append(name, self.value(one))
            case ast.Expr(value=ast.Call(func=ast.Name(id="exit" | "quit") | ast.Attribute(attr="exit"))):
                raise Ended
            case ast.Expr(value=value):
                self.value(value)
            case ast.If(test=test, body=body, orelse=orelse):
                self.all(body if self.value(test) else orelse)
            case ast.For(target=ast.Name(id=name)):
                self.loop(statement, name)
            case ast.With(items=[item]):
                self.inside(item, statement.body)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=last):
                before, self.guarded = self.guarded, self.guarded or bool(handlers)
                self.all(body)
                self.guarded = before
                self.all([*orelse, *last])
            case ast.Break() | ast.Continue():
                raise Left(isinstance(statement, ast.Break))
            case _:
                raise NotAllowed("This statement is not followed.")

    def value(self, node: ast.expr) -> Any:
        calls = [
            inside for inside in ast.walk(node) if isinstance(inside, ast.Call) and self.calls_api(inside)
        ]
        known: dict[ast.AST, Any] = {call: self.result(call) for call in calls}
        return _Evaluation(self.names, known | self.joined(node), self.budget).of(node)

    def joined(self, node: ast.expr) -> dict[ast.AST, Any]:
        """The pieces in `"".join(pieces)`, the one thing in which their number does not matter."""
        known: dict[ast.AST, Any] = {}
        for inside in ast.walk(node):
            match inside:
                case ast.Call(func=ast.Attribute(ast.Constant(""), "join"), args=[ast.Name(id=name) as one]):
                    if isinstance(self.names.get(name), pieces.Pieces):
                        known[one] = list(self.names[name])
        return known

    def calls_api(self, call: ast.Call) -> bool:
        return call is self.call or (self.made and not _ENDS.isdisjoint(chain(call.func)[-1:]))

    def result(self, node: ast.Call) -> Any:
        if node is self.call and streams(self.call):
            return self.stream
        if node is not self.call and chain(node.func)[-1:] == ["get_final_text"]:
            return self.text
        named = [self.given[name] for name in _RESULTS if name in self.given]
        return named[0] if named else next((v for k, v in self.given.items() if k != "stream"), _UNKNOWN)

    def assign(self, name: str, value: Any) -> None:
        self.names[name] = value
        (self.loosely.add if self.often else self.loosely.discard)(name)

    def add(self, name: str, value: Any) -> None:
        """Text that grows by every piece is known; a count of the pieces is not."""
        self.names[name] = value if isinstance(value, str) or not self.often else _UNKNOWN

    def append(self, name: str, value: Any) -> None:
        before = self.names.get(name, _UNKNOWN)
        if not isinstance(before, list):
            raise NotAllowed(f"{name} is not known.")
        kind = pieces.Pieces if self.often or isinstance(before, pieces.Pieces) else list
        self.names[name] = bounded(kind([*before, value]))

    def print(self, line: int, said: ast.Call) -> None:
        words = {word.arg: self.value(word.value) for word in said.keywords if word.arg != "flush"}
        if words.keys() - {"sep", "end"}:
            raise NotAllowed("This way to print is not followed.")
        shown = [text for argument in said.args for text in self.shown(argument)]
        sep, end = (" " if words.get("sep") is None else words["sep"]), words.get("end", "\n")
        text = str(bounded(sep.join(shown) + ("\n" if end is None else end)))
        if self.often and text != self.text:
            raise NotAllowed("How often this is printed is not known.")
        self.note(line, text)

    def shown(self, argument: ast.expr) -> Iterable[str]:
        if isinstance(argument, ast.Starred):
            looking = Evaluation({}, budget=self.budget)
            return [str(one) for one in looking.looped(self.value(argument.value))]
        value = self.value(argument)
        if value is self.stream:
            raise NotAllowed("A stream has no text of its own.")
        return [str(value)]

    def loop(self, loop: ast.For, name: str) -> None:
        if any(holds(statement, self.call) for statement in loop.body):
            raise NotAllowed("A call in a loop is not followed.")
        streamed = self.streamed(loop.iter)
        entries = (
            Evaluation({}, budget=self.budget).looped(self.value(loop.iter)) if streamed is None else streamed
        )
        before, left = self.often, False
        for entry in entries:
            self.often = before or pieces.often(entry)
            self.assign(name, entry)
            try:
                self.all(loop.body)
            except Left as leaving:
                left = leaving.whole
            if left:
                break
        self.often = before
        if streamed is not None:
            self.names |= dict.fromkeys(self.loosely, _UNKNOWN)
        if not left:
            self.all(loop.orelse)

    def streamed(self, node: ast.expr) -> list[Any] | None:
        """What a loop over this goes through if it is the stream, `None` if it is something else."""
        match node:
            case ast.Attribute(value=source, attr="text_stream") if self.is_stream(source):
                return pieces.texts(self.text)
            case _ if self.is_stream(node):
                return pieces.of(chain(self.call.func), self.text, self.given, self.counted())
        return None

    def counted(self) -> bool:
        """Whether OpenAI's stream was asked for its token counts."""
        options = next((word.value for word in self.call.keywords if word.arg == "stream_options"), None)
        said = self.value(options) if options else None
        return isinstance(said, dict) and said.get("include_usage") is True

    def is_stream(self, node: ast.expr) -> bool:
        named = isinstance(node, ast.Name) and self.names.get(node.id) is self.stream
        return named or (node is self.call and streams(self.call))

    def inside(self, item: ast.withitem, body: Sequence[ast.stmt]) -> None:
        makes = isinstance(item.context_expr, ast.Call) and chain(item.context_expr.func)[-1:]
        if item.context_expr is not self.call and not (makes and makes[0][:1].isupper()):
            raise NotAllowed("This `with` is not followed.")
        if isinstance(item.optional_vars, ast.Name):
            self.names[item.optional_vars.id] = self.stream if item.context_expr is self.call else _UNKNOWN
        self.all(body)

    def lost(self, statement: ast.stmt) -> None:
        """Forget what the statement may have changed; note it if it may print."""
        for node in ast.walk(statement):
            self.names |= dict.fromkeys(touched(node), _UNKNOWN)
        if not speaks(statement, self.printers):
            return
        if isinstance(statement, _DEFINES):
            self.printers.add(statement.name)
        else:
            self.note(statement.lineno, None)

    def note(self, line: int, text: str | None, error: str | None = None) -> None:
        if not self.made:
            return
        if self.lines and text is not None and self.lines[-1][0] == line:
            _, before, _ = self.lines[-1]
            if before is not None and not before.endswith("\n"):
                self.lines[-1] = (line, before + text, None)
                return
        self.lines.append((line, text, error))


class _Evaluation(Evaluation):
    def _Name(self, node: ast.Name, names: Mapping[str, Any]) -> Any:
        value = super()._Name(node, names)
        if value is _UNKNOWN or isinstance(value, pieces.Pieces):
            raise NotAllowed(f"{node.id} is not known.")
        return value
