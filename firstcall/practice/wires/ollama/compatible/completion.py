"""The form of a completion as Ollama writes it for clients of OpenAI's: few fields, the role in every chunk, calls whole.

ollama/ollama `openai/openai.go` (`ToChatCompletion`, `ToChunk`, `ToCompletion`), `middleware/openai.go`.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Mapping
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.errors import openai_envelope
from firstcall.practice.wires.ollama.reply import Metrics, Part
from firstcall.practice.wires.openai.completion import event


class Completion:
    """The form of a completion of this kind, and of its chunks."""

    content_type = "text/event-stream"

    def __init__(self, fields: Mapping[str, Any], kind: str) -> None:
        self._chats = kind == "chat.completion"
        self._kind = kind
        self._usage_wanted = fields.get("stream_options", {}).get("include_usage") is True
        self._model = fields.get("model", "")
        self._id = f"{'chatcmpl' if self._chats else 'cmpl'}-{random.randrange(999)}"
        self._created = int(time.time())
        self._called = False

    def opening(self) -> Iterable[bytes]:
        return ()

    def piece(self, part: Part) -> bytes:
        self._called = self._called or bool(part.calls)
        return self._event([self._choice(part, "delta", None)])

    def ended(self, reason: str, metrics: Metrics) -> Iterable[bytes]:
        yield self._event([self._choice(Part(), "delta", self._reason(reason))])
        if self._usage_wanted:
            yield self._event([], {"usage": _usage(metrics)})
        yield b"data: [DONE]\n\n"

    def whole(self, part: Part, reason: str | None, metrics: Metrics) -> bytes:
        self._called = bool(part.calls)
        choice = self._choice(part, "message", reason and self._reason(reason))
        return as_json(self._object(self._kind, [choice]) | {"usage": _usage(metrics)})

    def error(self, refusal: Refusal) -> bytes:
        return event(as_json(openai_envelope(refusal)))

    def _reason(self, reason: str) -> str:
        return "tool_calls" if self._called else reason

    def _event(self, choices: list[dict[str, Any]], more: Mapping[str, Any] | None = None) -> bytes:
        kind = f"{self._kind}.chunk" if self._chats else self._kind
        return event(as_json({**self._object(kind, choices), **(more or {})}))

    def _object(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._model,
            "system_fingerprint": "fp_ollama",
            "choices": choices,
        }

    def _choice(self, part: Part, place: str, reason: str | None) -> dict[str, Any]:
        if not self._chats:
            return {"text": part.content, "index": 0, "finish_reason": reason}
        choice: dict[str, Any] = {"index": 0, place: _as_message(part), "finish_reason": reason}
        if part.logprobs:
            choice["logprobs"] = {
                "content": [each | {"top_logprobs": each["top_logprobs"] or []} for each in part.logprobs]
            }
        return choice


def _as_message(part: Part) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": part.content}
    if part.thinking:
        message["reasoning"] = part.thinking
    if part.calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "index": call.index,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(call.arguments, ensure_ascii=False)},
            }
            for call in part.calls
        ]
    return message


def _usage(metrics: Metrics) -> dict[str, int]:
    read, told = metrics.prompt_eval_count, metrics.eval_count
    return {"prompt_tokens": read, "completion_tokens": told, "total_tokens": read + told}
