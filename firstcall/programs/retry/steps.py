"""What a retry program does, step by step: it makes its call, it waits, it ends with an exception."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """The program makes its API call. Send back the exception that it meets, or anything else."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The program sleeps for so many seconds."""

    seconds: float


Step = Ask | Wait
Steps = Generator[Step, Any, Any]


class Raised(Exception):
    """The program ended with this exception."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


class Answer:
    """The reply, of which nothing is read: whatever is taken from it is the reply again."""

    def __getattr__(self, name: str) -> Answer:
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
