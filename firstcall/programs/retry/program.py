"""A retry program as it was written: its one call, and the steps that it takes."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from firstcall.calls import Call
from firstcall.programs.read.parse import Program, parse
from firstcall.programs.read.source import Text, read
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.retry.steps import Clock, Steps
from firstcall.programs.retry.walk import Walk

_MOST_DEPTH = 150


@dataclass(frozen=True)
class Retry:
    """A retry program: the call it makes, its text as a tree, and the client's class (`openai.OpenAI`).

    Two with the same source for the same client are equal: the rest follows from these.
    """

    source: str
    program: Program = field(compare=False)
    text: Text = field(repr=False, compare=False)
    client: str

    @property
    def package(self) -> str:
        return self.client.partition(".")[0]

    @property
    def call(self) -> Call:
        return self.program.call

    def steps(self, luck: Callable[[], float] = random.random, clock: Clock | None = None) -> Steps:
        """What the program does. `luck` gives its random numbers, from 0 up to 1.

        Raises `Raised` where the program ends with an exception, `NotUnderstood` where it does
        something that is not known here.
        """
        return Walk(self, luck, clock or Clock()).whole()


def read_retry(source: str, provider_id: str, methods: Sequence[str], client: str) -> Retry:
    """Read a program with one API call. `client` is the client's class. Raises `NotUnderstood`."""
    program = parse(source, provider_id, methods)
    text = read(source)
    if _depth(text.tree) > _MOST_DEPTH:
        raise NotUnderstood("The program is nested too deeply to follow. Use fewer brackets in brackets.")
    return Retry(source, program, text, client)


def _depth(tree: ast.AST) -> int:
    """How deep a tree is, found without going deep itself."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return deepest
