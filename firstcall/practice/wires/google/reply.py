"""A reply as Google's `GenerateContentResponse`, whole or as chunks, each of which is one too.

Shapes: google-genai 3.6.1 `types.py` (`GenerateContentResponse`, `Candidate`, `UsageMetadata`). Thinking is counted
apart from the answer and takes its share of the token limit; its summary is shown where the request asks for it, and
the answer then carries a signature of it. A stream is server-sent events that end without a mark, or, without
`alt=sse`, one JSON array.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.model import speaker
from firstcall.practice.model.limits import LimitedReply, Piece, thinking_tokens
from firstcall.practice.model.replies import template
from firstcall.practice.model.request import Shown
from firstcall.practice.model.schema import keys_asked_for
from firstcall.practice.model.speaker import Token
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google import functions, media, safety
from firstcall.practice.wires.google.calls import calls_in, is_users_own, responses_in
from firstcall.practice.wires.google.contents import text_of
from firstcall.practice.wires.google.counting import Counted
from firstcall.practice.wires.google.errors import envelope, event_error, headers
from firstcall.practice.wires.google.request import Request
from firstcall.practice.wires.google.signatures import signature


def asked(request: Request) -> speaker.Asked:
    """The request in the mind's words."""
    said = tuple(
        ("assistant" if content.get("role") == "model" else "user", text_of(content))
        for content in request.contents
        if not calls_in(content) and not responses_in(content)
    )
    return speaker.Asked(
        request.system,
        said,
        request.temperature,
        request.seed,
        request.model.id,
        alternatives=False,
        offer=functions.offer_of(request),
        schema=_schema(request, said[-1][1] if said else ""),
        shown=_shown(request),
    )


def _shown(request: Request) -> tuple[Shown, ...]:
    """The pictures and documents since the user last asked something."""
    own = max((at for at, content in enumerate(request.contents) if is_users_own(content)), default=0)
    return tuple(each for content in request.contents[own:] for each in media.shown_in(content))


def _schema(request: Request, question: str) -> Mapping[str, Any] | None:
    """The schema of an answer that is to be JSON; without one in the request, of the keys that the question names."""
    if request.schema is None and request.mime_type == "application/json":
        return keys_asked_for(question)
    return request.schema


def _bare(tokens: Iterable[Token]) -> Iterator[Token]:
    """A JSON text without its quotes, as `text/x.enum` wants it."""
    stripped = (token._replace(text=token.text.replace('"', "")) for token in tokens)
    return (token for token in stripped if token.text)


