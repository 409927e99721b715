"""What a program does, step by step, as the walk tells it; whoever listens answers each step."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Final

UNKNOWN: Final = object()
"""A value that is not worked out, such as the client."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The program makes its API call. Send back what it gets, or the exception that it meets.

    `value` works out an argument at this place; it raises `NotAllowed` where it is not known.
    """

    call: ast.Call | None = None
    value: Callable[[ast.expr], Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Wait:
    """The program sleeps for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Print:
    """The program prints `text`; `often` says that it may do so any number of times."""

    line: int
    text: str
    often: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands at `node` could not be followed, and so its whole `statement`; the names that it may have
    changed are unknown now."""

    node: ast.expr | ast.stmt
    reason: str
    statement: ast.stmt


@dataclass(frozen=True, slots=True)
class Failed:
    """A statement fails as it would in life. Send back whether the program is to meet this error.

    `guarded` says that it stands in a `try`, which may catch it.
    """

    statement: ast.stmt
    error: Exception
    guarded: bool


Step = Ask | Wait | Print | Lost | Failed
Steps = Generator[Step, Any, Any]
Signal = tuple[str, Any] | None
Run = Generator[Step, Any, Signal]
Value = Generator[Step, Any, Any]


class Raised(Exception):
    """The program ended with this exception, on this line where one is to blame."""

    def __init__(self, error: BaseException, line: int | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.line = line


class Endless(Exception):
    """The program has taken more statements than anybody would wait for."""

    def __init__(self, statement: ast.stmt) -> None:
        super().__init__()
        self.statement = statement


class Answer:
    """A reply of which nothing is read: whatever is taken from it is the reply again.

    A program is led through its failures without a reply to show; what it reads from one must neither fail
    nor be taken for a value.
    """

    def __getattr__(self, name: str) -> Answer:
        # Python itself asks for such names, to copy or to compare; an answer would promise that it can.
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Answer:
        return self


ANSWER = Answer()


@dataclass
class Clock:
    """The time that has passed in the program, in seconds; whoever performs the steps moves it on."""

    now: float = 0.0
