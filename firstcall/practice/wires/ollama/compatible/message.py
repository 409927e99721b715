"""The form of a message as Ollama writes it for clients of Anthropic's, whole or as events.

ollama/ollama `anthropic/anthropic.go` (`ToMessagesResponse`, `StreamConverter`). Thinking has no signature, a call comes in
one piece, and no event is a ping.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.message import block_delta, block_start, block_stop, event
from firstcall.practice.wires.ollama.errors import anthropic_envelope
from firstcall.practice.wires.ollama.reply import Called, Metrics, Part


class Message:
    """The form of a message, and of its events: a block of thinking, of text, or of a call at a time. `estimate` is
    what Ollama tells of the prompt's tokens before it has counted them."""

    content_type = "text/event-stream"

    def __init__(self, model: str, estimate: int) -> None:
        self._model = model
        self._estimate = estimate
        self._id = f"msg_{secrets.token_hex(12)}"
        self._index = 0
        self._open = ""
        self._called = False

    def opening(self) -> Iterable[bytes]:
        started = self._message([], {"input_tokens": self._estimate, "output_tokens": 0})
        yield event({"type": "message_start", "message": started})

    def piece(self, part: Part) -> bytes:
        said = b""
        if part.thinking:
            said += self._told("thinking", part.thinking)
        if part.content:
            said += self._told("text", part.content)
        return said + b"".join(self._call(call) for call in part.calls)

    def ended(self, reason: str, metrics: Metrics) -> Iterable[bytes]:
        if stopped := self._stopped():
            yield stopped
        delta = {"stop_reason": self._reason(reason)}
        yield event({"type": "message_delta", "delta": delta, "usage": _usage(metrics)})
        yield event({"type": "message_stop"})

    def whole(self, part: Part, reason: str | None, metrics: Metrics) -> bytes:
        self._called = bool(part.calls)
        content: list[dict[str, Any]] = (
            [{"type": "thinking", "thinking": part.thinking}] if part.thinking else []
        )
        content += [{"type": "text", "text": part.content}] if part.content else []
        content += [_tool_use(call, call.arguments) for call in part.calls]
        message = self._message(content, _usage(metrics))
        return as_json(message | ({"stop_reason": self._reason(reason)} if reason else {}))

    def error(self, refusal: Refusal) -> bytes:
        return event({"type": "error", "error": anthropic_envelope(refusal)["error"]})

    def _told(self, kind: str, text: str) -> bytes:
        """A piece of a block of this kind, which is begun where another one is open."""
        begun = b""
        if self._open != kind:
            begun = self._stopped() + block_start(self._index, {"type": kind, kind: ""})
            self._open = kind
        return begun + block_delta(self._index, {"type": f"{kind}_delta", kind: text})

    def _call(self, call: Called) -> bytes:
        self._called = True
        ended = self._stopped()
        told = {"type": "input_json_delta", "partial_json": json.dumps(call.arguments, ensure_ascii=False)}
        self._index += 1
        index = self._index - 1
        return ended + block_start(index, _tool_use(call, {})) + block_delta(index, told) + block_stop(index)

    def _stopped(self) -> bytes:
        if not self._open:
            return b""
        self._open = ""
        self._index += 1
        return block_stop(self._index - 1)

    def _reason(self, reason: str) -> str:
        if self._called:
            return "tool_use"
        return "max_tokens" if reason == "length" else "end_turn"

    def _message(self, content: list[dict[str, Any]], usage: Mapping[str, int]) -> dict[str, Any]:
        return {
            "id": self._id,
            "type": "message",
            "role": "assistant",
            "model": self._model,
            "content": content,
            "usage": usage,
        }


def _tool_use(call: Called, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": given}


def _usage(metrics: Metrics) -> dict[str, int]:
    return {"input_tokens": metrics.prompt_eval_count, "output_tokens": metrics.eval_count}
