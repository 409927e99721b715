"""The items that a response consists of, each whole and as the events that bring it.

Shapes: openai 3.57.0 `types/responses/response_output_message.py`, `response_reasoning_item.py`,
`response_function_tool_call.py`, and the events of each.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from firstcall.practice.exchange import as_json
from firstcall.practice.model.limits import Piece
from firstcall.practice.model.tokens import split
from firstcall.practice.wires.openai.completion import token_logprob
from firstcall.practice.wires.openai.responses.stored import new_id

Status = Literal["in_progress", "completed", "incomplete"]
_PADDED_TO = 16


class Events:
    """Writes the events of one response and counts them. Deltas are padded unless they are to be `bare`."""

    def __init__(self, bare: bool) -> None:
        self._next = 0
        self._noise = "" if bare else secrets.token_urlsafe(_PADDED_TO)

    def event(self, kind: str, **fields: Any) -> bytes:
        data = {"type": kind, "sequence_number": self._next, **fields}
        self._next += 1
        return f"event: {kind}\ndata: ".encode() + as_json(data) + b"\n\n"

    def delta(self, kind: str, text: str, **fields: Any) -> bytes:
        """With noise that hides the text's length."""
        padding = {"obfuscation": self._noise[len(text) % _PADDED_TO :]} if self._noise else {}
        return self.event(kind, **fields, delta=text, **padding)


class Spoken(Protocol):
    """An item that is said piece by piece; `index` is its place in the output."""

    said: list[Piece]

    def begin(self, events: Events, index: int) -> Iterator[bytes]: ...
    def delta(self, events: Events, index: int, piece: Piece) -> bytes: ...
    def end(self, events: Events, index: int, status: Status) -> Iterator[bytes]: ...
    def shown(self, status: Status) -> dict[str, Any]: ...


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


@dataclass(slots=True)
class Message:
    """What is said to the user. `logprobs` is the number of alternatives to each token, `None` for no log-probabilities;
    one that `refuses` says so in a part of its own kind (`types/responses/response_output_refusal.py`)."""

    logprobs: int | None
    said: list[Piece] = field(default_factory=list)
    id: str = field(default_factory=lambda: new_id("msg"))
    refuses: bool = False

    def begin(self, events: Events, index: int) -> Iterator[bytes]:
        item = {**self.shown("in_progress"), "content": []}
        yield events.event("response.output_item.added", output_index=index, item=item)
        yield events.event("response.content_part.added", **self._place(index), part=self._part([]))

    def delta(self, events: Events, index: int, piece: Piece) -> bytes:
        place = self._place(index)
        if self.refuses:
            return events.delta("response.refusal.delta", piece.text, **place)
        return events.delta("response.output_text.delta", piece.text, **place, logprobs=self._short([piece]))

    def end(self, events: Events, index: int, status: Status) -> Iterator[bytes]:
        place, part = self._place(index), self._part(self.said)
        if self.refuses:
            yield events.event("response.refusal.done", **place, refusal=part["refusal"])
        else:
            logprobs = self._short(self.said)
            yield events.event("response.output_text.done", **place, text=part["text"], logprobs=logprobs)
        yield events.event("response.content_part.done", **place, part=part)
        yield events.event("response.output_item.done", output_index=index, item=self.shown(status))

    def shown(self, status: Status) -> dict[str, Any]:
        content = [self._part(self.said)]
        return {"id": self.id, "type": "message", "status": status, "content": content, "role": "assistant"}

    def _place(self, index: int) -> dict[str, Any]:
        return {"item_id": self.id, "output_index": index, "content_index": 0}

    def _part(self, pieces: list[Piece]) -> dict[str, Any]:
        if self.refuses:
            return {"type": "refusal", "refusal": _text(pieces)}
        return {
            "type": "output_text",
            "annotations": [],
            "logprobs": self._long(pieces),
            "text": _text(pieces),
        }

    def _long(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        if self.logprobs is None:
            return []
        return [token_logprob(piece.token, self.logprobs) for piece in pieces]

    def _short(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        """As events have it, without the bytes of the tokens."""
        return [
            {**_without_bytes(each), "top_logprobs": [_without_bytes(way) for way in each["top_logprobs"]]}
            for each in self._long(pieces)
        ]


def _without_bytes(logprob: Mapping[str, Any]) -> dict[str, Any]:
    return {name: logprob[name] for name in ("token", "logprob")}


@dataclass(slots=True)
class FunctionCall:
    """A call of one of the learner's functions; its arguments are said as JSON."""

    name: str
    said: list[Piece] = field(default_factory=list)
    id: str = field(default_factory=lambda: new_id("fc"))
    call_id: str = field(default_factory=lambda: f"call_{secrets.token_urlsafe(18)}")

    def begin(self, events: Events, index: int) -> Iterator[bytes]:
        item = {**self.shown("in_progress"), "arguments": ""}
        yield events.event("response.output_item.added", output_index=index, item=item)

    def delta(self, events: Events, index: int, piece: Piece) -> bytes:
        if not piece.text:
            return b""  # what a call begins with is its item
        place = {"item_id": self.id, "output_index": index}
        return events.delta("response.function_call_arguments.delta", piece.text, **place)

    def end(self, events: Events, index: int, status: Status) -> Iterator[bytes]:
        place = {"item_id": self.id, "output_index": index}
        yield events.event("response.function_call_arguments.done", **place, arguments=_text(self.said))
        yield events.event("response.output_item.done", output_index=index, item=self.shown(status))

    def shown(self, status: Status) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": "function_call",
            "status": status,
            "arguments": _text(self.said),
            "call_id": self.call_id,
            "name": self.name,
        }


@dataclass(slots=True)
class Thought:
    """That a model thought, with a summary of it where that was asked for."""

    summary: str
    encrypted: str | None
    id: str = field(default_factory=lambda: new_id("rs"))

    def begin(self, events: Events, index: int) -> Iterator[bytes]:
        item = {**self.shown(), "summary": []}
        yield events.event("response.output_item.added", output_index=index, item=item)

    def end(self, events: Events, index: int) -> Iterator[bytes]:
        if self.summary:
            yield from self._summed_up(events, index)
        yield events.event("response.output_item.done", output_index=index, item=self.shown())

    def _summed_up(self, events: Events, index: int) -> Iterator[bytes]:
        kind = "response.reasoning_summary"
        place = {"item_id": self.id, "output_index": index, "summary_index": 0}
        yield events.event(f"{kind}_part.added", **place, part={"type": "summary_text", "text": ""})
        for piece in split(self.summary):
            yield events.delta(f"{kind}_text.delta", piece, **place)
        yield events.event(f"{kind}_text.done", **place, text=self.summary)
        part = {"type": "summary_text", "text": self.summary}
        yield events.event(f"{kind}_part.done", **place, part=part)

    def shown(self) -> dict[str, Any]:
        summary = [{"type": "summary_text", "text": self.summary}] if self.summary else []
        item = {"id": self.id, "type": "reasoning", "summary": summary}
        return item if self.encrypted is None else {**item, "encrypted_content": self.encrypted}
