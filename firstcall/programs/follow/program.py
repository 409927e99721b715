"""A whole program followed from its first line: each call that it makes, and all that it prints."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from firstcall.programs.follow import pieces
from firstcall.programs.follow.broken import Broken
from firstcall.programs.follow.effects import holds, speaks, streams
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import UNKNOWN, Ask, Endless, Failed, Lost, Print, Raised, Step
from firstcall.programs.follow.walk import Walk
from firstcall.programs.patience import TooMuch
from firstcall.programs.read import vendors
from firstcall.programs.read.spelling import called, chain, method_of
from firstcall.programs.refusals import NotAllowed
from firstcall.providers import Streaming

MOST_LINES = 2_000
"""Texts that a program may print; what would go on for ever is broken off there."""


@dataclass(frozen=True)
class Printed:
    """What one line prints: `text`, its line end included, or the last line of Python's `error` there.

    Both are `None` where the line may print something but could not be followed.
    """

    line: int
    text: str | None
    error: str | None = None


@dataclass(frozen=True)
class Asked:
    """The program makes the call at `node`. Send back what came, or the exception that it meets. `value` works out an
    argument; it raises `NotAllowed` where it is not known."""

    node: ast.Call
    value: Callable[[ast.expr], Any] = field(compare=False)


@dataclass(frozen=True)
class Came:
    """What a call gave: the SDK's own objects under the names of `Reply.names`, and the text that was streamed."""

    names: Mapping[str, Any]
    text: str = ""


Course = Generator[Asked | Printed, Came | BaseException | None, None]


class Over(Exception):
    """Nothing after this can be told."""


class Program:
    """One program on its way. `calls` are those that go to the API; `packages` the SDKs whose exceptions it may catch.

    `made` says whether a call has been made. Before the first one, nothing can have failed where it is known that
    the program gets there: then it is this walk that knows too little.
    """

    def __init__(self, tree: ast.Module, calls: Collection[ast.Call], packages: Collection[str] = ()) -> None:
        self.tree, self.calls = tree, calls
        self.made = False
        self.printers: set[str] = set()
        self.streams: list[tuple[ast.Call, Came]] = []
        self.told: list[Printed] = []
        self.many = 0
        self.walk = Walk(Scope(packages), self.asks, self.follows)

    def course(self) -> Course:
        """Everything that happens, in its order. Where the program ends with an error, that comes last."""
        last = self.tree.body[-1].lineno if self.tree.body else 1
        try:
            yield from self.steps(last)
        except Raised as raised:
            if not isinstance(raised.error, SystemExit):
                said = traceback.format_exception_only(raised.error)[-1].strip()
                self.note(raised.line or last, None, said)
        except Endless as endless:
            self.note(endless.statement.lineno, None)
        except TooMuch as over:
            self.made = True  # or nothing would be told where the way to the call takes too much
            self.note(over.line or last, None)
        except RecursionError:
            self.note(last, None)
        except Over:
            pass
        yield from self.said()

    def steps(self, last: int) -> Course:
        walk, answer = self.walk.block(self.tree.body), None
        while True:
            try:
                step = walk.send(answer)
            except StopIteration as end:
                if end.value is not None:  # a `break` outside of any loop
                    self.note(last, None)
                return
            if isinstance(step, Ask):
                answer = yield from self.asked(step)
            else:
                answer = self.answer(step)
            yield from self.said()

    def said(self) -> Generator[Printed, None, None]:
        """What was noted since it was asked last."""
        told, self.told = self.told, []
        yield from told

    def asked(self, step: Ask) -> Generator[Asked, Came | BaseException | None, Any]:
        assert step.call is not None and step.value is not None
        if step.call not in self.calls:
            return self.ended(step.call, step)
        came = yield Asked(step.call, step.value)
        self.made = True
        return self.result(step.call, came) if isinstance(came, Came) else came

    def asks(self, call: ast.Call) -> bool:
        return call in self.calls or any(called(call) in _ends(_streaming(one)) for one, _ in self.streams)

    def follows(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as opened)]):
                return opened in self.calls or called(opened)[:1].isupper()
            case ast.With():
                return False
        return True

    def answer(self, step: Step) -> Any:
        match step:
            case Print(line=line, text=text, often=often):
                whole = {came.text for _, came in self.streams}
                self.note(line, text if not often or text in whole else None)
                if self.many > MOST_LINES:
                    raise Over
            case Lost():
                self.lost(step)
            case Failed(statement=statement, error=error, guarded=guarded):
                # What a class has against JSON is the real exception, and is met as it would be in life.
                return self.failed(statement, guarded and not isinstance(error, ValidationError))
        return None

    def result(self, call: ast.Call, came: Came) -> Any:
        """What a call gives to the program."""
        streaming, given = _streaming(call), came.names
        if streams(call, streaming):
            self.streams.append((call, came))
            method = method_of(chain(call.func), streaming.methods) or ""
            cut = streaming.pieces and streaming.pieces(came.text, dict(given), method, self.counted(call))
            return pieces.Stream(given.get(streaming.named), cut, came.text, streaming.text)
        return _whole(call, came)

    def ended(self, call: ast.Call, step: Ask) -> Any:
        """What the stream that was opened last came to."""
        opened, came = next(
            one for one in reversed(self.streams) if called(call) in _ends(_streaming(one[0]))
        )
        return came.text if called(call) == _streaming(opened).final_text else _whole(opened, came)

    def counted(self, call: ast.Call) -> bool:
        """Whether the stream was asked for its token counts, where its wire has to be asked."""
        word, *keys = _streaming(call).counted or ("",)
        asked = next((one.value for one in call.keywords if one.arg == word), None)
        try:
            said = self.walk.expressions.plain(asked) if asked else None
        except (NotAllowed, Broken):
            return False
        return isinstance(said, dict) and all(said.get(key) is True for key in keys)

    def failed(self, statement: ast.stmt, guarded: bool) -> bool:
        if self.made and guarded:
            self.note(statement.lineno, None)
            raise Over
        if not self.made:
            self.missed(statement)
        return self.made

    def lost(self, lost: Lost) -> None:
        self.missed(lost.node)

    def missed(self, node: ast.AST) -> None:
        self.made = self.made or any(holds(node, call) for call in self.calls)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.printers |= {node.name} if speaks(node, self.printers) else set()
        elif speaks(node, self.printers):
            self.note(getattr(node, "lineno", 1), None)

    def note(self, line: int, text: str | None, error: str | None = None) -> None:
        self.many += 1
        if self.many > MOST_LINES:
            text = None
        self.told.append(Printed(line, text, error))


def _streaming(call: ast.Call) -> Streaming:
    kind = vendors.kind_of(chain(call.func))
    return kind.streaming if kind else Streaming()


def _ends(streaming: Streaming) -> set[str]:
    """The methods of a stream that give what it came to."""
    return {streaming.final_name, streaming.final_text}


def _whole(call: ast.Call, came: Came) -> Any:
    """The reply of a call that was not streamed, or that a stream came to."""
    kind = vendors.kind_of(chain(call.func))
    whole = next((value for name, value in came.names.items() if name != _streaming(call).named), UNKNOWN)
    return came.names.get(kind.named, whole) if kind else whole
