"""What the learner's own program prints after its call, followed statement by statement, never run."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.programs.follow import pieces
from firstcall.programs.follow.effects import holds, speaks, streams
from firstcall.programs.follow.evaluation import ERRORS
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import UNKNOWN, Ask, Endless, Failed, Lost, Print, Raised, Step
from firstcall.programs.follow.values import Values
from firstcall.programs.follow.walk import Walk
from firstcall.programs.patience import TooMuch, shared
from firstcall.programs.read import vendors
from firstcall.programs.read.source import read
from firstcall.programs.read.spelling import called, chain, method_of
from firstcall.programs.refusals import NotAllowed
from firstcall.providers import Streaming


@dataclass(frozen=True)
class Printed:
    """What one line prints: `text`, its line end included, or the last line of Python's `error` there.

    Both are `None` where the line may print something but could not be followed.
    """

    line: int
    text: str | None
    error: str | None = None


def printed(
    source: str,
    names: Mapping[str, Any],
    streamed_text: str = "",
    methods: Sequence[str] = ("create", "stream"),
) -> list[Printed]:
    """What the program in `source` prints once its call is made; joined, the texts are the output.

    `names` are those of the call's `Reply`, `streamed_text` is the text that a streaming loop went
    through, `methods` are those that make a call. An error in the program is told as Python tells it and ends the list. Raises
    `NotUnderstood` where the source is not Python.
    """
    with shared():
        tree = read(source).tree
        call = next((node for node in ast.walk(tree) if _is_call(node, methods)), None)
        return _Listener(tree, call, names, streamed_text).told() if isinstance(call, ast.Call) else []


def _is_call(node: ast.AST, methods: Sequence[str]) -> bool:
    names = chain(node.func) if isinstance(node, ast.Call) else []
    return len(names) > 1 and method_of(names, methods) is not None


class _Over(Exception):
    """Nothing after this can be told."""


class _Listener:
    """Listens to one walk and writes down what is printed from the call on."""

    def __init__(self, tree: ast.Module, call: ast.Call, given: Mapping[str, Any], text: str) -> None:
        self.tree, self.call, self.given, self.text = tree, call, given, text
        self.kind = vendors.kind_of(chain(call.func))
        self.streaming = self.kind.streaming if self.kind else Streaming()
        self.made = False
        self.printers: set[str] = set()
        self.lines: list[Printed] = []
        self.walk = Walk(Scope(), self.asks, self.follows)

    def told(self) -> list[Printed]:
        last = self.tree.body[-1].lineno
        walk, answer = self.walk.block(self.tree.body), None
        try:
            while True:
                answer = self.answer(walk.send(answer))
        except StopIteration as end:
            if end.value is not None:  # a `break` outside of any loop
                self.note(last, None)
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
        except _Over:
            pass
        return self.lines

    def asks(self, call: ast.Call) -> bool:
        return call is self.call or (self.made and called(call) in self.ends)

    @property
    def ends(self) -> set[str]:
        """The methods of the stream that give what it came to."""
        return {self.streaming.final_name, self.streaming.final_text}

    def follows(self, statement: ast.stmt) -> bool:
        """A loop around the call would make it again, with replies that nobody has."""
        match statement:
            case ast.FunctionDef() | ast.While() | ast.Return():
                return False
            case ast.Raise():
                return self.made
            case ast.For(body=body):
                return not any(holds(inside, self.call) for inside in body)
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as opened)]):
                return opened is self.call or called(opened)[:1].isupper()
            case ast.With():
                return False
        return True

    def answer(self, step: Step) -> Any:
        match step:
            case Ask(call=ast.Call() as call):
                self.made = True
                return self.result(call)
            case Print(line=line, text=text, often=often):
                self.note(line, text if not often or text == self.text else None)
            case Lost(node=node):
                self.lost(node)
            case Failed(statement=statement, error=error, guarded=guarded):
                return self.failed(statement, error, guarded)
        return None

    def result(self, call: ast.Call) -> Any:
        streaming = self.streaming
        if call is self.call and streams(call, streaming):
            method = method_of(chain(call.func), streaming.methods) or ""
            cut = streaming.pieces and streaming.pieces(self.text, self.given, method, self.counted())
            return pieces.Stream(self.given.get(streaming.named), cut, self.text, streaming.text)
        if call is not self.call and called(call) == streaming.final_text:
            return self.text
        whole = next((value for name, value in self.given.items() if name != streaming.named), UNKNOWN)
        return self.given.get(self.kind.named, whole) if self.kind else whole

    def counted(self) -> bool:
        """Whether the stream was asked for its token counts, where its wire has to be asked."""
        word, *keys = self.streaming.counted or ("",)
        asked = next((one.value for one in self.call.keywords if one.arg == word), None)
        try:
            said = Values(self.walk.scope, {}, self.walk.budget).of(asked) if asked else None
        except (NotAllowed, *ERRORS):
            return False
        return isinstance(said, dict) and all(said.get(key) is True for key in keys)

    def failed(self, statement: ast.stmt, error: Exception, guarded: bool) -> bool:
        """Before the call nothing can have failed, for there is a reply: it is this walk that knows too little."""
        if self.made and guarded:
            self.note(statement.lineno, None)
            raise _Over
        if not self.made:
            self.lost(statement)
        return self.made

    def lost(self, node: ast.AST) -> None:
        self.made = self.made or holds(node, self.call)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.printers |= {node.name} if speaks(node, self.printers) else set()
        elif speaks(node, self.printers):
            self.note(getattr(node, "lineno", 1), None)

    def note(self, line: int, text: str | None, error: str | None = None) -> None:
        if not self.made:
            return
        before = self.lines[-1] if self.lines else None
        if before and before.line == line and before.text is not None and text is not None:
            if not before.text.endswith("\n"):
                self.lines[-1] = Printed(line, before.text + text)
                return
        self.lines.append(Printed(line, text, error))
