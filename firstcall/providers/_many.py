"""What a provider has for a program that makes many calls: batches, and how it tells what is left of a rate limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.calls import Call, Usage

_NOT_IN_BODY = frozenset({"extra_body", "extra_headers", "extra_query", "timeout"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a batch: the name by which its answer is found, and the call that it stands for."""

    name: str
    call: Call

    @property
    def body(self) -> dict[str, Any]:
        """What would travel as the body of the call; a batch has no place for headers of one request."""
        return {word: value for word, value in self.call.sent.items() if word not in _NOT_IN_BODY}


@dataclass(frozen=True, slots=True)
class Look:
    """A batch as it was looked at: its id, the provider's own word for how far it is, how many requests are `done`."""

    id: str
    status: str
    done: int
    total: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one request: its text, why it ended and its tokens, or in `error` the provider's word for what went wrong."""

    name: str
    text: str = ""
    stop_reason: str | None = None
    usage: Usage | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Batches:
    """Batches by the provider's SDK. Each function gets its client; exceptions of the SDK pass through.

    `hand_in` sends the requests, `look` asks how far a batch is by its id, `answers` fetches what came once it has ended,
    in any order.
    """

    hand_in: Callable[[Any, Sequence[Ask]], Look]
    look: Callable[[Any, str], Look]
    answers: Callable[[Any, str], Sequence[Answered]]


@dataclass(frozen=True, slots=True)
class Many:
    """`left` is the header of every answer that tells how many requests are left, empty where none does; `batches` are
    `None` where the provider has none, or none that the practice server plays."""

    left: str = ""
    batches: Batches | None = None
