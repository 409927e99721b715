"""A reply as an OpenAI chat completion, whole or as chunks.

Shapes: openai 3.57.0 `types/chat/chat_completion.py`, `chat_completion_chunk.py`,
`chat_completion_token_logprob.py`, `types/completion_usage.py`. Reasoning is counted, takes its
time and its share of the token limit, and is never shown.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from zlib import crc32

from firstcall.practice.exchange import as_json
from firstcall.practice.model import speaker
from firstcall.practice.model.declining import decline, is_dangerous
from firstcall.practice.model.limits import LimitedReply, Piece, Together, shared, thinking_tokens
from firstcall.practice.model.request import Shown
from firstcall.practice.prompt_cache import Cached
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import envelope, event_error, headers, new_id
from firstcall.practice.wires.openai.images import shown_in
from firstcall.practice.wires.openai.messages import text_of
from firstcall.practice.wires.openai.request import Request, served_tier
from firstcall.practice.wires.openai.tool_calls import offer_of

_PADDED_TO = 16


def asked(request: Request) -> speaker.Asked:
    """The request in the mind's words: `system` and `developer` messages are the system prompt."""
    system: list[str] = []
    said: list[tuple[str, str]] = []
    for message in request.messages:
        if message["role"] in ("system", "developer"):
            system.append(text_of(message))
        elif message["role"] not in ("tool", "function") and not _calls(message):
            said.append(("assistant" if message["role"] == "assistant" else "user", text_of(message)))
    if request.verbosity == "low":
        system.append("Be brief.")
    wanted = request.top_logprobs is not None
    return speaker.Asked(
        "\n\n".join(system), tuple(said), request.temperature, request.seed, request.id, wanted,
        offer=offer_of(
            request.tools, request.tool_choice, request.messages, parallel=request.parallel_calls
        ),
        schema=request.schema,
        shown=_shown(request.messages),
    )  # fmt: skip


def _shown(messages: Sequence[Mapping[str, Any]]) -> tuple[Shown, ...]:
    """The pictures and documents since the user last asked something, those that tools brought among them."""
    last = max((at for at, message in enumerate(messages) if message["role"] == "user"), default=0)
    return tuple(part["shown"] for message in messages[last:] for part in shown_in(message))


def _calls(message: Mapping[str, Any]) -> bool:
    return bool(message.get("tool_calls") or message.get("function_call"))


def event(data: bytes) -> bytes:
    """What is sent as one server-sent event."""
    return b"data: " + data + b"\n\n"


