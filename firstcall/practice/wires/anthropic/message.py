"""A reply as an Anthropic Message: thinking first where the model thinks, then the text.

Shapes and event order: anthropic 2.14.0 `types/message.py`, `types/usage.py`, `types/raw_*_event.py`
and platform.claude.com, "Streaming messages". Thinking text is empty unless the request asks for
a summary, as on Claude 4.7 and later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from firstcall.models import Model
from firstcall.practice.exchange import as_json
from firstcall.practice.model import speaker
from firstcall.practice.model.declining import is_dangerous
from firstcall.practice.model.limits import LimitedReply, Piece, Weight, thinking_tokens
from firstcall.practice.model.replies import template
from firstcall.practice.model.request import Shown
from firstcall.practice.prompt_cache import Cached
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.blocks import shown_in, text_of
from firstcall.practice.wires.anthropic.cache import SECONDS
from firstcall.practice.wires.anthropic.errors import envelope, event_error, headers, new_id
from firstcall.practice.wires.anthropic.shapes import Enabled, Request, Request2023
from firstcall.practice.wires.anthropic.signatures import signature
from firstcall.practice.wires.anthropic.tool_use import calls_tools, offer_of, only_results

_PING = b'event: ping\ndata: {"type": "ping"}\n\n'


def weight_of(model: Model) -> Weight:
    return Weight(round(model.token_factor * 10))


def asked(request: Request) -> speaker.Asked:
    """The request in the mind's words: `system` messages join the system prompt."""
    system = [request.system if isinstance(request.system, str) else text_of(list(request.system))]
    said: list[tuple[str, str]] = []
    for message in request.messages:
        text = text_of(message.content)
        if message.role == "system":
            system.append(text)
        elif not only_results(message) and not calls_tools(message):
            said.append((message.role, text))
    temperature = request.temperature if isinstance(request, Request2023) else None
    return speaker.Asked(
        system="\n\n".join(filter(None, system)),
        messages=tuple(said),
        temperature=1.0 if temperature is None else temperature,
        model=request.model,
        alternatives=False,
        offer=offer_of(request),
        schema=_schema(request),
        shown=_shown(request),
    )


def _shown(request: Request) -> tuple[Shown, ...]:
    """The pictures and documents since the user last asked something, those that tools brought among them."""
    asked = [at for at, message in enumerate(request.messages)
             if message.role == "user" and not only_results(message)]  # fmt: skip
    last = asked[-1] if asked else 0
    return tuple(each for message in request.messages[last:] for each in shown_in(message.content))


def _schema(request: Request) -> Mapping[str, Any] | None:
    """That of a reply which is to be JSON (`types/json_output_format_param.py`)."""
    format = request.output_config.format
    return None if format is None else format.schema_


def _thinking(request: Request, model: Model, question: speaker.Asked) -> int:
    """Tokens of thinking, 0 for a request or a model that does not think."""
    if isinstance(request.thinking, Enabled):
        return min(thinking_tokens("high", question), request.thinking.budget_tokens)
    if request.thinking is None and not model.thinks:
        return 0
    if request.thinking is not None and request.thinking.type != "adaptive":
        return (
            0
            if request.thinking.type == "disabled" or not request.tools
            else thinking_tokens("low", question)
        )
    return thinking_tokens(request.output_config.effort or model.default_effort or "high", question)


def event(data: dict[str, Any]) -> bytes:
    return b"event: " + str(data["type"]).encode() + b"\ndata: " + as_json(data) + b"\n\n"


def block_start(index: int, block: dict[str, Any]) -> bytes:
    return event({"type": "content_block_start", "index": index, "content_block": block})


def block_delta(index: int, delta: dict[str, Any]) -> bytes:
    return event({"type": "content_block_delta", "index": index, "delta": delta})


def block_stop(index: int) -> bytes:
    return event({"type": "content_block_stop", "index": index})


