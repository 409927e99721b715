"""A program of many calls read back from the box: its limit, its reviews and its call. Nothing of it is run.

What else stands there has to stand as the page writes it: that is what the page does when the job is run.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from firstcall import programs
from firstcall.calls import Call
from firstcall.programs.read.source import read as text_of
from firstcall.programs.read.spelling import chain, method_of
from firstcall.providers import Provider
from firstcall.steps.many import WORDS, lesson, program
from firstcall.steps.many.lesson import Limit

_LIMITS = ("AT_ONCE", "SECONDS_BETWEEN")
_REVIEWS = "REVIEWS"
_CLIENT, _CALL = "client", "the call"


@dataclass(frozen=True, slots=True)
class Written:
    """What a program of many calls says. The last message of `call` is one of the reviews."""

    call: Call
    reviews: tuple[str, ...]
    limit: Limit


class Unlike(Exception):
    """A program that the page cannot do: `says` is the id of the reason among its words, `line` counts from 1."""

    def __init__(self, says: str, line: int, **values: object) -> None:
        super().__init__(says)
        self.line, self.message = line, WORDS.line(f"unlike/{says}", **values)


def read(source: str, provider: Provider, call: Call, shape: str) -> Written:
    """What a program of a shape of `program.SHAPES` says; `call` is the one that the page has now.

    Raises `Unlike` or `NotUnderstood`, with the line.
    """
    as_written = program.written(shape, provider, call, lesson.REVIEWS, Limit(1))
    try:
        mine, theirs = _opened(source, provider), _opened(as_written, provider)
        if (line := _differs(mine.tree.body, theirs.tree.body)) is not None:
            raise Unlike("other_line", line)
        return Written(_call(mine.parts, provider, call), _reviews(mine.parts[_REVIEWS]), _limit(mine.parts))
    except RecursionError:
        raise programs.NotUnderstood("program deep") from None


@dataclass
class _Opened(ast.NodeTransformer):
    """A tree without what a learner may change in it, which is in `parts` instead."""

    tree: ast.Module
    methods: Sequence[str]
    parts: dict[str, Any] = field(default_factory=dict)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in (*_LIMITS, _REVIEWS):
                self.parts.setdefault(name, node.value)
                node.value = ast.Constant(None)
                return node
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made) if name == _CLIENT:
                self._empty(name, made)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if method_of(chain(node.func), self.methods):
            self._empty(_CALL, node)
        return self.generic_visit(node)

    def _empty(self, name: str, node: ast.Call) -> None:
        """Take the named arguments out of a call."""
        self.parts.setdefault(name, (node.lineno, node.keywords))
        node.keywords = []


def _opened(source: str, provider: Provider) -> _Opened:
    tree = ast.parse(text_of(source).source)  # a tree of its own: that of the text is shared
    opened = _Opened(tree, provider.methods)
    opened.visit(tree)
    return opened


def _differs(mine: Sequence[ast.stmt], theirs: Sequence[ast.stmt]) -> int | None:
    """The line of the first statement that is another one; the line before it where one is missing."""
    line = 1
    for one, other in zip_longest(mine, theirs):
        if one is None:
            return line
        if other is None:
            return int(one.lineno)
        if ast.dump(one) != ast.dump(other):
            inside = (
                _differs(one.body, other.body)
                if isinstance(one, _BLOCKS) and type(one) is type(other)
                else None
            )
            return inside or int(one.lineno)
        line = one.end_lineno or one.lineno
    return None


_BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.With, ast.AsyncWith, ast.For)


def _call(parts: dict[str, Any], provider: Provider, now: Call) -> Call:
    """The call as if it stood alone, about a review that nobody writes, so that it is seen where the review goes."""
    line, arguments = parts[_CALL]
    if any(_goes_into_text(node) for given in arguments for node in ast.walk(given)):
        raise Unlike("no_review", line)
    alone = _opened(programs.render(lesson.about(provider, now, program.REVIEW), provider), provider).tree
    _Filled(provider.methods, parts[_CLIENT][1], arguments).visit(alone)
    first = ast.parse(f"review = {program.REVIEW!r}").body
    source = ast.unparse(ast.fix_missing_locations(ast.Module([*first, *alone.body], [])))
    try:
        found = programs.parse(source, provider.id, provider.methods).call
        if provider.servers is not None:
            programs.held_to(source, provider.address.base_url)
    except programs.NotUnderstood as error:
        error = error.afresh()
        error.line, error.column = line, None
        raise error from None
    if found.streamed:
        raise Unlike("streamed", line)
    last = provider.read(found).messages[-1:]
    if str(found.arguments).count(program.REVIEW) != 1 or [one.content for one in last] != [program.REVIEW]:
        raise Unlike("no_review", line)
    return found


def _goes_into_text(node: ast.AST) -> bool:
    inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
    return any(isinstance(one, ast.Name) and one.id == "review" for one in inside)


@dataclass
class _Filled(ast.NodeTransformer):
    """Puts a client's and a call's arguments where they were taken out."""

    methods: Sequence[str]
    client: list[ast.keyword]
    call: list[ast.keyword]

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made) if name == _CLIENT:
                made.keywords = self.client
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if method_of(chain(node.func), self.methods):
            node.keywords = self.call
        return node


def _reviews(node: ast.expr) -> tuple[str, ...]:
    found = _value(node)
    if not isinstance(found, list | tuple) or not 1 <= len(found) <= lesson.MOST:
        raise Unlike("reviews", node.lineno, most=lesson.MOST)
    if any(not isinstance(one, str) or lesson.reviews_in(one) != (one,) for one in found):
        raise Unlike("review", node.lineno, longest=lesson.LONGEST)
    return tuple(found)


def _limit(parts: dict[str, Any]) -> Limit:
    at_once, between = (_value(parts[name]) for name in _LIMITS)
    if type(at_once) is not int or not 1 <= at_once <= lesson.MOST:
        raise Unlike("at_once", parts[_LIMITS[0]].lineno, most=lesson.MOST)
    if type(between) not in (int, float) or not 0 <= between <= lesson.LONGEST_WAIT:
        raise Unlike("between", parts[_LIMITS[1]].lineno, most=f"{lesson.LONGEST_WAIT:g}")
    return Limit(at_once, float(between))


def _value(node: ast.expr) -> Any:
    """What is written there as a plain value; `None` where it is none."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return None
