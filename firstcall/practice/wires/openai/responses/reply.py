"""A reply as a response, whole or as typed events.

Their order, and the two events of a failure in mid-stream, are those of recorded streams of the API. A model
that thinks shows an item for it before all others; one whose thinking has eaten the limit shows nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.model import speaker
from firstcall.practice.model.declining import decline, is_dangerous
from firstcall.practice.model.limits import LimitedReply, Piece, thinking_tokens
from firstcall.practice.model.replies import template
from firstcall.practice.pace import Pace
from firstcall.practice.prompt_cache import Cached
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.completion import asked
from firstcall.practice.wires.openai.errors import event_error, headers
from firstcall.practice.wires.openai.responses import reasoning, response
from firstcall.practice.wires.openai.responses.diagnostics import diagnosed
from firstcall.practice.wires.openai.responses.fields import ENCRYPTED
from firstcall.practice.wires.openai.responses.output import (
    Events,
    FunctionCall,
    Message,
    Spoken,
    Status,
    Thought,
)
from firstcall.practice.wires.openai.responses.request import Wanted
from firstcall.practice.wires.openai.responses.stored import Shelf, Stored

Words = Iterable[speaker.Token]


class ResponseReply:
    """One reply as a response, or as the events of one. What is to be stored is stored when all of it was said."""

    def __init__(self, wanted: Wanted, cached: Cached, began: float, shelf: Shelf) -> None:
        request = wanted.chat
        question = asked(request)
        self._shelf, self._cached = shelf, cached
        self.fresh_tokens = wanted.tokens - cached.read
        self._items = wanted.items if wanted.stores else ()
        self._new = wanted.new
        self.streams = request.stream
        thinking = 0 if wanted.only_warms else thinking_tokens(request.effort, question)
        self.thinking = min(thinking, request.limit)
        question = replace(question, thinking=self.thinking)
        spoken = () if wanted.only_warms else _spoken(request.top_logprobs, question)
        self._unsaid = deque(item for item, _ in spoken)
        self._speakers: deque[Spoken] = deque()
        self.limited = LimitedReply(self._words(spoken), request.limit - self.thinking)
        self._wanted = replace(wanted, chat=request._replace(messages=(), tools=()), items=(), new=())
        content_type = "text/event-stream; charset=utf-8" if self.streams else "application/json"
        self.headers: Mapping[str, str] = {"content-type": content_type, **headers(began)}
        self._response = response.begun(wanted)
        self._response |= diagnosed(wanted, self._response, cached, shelf)
        self._thought = _thought(wanted) if self.thinking else None
        self._events = Events(bare=not request.obfuscate)
        self._output: list[Spoken] = []

    def _words(self, spoken: Sequence[tuple[Spoken, Words]]) -> Iterator[speaker.Token]:
        """The words of one item after the other; whose each of them is stands in `_speakers`."""
        for item, words in spoken:
            for word in words:
                self._speakers.append(item)
                yield word

    def opening(self) -> Iterable[bytes]:
        yield self._events.event("response.created", response=self._response)
        yield self._events.event("response.in_progress", response=self._response)
        if self._thought is not None:
            yield from self._thought.begin(self._events, 0)

    def thought(self) -> Iterable[bytes]:
        if self._thought is not None:
            yield from self._thought.end(self._events, 0)

    def delta(self, piece: Piece) -> bytes:
        item = self._speakers.popleft()
        before = b"".join(self._until(item))
        item.said.append(piece)
        return before + item.delta(self._events, self._index, piece)

    @property
    def _index(self) -> int:
        """Of the item that is being said."""
        return len(self._output) - 1 + (self._thought is not None)

    def _until(self, item: Spoken) -> Iterator[bytes]:
        """Ends the items before this one, and begins it."""
        while not (self._output and self._output[-1] is item):
            if self._output:
                yield from self._output[-1].end(self._events, self._index, "completed")
            self._output.append(self._unsaid.popleft())
            yield from self._output[-1].begin(self._events, self._index)

    def closing(self) -> Iterable[bytes]:
        status = self._status()
        if status == "completed" and self._unsaid:
            yield from self._until(self._unsaid[-1])
        if self._output:
            yield from self._output[-1].end(self._events, self._index, status)
        yield self._events.event(f"response.{status}", response=self._ended(status))

    def error_event(self, type: str) -> bytes:
        refusal = event_error(type)
        said = {"code": refusal.code or refusal.type, "message": refusal.message}
        failed = {**self._response, "status": "failed", "error": said}
        error = self._events.event("error", error={"type": refusal.type, **said, "param": None})
        return error + self._events.event("response.failed", response=failed)

    def broken_event(self) -> bytes:
        return b'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delt\n\n'

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        for piece in pieces:
            self._speakers.popleft().said.append(piece)
        status = self._status() if finished else "in_progress"
        self._output = [item for item in self._unsaid if item.said or status == "completed"]
        return as_json(self._ended(status))

    def _status(self) -> Status:
        return "incomplete" if self.limited.ending == "limit" else "completed"

    def _ended(self, status: Status) -> dict[str, Any]:
        """The response at its end, which is stored where it should be."""
        output = [self._thought.shown()] if self._thought is not None else []
        output += [item.shown("completed") for item in self._output[:-1]]
        output += [item.shown(status) for item in self._output[-1:]]
        counts = response.usage(self._wanted, self._cached, self.thinking, self.limited.token_count)
        ended = response.ended(self._response, status, output, counts)
        if status != "in_progress" and "conversation" in ended:
            self._shelf.add(ended["conversation"]["id"], [*self._new, *output])
        if self._wanted.stores and status != "in_progress":
            self._shelf.put(Stored(ended, self._items, self._wanted.bytes + len(as_json(ended))))
        return ended


class QueuedReply(ResponseReply):
    """A reply in the background: all of it is made and stored at once, and there when its time has come."""

    def __init__(self, wanted: Wanted, cached: Cached, began: float, shelf: Shelf, pace: Pace) -> None:
        super().__init__(wanted, cached, began, shelf)
        super().whole(list(self.limited), finished=True)
        tokens = self.thinking + self.limited.token_count
        pace = pace.reading(self.fresh_tokens)
        told = pace.due(0)  # after which the client knows that it is queued
        shelf.postpone(self._response["id"], told + pace.due(0), told + pace.due(tokens))
        self.limited, self.thinking = LimitedReply((), 1), 0

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        return as_json({**self._response, "status": "queued"})


def _spoken(logprobs: int | None, question: speaker.Asked) -> Sequence[tuple[Spoken, Words]]:
    """The items of the reply, and the words of each."""
    if is_dangerous(question):
        return [(Message(logprobs, refuses=question.schema is not None), decline())]
    called = speaker.calls(question)
    if not called:
        return [(Message(logprobs), speaker.speak(question))]
    return [(FunctionCall(call.name), speaker.say_calls([call])) for call in called]


def _thought(wanted: Wanted) -> Thought:
    summary = (wanted.fields.get("reasoning") or {}).get("summary")
    return Thought(
        template("small_talk/thought") if summary else "",
        reasoning.encrypted() if wanted.includes(ENCRYPTED) else None,
    )
