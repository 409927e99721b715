"""A retry program as it was written: its one call, and the steps that it takes."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstcall import providers
from firstcall.calls import Call
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import ANSWER, Ask, Clock, Endless, Failed, Lost, Steps, Wait
from firstcall.programs.follow.walk import Walk
from firstcall.programs.patience import hurry
from firstcall.programs.read.parse import Reading, read_program
from firstcall.programs.read.source import Text
from firstcall.programs.read.spelling import called
from firstcall.programs.read.tree import Tree
from firstcall.programs.refusals import NotUnderstood

_MOST_DEPTH = 150
_LEADS_ON = (ast.Raise, ast.Return, ast.Break, ast.Continue, ast.While, ast.Try)
_ENDS = frozenset({"sleep", "exit", "quit", "_exit"})
_MAY_BE_LOST = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return, ast.ClassDef)


@dataclass(frozen=True)
class Retry:
    """A retry program: what is read in it, and the client's class (`openai.OpenAI`).

    Two with the same source for the same client are equal: the rest follows from these.
    """

    source: str
    reading: Reading = field(repr=False, compare=False)
    client: str

    @property
    def text(self) -> Text:
        return self.reading.text

    @property
    def tree(self) -> Tree:
        return self.reading.tree

    @property
    def call(self) -> Call:
        return self.reading.call

    def steps(
        self,
        luck: Callable[[], float] = random.random,
        clock: Clock | None = None,
        budget: Budget | None = None,
    ) -> Steps:
        """What the program does: each `Ask` and each `Wait`. `luck` gives its random numbers, from 0 up to 1.

        Raises `Raised` where the program ends with an exception, `NotUnderstood` where it does
        something that is not known here.
        """
        sdk = providers.get(self.call.provider).sdk
        scope = Scope((sdk.errors_module, *sdk.errors.modules), luck, clock or Clock())
        walk = Walk(scope, lambda call: call is self.reading.node, _all, budget)
        return self._led(walk.block(self.text.tree.body))

    def _led(self, walk: Steps) -> Steps:
        answer: Any = None
        try:
            while True:
                step = walk.send(answer)
                match step:
                    case Ask():
                        came = yield step
                        answer = came if isinstance(came, BaseException) else ANSWER
                    case Lost():
                        hurry()
                        self._heed(step)
                        answer = None
                    case Failed():  # a name that is not known here may well be known in life
                        answer = not isinstance(step.error, NameError)
                    case _:
                        answer = (yield step) if isinstance(step, Wait) else None
        except StopIteration:
            return
        except Endless as endless:
            raise self.text.refuse(endless.statement, "follow endless") from None

    def _heed(self, lost: Lost) -> None:
        """A value that nobody asks for may stay unknown; the way through the program may not."""
        if not isinstance(lost.node, _MAY_BE_LOST) and not self._is_aside(lost.node):
            written = self.text.segment(lost.node)
            raise self.text.refuse(lost.node, "follow lost", written=written, reason=lost.reason)

    def _is_aside(self, node: ast.AST) -> bool:
        """Whether something is only shown or reckoned there: no call, no wait, no way out."""
        own = {function.name for function in self.tree.all(ast.FunctionDef)}
        return isinstance(node, ast.If | ast.For) and not any(
            isinstance(inside, _LEADS_ON)
            or (
                isinstance(inside, ast.Call)
                and (inside is self.reading.node or called(inside) in _ENDS | own)
            )
            for inside in ast.walk(node)
        )


def _all(_: ast.stmt) -> bool:
    return True


def read_retry(source: str, provider_id: str, methods: Sequence[str], client: str) -> Retry:
    """Read a program with one API call. `client` is the client's class. Raises `NotUnderstood`."""
    reading = read_program(source, provider_id, methods)
    if _depth(reading.text.tree) > _MOST_DEPTH:
        raise NotUnderstood("program deep")
    return Retry(source, reading, client)


def _depth(tree: ast.AST) -> int:
    """How deep a tree is, found without going deep itself."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return deepest
