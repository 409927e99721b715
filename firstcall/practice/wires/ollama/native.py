"""The forms of `/api/chat` and `/api/generate`: one JSON object, or one for each line (NDJSON).

Fields and which of them are left out where they are empty: ollama/ollama `api/types.go` (`ChatResponse`,
`GenerateResponse`, `Message`, `ToolCall`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import memory
from firstcall.practice.wires.ollama.errors import envelope
from firstcall.practice.wires.ollama.reply import Metrics, Part
from firstcall.practice.wires.ollama.request import Message


def now() -> str:
    """The time as Go writes it, to the nanosecond."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{nanoseconds:09d}Z"


def as_message(part: Part) -> dict[str, Any]:
    """What a chat says: `content` is always there, all else only where there is some."""
    message: dict[str, Any] = {"role": "assistant", "content": part.content}
    if part.thinking:
        message["thinking"] = part.thinking
    if part.calls:
        message["tool_calls"] = [
            {"id": call.id, "function": {"index": call.index, "name": call.name, "arguments": call.arguments}}
            for call in part.calls
        ]
    return {"message": message}


def as_response(part: Part) -> dict[str, Any]:
    return {"response": part.content} | ({"thinking": part.thinking} if part.thinking else {})


class Native:
    """Ollama's own form for a model of this name; `prompted` is what a `context` is to remember beside the reply."""

    content_type = "application/x-ndjson"

    def __init__(
        self,
        name: str,
        shape: Callable[[Part], dict[str, Any]],
        prompted: Sequence[Message] | None = None,
    ) -> None:
        self._name = name
        self._shape = shape
        self._prompted = None if prompted is None else [(each.role, each.content) for each in prompted]
        self._said = ""

    def opening(self) -> Iterable[bytes]:
        return ()

    def piece(self, part: Part) -> bytes:
        self._said += part.content
        return as_json(self._object(part, {"done": False})) + b"\n"

    def ended(self, reason: str, metrics: Metrics) -> Iterable[bytes]:
        yield as_json(self._object(Part(), self._end(reason, metrics))) + b"\n"

    def whole(self, part: Part, reason: str | None, metrics: Metrics) -> bytes:
        self._said = part.content
        return as_json(self._object(part, self._end(reason, metrics) if reason else {"done": False}))

    def error(self, refusal: Refusal) -> bytes:
        return as_json(envelope(refusal)) + b"\n"

    def _end(self, reason: str, metrics: Metrics) -> dict[str, Any]:
        if reason in ("load", "unload"):
            return {"done": True, "done_reason": reason}
        context = {}
        if self._prompted is not None:
            context = {"context": memory.kept([*self._prompted, ("assistant", self._said)])}
        return {"done": True, "done_reason": reason, **context, **asdict(metrics)}

    def _object(self, part: Part, more: dict[str, Any]) -> dict[str, Any]:
        value = {"model": self._name, "created_at": now(), **self._shape(part), **more}
        if part.logprobs:
            value["logprobs"] = [
                {name: each for name, each in one.items() if each is not None} for one in part.logprobs
            ]
        return value