class CompletionReply:
    """One reply, or several at once, as a chat completion or as the chunks of one."""

    def __init__(self, request: Request, prompt_tokens: int, cached: Cached, began: float) -> None:
        question = asked(request)
        self._request = request._replace(messages=(), tools=())  # a long prompt is not kept for its reply
        self.streams = request.stream
        self._prompt_tokens = prompt_tokens
        self._cached = cached
        self.fresh_tokens = prompt_tokens - cached.read
        self.thinking = min(thinking_tokens(request.effort, question), request.limit)
        question = replace(question, thinking=self.thinking)
        room = shared(request.limit - self.thinking, request.choices)
        declines = is_dangerous(question)
        self._called = () if declines else speaker.calls(question)
        # Only a reply that should fit a schema has a field of its own for it.
        self._refuses = declines and question.schema is not None
        choices = range(request.choices)
        self._ids = [[f"call_{secrets.token_urlsafe(18)}" for _ in self._called] for _ in choices]
        stops = () if self._called else request.stops
        said = (
            [speaker.say_calls(self._called) for _ in choices]
            if self._called
            else [decline() for _ in choices]
            if declines
            else speaker.speak_often(question, request.choices)
        )
        self.limited = Together([LimitedReply(tokens, room, stops) for tokens in said])
        content_type = "text/event-stream; charset=utf-8" if request.stream else "application/json"
        self.headers: Mapping[str, str] = {"content-type": content_type, **headers(began)}
        self._id = new_id("chatcmpl-")
        self._created = int(time.time())
        self._fingerprint = f"fp_{crc32(request.id.encode()):08x}f1"
        self._head = as_json(self._common("chat.completion.chunk"))[:-1] + b',"choices":'

    def opening(self) -> Iterable[bytes]:
        return ()

    def thought(self) -> Iterable[bytes]:
        content = None if self._called or self._refuses else ""
        for choice in range(self._request.choices):
            yield self._chunk(choice, {"role": "assistant", "content": content, "refusal": None})

    def delta(self, piece: Piece) -> bytes:
        if piece.token.call is not None:
            return self._chunk(piece.choice, self._call_delta(piece, piece.token.call))
        if self._refuses:
            return self._chunk(piece.choice, {"refusal": piece.text})
        logprobs = self._logprobs([piece])
        probabilities = b"null" if logprobs is None else json.dumps(logprobs, ensure_ascii=False).encode()
        return b'data: %b[{"index":%d,"delta":{"content":%b},"logprobs":%b,"finish_reason":null}]%b\n\n' % (
            self._head,
            piece.choice,
            as_json(piece.text),
            probabilities,
            self._tail(len(piece.text)),
        )

    def _call_delta(self, piece: Piece, number: int) -> dict[str, Any]:
        """A piece of a call: its beginning has id and name, what follows only more of the arguments."""
        function: dict[str, Any] = {"arguments": piece.text}
        if not piece.text:
            function = {"name": self._called[number].name, **function}
        if self._request.functions:
            return {"function_call": function}
        call = {"index": number, "function": function}
        if not piece.text:
            call = {
                "index": number,
                "id": self._ids[piece.choice][number],
                "type": "function",
                "function": function,
            }
        return {"tool_calls": [call]}

    def closing(self) -> Iterable[bytes]:
        for choice, reply in enumerate(self.limited.replies):
            yield self._chunk(choice, {}, self._finish_reason(reply))
        if self._request.include_usage:
            yield event(
                self._head + b'[],"usage":' + as_json(self._usage()) + self._tail(0)[len(b',"usage":null') :]
            )
        yield b"data: [DONE]\n\n"

    def error_event(self, type: str) -> bytes:
        return event(envelope(event_error(type)))

    def broken_event(self) -> bytes:
        return event(self._head + b'[{"index":0,"delta":{"conte')

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        choices = [
            self._choice(choice, [piece for piece in pieces if piece.choice == choice])
            | {"finish_reason": self._finish_reason(reply) if finished else None}
            for choice, reply in enumerate(self.limited.replies)
        ]
        return as_json({**self._common("chat.completion"), "choices": choices, "usage": self._usage()})

    def _choice(self, choice: int, pieces: list[Piece]) -> dict[str, Any]:
        text = None if self._called else "".join(piece.text for piece in pieces)
        said = {"content": None, "refusal": text} if self._refuses else {"content": text, "refusal": None}
        message: dict[str, Any] = {"role": "assistant", **said, "annotations": []}
        message |= self._calls_of(choice, pieces)
        return {"index": choice, "message": message, "logprobs": self._logprobs(pieces)}

    def _calls_of(self, choice: int, pieces: list[Piece]) -> dict[str, Any]:
        """The calls in a message, as far as they were said."""
        said = [
            {
                "name": call.name,
                "arguments": "".join(piece.text for piece in pieces if piece.token.call == number),
            }
            for number, call in enumerate(self._called)
            if any(piece.token.call == number for piece in pieces)
        ]
        if not said:
            return {}
        if self._request.functions:
            return {"function_call": said[0]}
        return {
            "tool_calls": [
                {"id": id, "type": "function", "function": function}
                for id, function in zip(self._ids[choice], said, strict=False)
            ]
        }

    def _common(self, kind: str) -> dict[str, Any]:
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._request.id,
            "service_tier": served_tier(self._request.service_tier),
            "system_fingerprint": self._fingerprint,
        }

    def _chunk(self, choice: int, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        told = {"index": choice, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return event(self._head + as_json([told]) + self._tail(0))

    def _tail(self, length: int) -> bytes:
        """The end of a chunk: `usage` where it was asked for, and padding that hides the text's length."""
        return self._tails[length % len(self._tails)]

    @cached_property
    def _tails(self) -> list[bytes]:
        usage = b',"usage":null' if self._request.include_usage else b""
        if not self._request.obfuscate:
            return [usage + b"}"]
        noise = secrets.token_urlsafe(_PADDED_TO).encode()
        return [usage + b',"obfuscation":"%b"}' % noise[at:_PADDED_TO] for at in range(_PADDED_TO)]

    def _finish_reason(self, reply: LimitedReply) -> str:
        if reply.ending == "limit":
            return "length"
        if not self._called:
            return "stop"
        return "function_call" if self._request.functions else "tool_calls"

    def _usage(self) -> dict[str, Any]:
        reasoning = self.thinking * self._request.choices
        completion = reasoning + self.limited.token_count
        written = self._cached.written_tokens if self._request.model.cache_writes else 0
        return {
            "prompt_tokens": self._prompt_tokens,
            "completion_tokens": completion,
            "total_tokens": self._prompt_tokens + completion,
            "prompt_tokens_details": {
                "cached_tokens": self._cached.read,
                "cache_write_tokens": written,
                "audio_tokens": 0,
            },
            "completion_tokens_details": {
                "reasoning_tokens": reasoning,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        }

    def _logprobs(self, pieces: list[Piece]) -> dict[str, Any] | None:
        count = self._request.top_logprobs
        if count is None:
            return None
        found = [token_logprob(piece.token, count) for piece in pieces]
        return {"content": None, "refusal": found} if self._refuses else {"content": found, "refusal": None}


def token_logprob(token: speaker.Token, count: int) -> dict[str, Any]:
    alternatives = [_logprob(text, logprob) for text, logprob in token.alternatives[:count]]
    return {**_logprob(token.text, token.logprob), "top_logprobs": alternatives}


def _logprob(text: str, logprob: float) -> dict[str, Any]:
    return {"token": text, "logprob": logprob, "bytes": list(text.encode())}
