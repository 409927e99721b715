"""The form of a response of OpenAI's newer API, as Ollama writes it: what was thought, then the calls or the answer.

ollama/ollama `openai/responses.go` (`ToResponse`, `ResponsesStreamConverter`). The items and their events are those of
OpenAI's wire. Thinking stands in the summary of a reasoning item, and again as it is in its `encrypted_content`; a reply
that is cut is "completed" all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.model.limits import Piece
from firstcall.practice.model.speaker import Token
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.reply import Called, Metrics, Part
from firstcall.practice.wires.openai.responses.output import Events, FunctionCall, Message, Thought
from firstcall.practice.wires.openai.responses.response import ended, repeated

_UNKNOWN = ("user", "prompt_cache_retention")
"""Fields of OpenAI's response that Ollama's has not."""


class Response:
    """The form of a response to a request with these fields, whole or as its events."""

    content_type = "text/event-stream"

    def __init__(self, fields: Mapping[str, Any]) -> None:
        effort = fields.get("reasoning", {}).get("effort")
        said = repeated(fields, fields.get("model", ""), effort, fields.get("temperature", 1.0))
        self._response = {name: value for name, value in said.items() if name not in _UNKNOWN}
        self._events = Events(bare=True)
        self._thinking = ""
        self._message: Message | None = None
        self._output: list[dict[str, Any]] = []

    def opening(self) -> Iterable[bytes]:
        yield self._events.event("response.created", response=self._response)
        yield self._events.event("response.in_progress", response=self._response)

    def piece(self, part: Part) -> bytes:
        self._thinking += part.thinking
        said: list[bytes] = []
        if part.content or part.calls:
            said += self._thought_through()
        if part.content:
            said += self._told(_piece(part.content))
        for call in part.calls:
            said += self._called(call)
        return b"".join(said)

    def ended(self, reason: str, metrics: Metrics) -> Iterable[bytes]:
        yield from self._thought_through()
        if not self._output and self._message is None:
            yield from self._begun()
        yield from self._message_ended()
        yield self._events.event("response.completed", response=self._whole(metrics))

    def whole(self, part: Part, reason: str | None, metrics: Metrics) -> bytes:
        if part.thinking:
            self._output.append(Thought(part.thinking, part.thinking).shown())
        calls = [_call_of(call).shown("completed") for call in part.calls]
        self._output += calls or [Message(None, [_piece(part.content)]).shown("completed")]
        return as_json(self._whole(metrics))

    def error(self, refusal: Refusal) -> bytes:
        failed = {
            **self._response,
            "status": "failed",
            "error": {"code": "server_error", "message": refusal.message},
        }
        return self._events.event("response.failed", response=failed)

    def _whole(self, metrics: Metrics) -> dict[str, Any]:
        read, told = metrics.prompt_eval_count, metrics.eval_count
        usage = {
            "input_tokens": read,
            "output_tokens": told,
            "total_tokens": read + told,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        }
        return ended(self._response, "completed", self._output, usage)

    def _thought_through(self) -> Iterator[bytes]:
        """The item of what was thought, once that is known."""
        if not self._thinking:
            return
        thought = Thought(self._thinking, self._thinking)
        self._thinking = ""
        yield from thought.begin(self._events, len(self._output))
        yield from thought.end(self._events, len(self._output))
        self._output.append(thought.shown())

    def _begun(self) -> Iterator[bytes]:
        self._message = Message(None)
        yield from self._message.begin(self._events, len(self._output))

    def _told(self, piece: Piece) -> Iterator[bytes]:
        if self._message is None:
            yield from self._begun()
        assert self._message is not None
        self._message.said.append(piece)
        yield self._message.delta(self._events, len(self._output), piece)

    def _message_ended(self) -> Iterator[bytes]:
        if self._message is not None:
            yield from self._message.end(self._events, len(self._output), "completed")
            self._output.append(self._message.shown("completed"))
            self._message = None

    def _called(self, call: Called) -> Iterator[bytes]:
        yield from self._message_ended()
        item, index = _call_of(call), len(self._output)
        yield from item.begin(self._events, index)
        yield item.delta(self._events, index, item.said[0])
        yield from item.end(self._events, index, "completed")
        self._output.append(item.shown("completed"))


def _piece(text: str) -> Piece:
    return Piece(text, Token(text, 0.0, ()))


def _call_of(call: Called) -> FunctionCall:
    said = _piece(json.dumps(call.arguments, ensure_ascii=False))
    return FunctionCall(call.name, [said], call_id=call.id)