class MessageReply:
    """One reply as a Message, or as the events of one. `tier` is how it says that it was served."""

    tier = "standard"

    def __init__(
        self,
        request: Request,
        model: Model,
        prompt_tokens: int,
        cached: Cached,
        diagnostics: Mapping[str, Any] | None = None,
    ) -> None:
        question = asked(request)
        self._model = model.named(request.model)
        self._weight = weight_of(model)
        self._input_tokens = prompt_tokens - cached.read - cached.written_tokens
        self.fresh_tokens = prompt_tokens - cached.read
        self._cached = cached
        self._speed = request.speed or "standard"
        self._declines = is_dangerous(question)
        wanted = 0 if self._declines else _thinking(request, model, question)
        self._has_thinking = wanted > 0 and request.max_tokens > 0
        self.thinking = min(wanted, request.max_tokens)
        question = replace(question, thinking=self.thinking)
        self._room = request.max_tokens - self.thinking
        self._called = () if self._declines else speaker.calls(question)
        self._ids = [new_id("toolu_01", 22) for _ in self._called]
        words = () if self._declines else speaker.speak(question)
        said = speaker.say_calls(self._called) if self._called else words
        stops = () if self._called else request.stop_sequences
        self.limited = LimitedReply(said, self._weight.fitting(self._room), stops)
        shown = getattr(request.thinking, "display", None) == "summarized" or isinstance(
            request.thinking, Enabled
        )
        self._thought = template("small_talk/thought") if shown else ""
        self._signature = signature(self._thought)
        self.id = new_id("msg_01", 22)
        self._diagnostics = diagnostics
        self._edits: Mapping[str, Any] = (
            {"context_management": {"applied_edits": []}} if request.context_management else {}
        )
        self.streams = request.stream
        self._text_index = 1 if self._has_thinking else 0
        self._open: int | None = None  # the index of the block that is being told
        self._eaten = self._declines or self._weight.fitting(self._room) == 0
        content_type = "text/event-stream; charset=utf-8" if request.stream else "application/json"
        self.headers = {"content-type": content_type, **headers(new_id("req_011", 21), prompt_tokens)}
        if request.stream:
            self.headers["cache-control"] = "no-cache"
        prefix = {"type": "content_block_delta", "index": self._text_index}
        self._delta = b"event: content_block_delta\ndata: " + as_json(prefix)[:-1]

    def opening(self) -> Iterable[bytes]:
        yield event({"type": "message_start", "message": self._message([], None, 1, 0)})
        if self._has_thinking:
            yield block_start(0, {"type": "thinking", "thinking": "", "signature": ""})
            yield _PING

    def thought(self) -> Iterable[bytes]:
        if self._has_thinking:
            yield from self._thought_through()
        if not self._eaten and not self._called:
            self._open = self._text_index
            yield block_start(self._text_index, {"type": "text", "text": ""})
            if not self._has_thinking:
                yield _PING

    def _thought_through(self) -> Iterable[bytes]:
        if self._thought:
            yield block_delta(0, {"type": "thinking_delta", "thinking": self._thought})
        yield block_delta(0, {"type": "signature_delta", "signature": self._signature})
        yield block_stop(0)

    def delta(self, piece: Piece) -> bytes:
        if piece.token.call is not None:
            return self._call_delta(piece, piece.token.call)
        text = as_json(piece.text)
        return self._delta + b',"delta":{"type":"text_delta","text":' + text + b"}}\n\n"

    def _call_delta(self, piece: Piece, number: int) -> bytes:
        """A piece of a call's input; a call begins with the end of the block before and a block of its own."""
        index = self._text_index + number
        if piece.text:
            return block_delta(index, {"type": "input_json_delta", "partial_json": piece.text})
        ended = self._stopped()
        self._open = index
        started = block_start(index, self._tool_use(number, {}))
        return ended + started + block_delta(index, {"type": "input_json_delta", "partial_json": ""})

    def _stopped(self) -> bytes:
        return b"" if self._open is None else block_stop(self._open)

    def _tool_use(self, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
        """`types/tool_use_block.py`: who called is the model itself."""
        called = self._called[number]
        return {
            "type": "tool_use",
            "id": self._ids[number],
            "name": called.name,
            "input": given,
            "caller": {"type": "direct"},
        }

    def closing(self) -> Iterable[bytes]:
        if ended := self._stopped():
            yield ended
        reason, stop = self._stop_reason()
        details = self._stop_details(reason)
        delta = {"stop_reason": reason, "stop_sequence": stop, "stop_details": details, "container": None}
        usage = self._usage(self._output_tokens(), self.thinking)
        for field in ("cache_creation", "inference_geo", "service_tier", "speed"):
            del usage[field]
        yield event({"type": "message_delta", "delta": delta, "usage": usage, **self._edits})
        yield event({"type": "message_stop"})

    def error_event(self, type: str) -> bytes:
        refusal = event_error(type)
        return b"event: error\ndata: " + envelope(refusal, self.headers["request-id"]) + b"\n\n"

    def broken_event(self) -> bytes:
        return self._delta + b',"delta":{"type":"text_del\n\n'

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        content: list[dict[str, Any]] = []
        if self._has_thinking:
            content.append({"type": "thinking", "thinking": self._thought, "signature": self._signature})
        if self._called:
            content += self._tool_uses(pieces)
        elif not self._eaten:
            content.append({"type": "text", "text": "".join(piece.text for piece in pieces)})
        reason, stop = self._stop_reason() if finished else (None, None)
        message = self._message(content, reason, self._output_tokens(), self.thinking)
        return as_json(message | {"stop_sequence": stop})

    def _tool_uses(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        """The calls that were said; of one that was cut off, as much as can be read."""
        found = []
        for number in sorted({piece.token.call for piece in pieces if piece.token.call is not None}):
            said = "".join(piece.text for piece in pieces if piece.token.call == number)
            whole = said == self._called[number].json()
            found.append(self._tool_use(number, self._called[number].arguments if whole else {}))
        return found

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def _output_tokens(self) -> int:
        if self.limited.ending == "limit":
            return self.thinking + self._room
        return self.thinking + self._weight.counted(self.limited.token_count)

    def _stop_reason(self) -> tuple[str, str | None]:
        if self._declines:
            return "refusal", None
        if self.limited.ending == "limit":
            return "max_tokens", None
        if self.limited.ending == "stop":
            return "stop_sequence", self.limited.stop
        return ("tool_use" if self._called else "end_turn"), None

    def _stop_details(self, reason: str | None) -> dict[str, Any] | None:
        """`types/refusal_stop_details.py`: why a reply was refused, without a sentence of its own."""
        if reason != "refusal":
            return None
        return {"type": "refusal", "category": "general_harms", "explanation": None}

    def _message(self, content: list[Any], reason: str | None, output: int, thinking: int) -> dict[str, Any]:
        return {
            "model": self._model,
            "id": self.id,
            "type": "message",
            "role": "assistant",
            "content": content,
            "stop_reason": reason,
            "stop_sequence": None,
            "stop_details": self._stop_details(reason),
            "container": None,
            "diagnostics": self._diagnostics,
            **self._edits,
            "usage": self._usage(output, thinking),
        }

    def _usage(self, output_tokens: int, thinking: int) -> dict[str, Any]:
        return {
            "input_tokens": self._input_tokens,
            "cache_creation_input_tokens": self._cached.written_tokens,
            "cache_read_input_tokens": self._cached.read,
            "cache_creation": {
                f"ephemeral_{ttl}_input_tokens": self._cached.written.get(seconds, 0)
                for ttl, seconds in SECONDS.items()
            },
            "output_tokens": output_tokens,
            "output_tokens_details": {"thinking_tokens": thinking},
            "server_tool_use": {"web_search_requests": 0, "web_fetch_requests": 0},
            "service_tier": self.tier,
            "inference_geo": "global",
            "speed": self._speed,
        }
