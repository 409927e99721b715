"""A reply as it is said, in any of the forms that Ollama writes it in.

Streams and their last line: ollama/ollama `server/routes.go` (`ChatHandler`, `GenerateHandler`), metrics
`api/types.go` (`Metrics`, in nanoseconds). Thinking comes first, in pieces of its own, and counts as the rest does: a
small `num_predict` ends in the middle of it. A call of a tool comes whole. What it is written as says a `Form`.
"""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

from firstcall.practice.model import speaker, tools
from firstcall.practice.model.limits import LimitedReply, Piece, thinking_tokens
from firstcall.practice.pace import Pace
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.asked import asked
from firstcall.practice.wires.ollama.context import Prompt
from firstcall.practice.wires.ollama.errors import JSON, event_error
from firstcall.practice.wires.ollama.request import Request
from firstcall.practice.wires.ollama.thoughts import Thought, thought
from firstcall.practice.wires.openai.completion import token_logprob

_LETTERS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class Called:
    """A call of a tool as it is told: `index` is its place among those of the reply."""

    id: str
    index: int
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reply, or all of it."""

    content: str = ""
    thinking: str = ""
    calls: tuple[Called, ...] = ()
    logprobs: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class Metrics:
    """Durations in nanoseconds, and tokens."""

    total_duration: int
    load_duration: int
    prompt_eval_count: int
    prompt_eval_duration: int
    eval_count: int
    eval_duration: int


class Form(Protocol):
    """How a reply is written: its beginning, each piece, its end with the reason, or the whole of it, `reason` `None`
    where it has none; an error that comes in the middle; a piece that is broken."""

    content_type: str

    def opening(self) -> Iterable[bytes]: ...
    def piece(self, part: Part) -> bytes: ...
    def ended(self, reason: str, metrics: Metrics) -> Iterable[bytes]: ...
    def whole(self, part: Part, reason: str | None, metrics: Metrics) -> bytes: ...
    def error(self, refusal: Refusal) -> bytes: ...


def _said(
    request: Request, question: speaker.Asked, called: Sequence[tools.Called]
) -> Iterator[speaker.Token]:
    """All that the model says: what it thinks, then its calls or its answer; nothing to a request without a prompt."""
    if not request.messages:
        return iter(())
    if not request.effort:
        return speaker.say_calls(called) if called else speaker.speak(question)
    thoughts = thought(request.effort, question)
    question = replace(question, thinking=thinking_tokens(request.effort, question))
    return chain(thoughts, speaker.say_calls(called) if called else speaker.speak(question))


class Reply:
    """One reply to a request that came at `began` on `time.perf_counter_ns`'s clock, told at a pace in a form.

    A request without a prompt only loads the model, or puts it away: the reply to it says so, in one piece. `fresh` is
    the part of the prompt that the model had to read: it takes that part of the time before the first token.
    """

    thinking = 0

    def __init__(
        self, request: Request, prompt: Prompt, began: int, pace: Pace, form: Form, fresh: float = 1.0
    ) -> None:
        question = asked(request, prompt.messages)
        self._idle = "" if request.messages else "unload" if request.unloads else "load"
        called = speaker.calls(question)
        stops = () if called else request.stops
        self.streams = request.stream and not self._idle
        self.limited = LimitedReply(_said(request, question, called), prompt.room, stops)
        self._calls = tuple(
            Called(_new_id(), at, each.name, each.arguments) for at, each in enumerate(called)
        )
        self._top = request.top_logprobs
        self._form = form
        self.fresh_tokens = round(prompt.tokens * fresh)
        self._pace = pace.reading(self.fresh_tokens)
        self._fresh = fresh
        self._prompt_tokens = prompt.tokens
        self._began, self._loaded = began, time.perf_counter_ns()
        self.headers: Mapping[str, str] = {"content-type": form.content_type if self.streams else JSON}

    def opening(self) -> Iterable[bytes]:
        return self._form.opening()

    def thought(self) -> Iterable[bytes]:
        return ()

    def delta(self, piece: Piece) -> bytes:
        """A call is told whole, when the next one begins or the reply ends: until then its tokens are nothing."""
        number = piece.token.call
        if number is None:
            return self._form.piece(self._part([piece]))
        return b"" if piece.text or not number else self._form.piece(Part(calls=(self._calls[number - 1],)))

    def closing(self) -> Iterable[bytes]:
        if self._calls and self.limited.ending != "limit":
            yield self._form.piece(Part(calls=self._calls[-1:]))
        yield from self._form.ended(self._reason(), self._metrics())

    def error_event(self, type: str) -> bytes:
        return self._form.error(event_error(type))

    def broken_event(self) -> bytes:
        """A piece of which the second half is missing."""
        whole = self._form.piece(Part("broken"))
        return whole[: whole.index(b'"broken"')] + b"\n\n"

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        return self._form.whole(self._part(pieces), self._reason() if finished else None, self._metrics())

    def _part(self, pieces: list[Piece]) -> Part:
        text = {True: "", False: ""}
        for piece in pieces:
            if piece.token.call is None:
                text[isinstance(piece.token, Thought)] += piece.text
        begun = sum(piece.token.call is not None and not piece.text for piece in pieces)
        ended = begun if self.limited.ending != "limit" else max(0, begun - 1)
        return Part(text[False], text[True], self._calls[:ended], self._logprobs(pieces))

    def _logprobs(self, pieces: list[Piece]) -> tuple[dict[str, Any], ...] | None:
        """`api/types.go`, `Logprob`: without alternatives unless they are asked for."""
        if self._top is None:
            return None
        found = [token_logprob(piece.token, self._top) for piece in pieces if piece.token.call is None]
        return tuple(each if each["top_logprobs"] else each | {"top_logprobs": None} for each in found)

    def _reason(self) -> str:
        return self._idle or ("length" if self.limited.ending == "limit" else "stop")

    def _metrics(self) -> Metrics:
        """As long as it took, and at least as long as it takes at this pace: a plain reply is made before it is told."""
        tokens = self.limited.token_count
        load = max(1, self._loaded - self._began)
        reading = max(1, round(self._pace.due(0) * self._fresh * 1e9))
        total = max(time.perf_counter_ns() - self._began, round(self._pace.due(max(0, tokens - 1)) * 1e9))
        telling = max(1, total - load - reading)
        return Metrics(load + reading + telling, load, self._prompt_tokens, reading, tokens, telling)


def _new_id() -> str:
    """`server/routes.go`, `toolCallId`."""
    return "call_" + "".join(secrets.choice(_LETTERS) for _ in range(8))