class ContentReply:
    """One reply to a request, said in one answer or in chunks."""

    def __init__(self, request: Request, counted: Counted, began: float, form: str) -> None:
        """`form` is `json` for one answer, `sse` or `array` for a stream."""
        question = asked(request)
        self.streams = form != "json"
        self._sse = form == "sse"
        self._counted = counted
        self.fresh_tokens = counted.total - counted.cached
        self._model = request.model.id
        self._blocked = safety.blocked(question, request.safety)
        wanted = thinking_tokens(request.effort, question) if request.effort else 0
        self.thinking = 0 if self._blocked else min(wanted, request.limit, request.budget or wanted)
        question = replace(question, thinking=self.thinking)
        room = 0 if self._blocked else request.limit - self.thinking
        self._calls = speaker.calls(question) if room else ()
        self._call_parts = functions.parts_of(self._calls, signed=bool(request.model.effort))
        said = speaker.say_calls(self._calls) if self._calls else speaker.speak(question) if room else ()
        if request.mime_type == "text/x.enum" and not self._calls:
            said = _bare(said)
        self.limited = LimitedReply(said, room, () if self._calls else request.stops)
        self._eaten = room == 0
        self._thought = template("small_talk/thought") if request.include_thoughts and self.thinking else ""
        self._signature = signature() if self.thinking else ""
        self._id = secrets.token_urlsafe(17)
        self._began = False
        content_type = "text/event-stream" if self._sse else "application/json; charset=UTF-8"
        self.headers: Mapping[str, str] = headers(began, content_type)

    def opening(self) -> Iterable[bytes]:
        return ()

    def thought(self) -> Iterable[bytes]:
        if self._thought:
            yield self._chunk([{"text": self._thought, "thought": True}])

    def delta(self, piece: Piece) -> bytes:
        """A call is told whole, when the next one begins or the reply ends: until then its tokens are nothing."""
        number = piece.token.call
        if number is None:
            return self._chunk([{"text": piece.text}])
        return b"" if piece.text or not number else self._chunk([self._call_parts[number - 1]])

    def closing(self) -> Iterable[bytes]:
        if self._calls and self._finish_reason() == "STOP":
            yield self._chunk([self._call_parts[-1]])
        yield self._event(self._feedback() if self._blocked else self._last())
        if not self._sse:
            yield b"]"

    def error_event(self, type: str) -> bytes:
        return self._event(envelope(event_error(type))) + (b"" if self._sse else b"]")

    def broken_event(self) -> bytes:
        whole = self._event(self._response([{"text": "broken"}]))
        return whole[: whole.index(b'"broken"')] + (b"\r\n\r\n" if self._sse else b"")

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        if self._blocked:
            return as_json(self._feedback())
        parts: list[dict[str, Any]] = [{"text": self._thought, "thought": True}] if self._thought else []
        text = "".join(piece.text for piece in pieces if piece.token.call is None)
        parts += self._whole_calls(pieces)
        if text:
            parts.append({"text": text} | self._signed())
        return as_json(self._response(parts, self._finish_reason() if finished else None))

    def _whole_calls(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        """The calls that were said to their end."""
        begun = sum(piece.token.call is not None and not piece.text for piece in pieces)
        return self._call_parts[: begun if self._finish_reason() == "STOP" else max(0, begun - 1)]

    def _last(self) -> dict[str, Any]:
        parts = [] if self._eaten else [{"text": ""} | ({} if self._calls else self._signed())]
        return self._response(parts, self._finish_reason())

    def _signed(self) -> dict[str, str]:
        return {"thoughtSignature": self._signature} if self._signature else {}

    def _chunk(self, parts: list[dict[str, Any]]) -> bytes:
        return self._event(self._response(parts))

    def _event(self, value: dict[str, Any]) -> bytes:
        if self._sse:
            return b"data: " + as_json(value) + b"\r\n\r\n"
        before, self._began = (b",\r\n" if self._began else b"["), True
        return before + as_json(value)

    def _response(self, parts: list[dict[str, Any]], finish_reason: str | None = None) -> dict[str, Any]:
        content = {"parts": parts, "role": "model"} if parts else {"role": "model"}
        candidate: dict[str, Any] = {"content": content}
        if finish_reason is not None:
            candidate["finishReason"] = finish_reason
        return {"candidates": [candidate | {"index": 0}], **self._common()}

    def _feedback(self) -> dict[str, Any]:
        """What a prompt gets that was blocked: no candidates."""
        return {"promptFeedback": self._blocked, **self._common()}

    def _common(self) -> dict[str, Any]:
        return {"usageMetadata": self._usage(), "modelVersion": self._model, "responseId": self._id}

    def _finish_reason(self) -> str:
        return "MAX_TOKENS" if self._eaten or self.limited.ending == "limit" else "STOP"

    def _usage(self) -> dict[str, Any]:
        """Counts of 0 are left out, as protobuf leaves them out of JSON."""
        said = self.limited.token_count
        counts = {"candidatesTokenCount": said, "thoughtsTokenCount": self.thinking}
        usage = self._counted.usage()
        total = usage["promptTokenCount"] + said + self.thinking
        return usage | {name: count for name, count in counts.items() if count} | {"totalTokenCount": total}
