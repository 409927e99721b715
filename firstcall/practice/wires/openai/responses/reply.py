"""A reply as a response, whole or as typed events.

Events: openai 3.57.0 `types/responses/response_*_event.py`; their order and the two events of a failure in
mid-stream as in recorded streams of the API. A model that thinks shows an item for it before its message, and
its summary where that is asked for.
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
from firstcall.practice.model.tokens import split
from firstcall.practice.prompt_cache import Cached
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.completion import asked, token_logprob
from firstcall.practice.wires.openai.errors import event_error, headers
from firstcall.practice.wires.openai.responses import reasoning, response
from firstcall.practice.wires.openai.responses.diagnostics import diagnosed
from firstcall.practice.wires.openai.responses.fields import ENCRYPTED
from firstcall.practice.wires.openai.responses.request import Wanted
from firstcall.practice.wires.openai.responses.stored import Shelf, Stored, new_id

_PADDED_TO = 16


class ResponseReply:
    """One reply as a response, or as the events of one. What is to be stored is stored when all of it was said."""

    def __init__(self, wanted: Wanted, cached: Cached, began: float, shelf: Shelf) -> None:
        request = wanted.chat
        question = asked(request)
        self._shelf = shelf
        self._items = wanted.items if wanted.stores else ()
        self.streams = request.stream
        self.thinking = min(thinking_tokens(request.effort, question), request.limit)
        if wanted.only_warms:
            self.thinking = 0
        words = () if wanted.only_warms else speaker.speak(question)
        self.limited = LimitedReply(words, request.limit - self.thinking)
        self._wanted = replace(wanted, chat=replace(request, messages=(), tools=()), items=())
        self._cached = cached
        content_type = "text/event-stream; charset=utf-8" if self.streams else "application/json"
        self.headers: Mapping[str, str] = {"content-type": content_type, **headers(began)}
        self._response = response.begun(wanted)
        self._response |= diagnosed(wanted, self._response, cached, shelf)
        self._thought = self._reasoning_item()
        self._message_id = new_id("msg")
        self._place = {
            "item_id": self._message_id,
            "output_index": int(self._thought is not None),
            "content_index": 0,
        }
        self._delta = (
            b"event: response.output_text.delta\ndata: "
            + as_json({"type": "response.output_text.delta", **self._place})[:-1]
        )
        self._noise = secrets.token_urlsafe(_PADDED_TO)
        self._events = 0
        self._said: list[Piece] = []
        self._begun = False

    def _reasoning_item(self) -> dict[str, Any] | None:
        if not self.thinking:
            return None
        asked_for = self._wanted.fields.get("reasoning") or {}
        summary = [{"type": "summary_text", "text": template("small_talk/thought")}]
        item = {
            "id": new_id("rs"),
            "type": "reasoning",
            "summary": summary if asked_for.get("summary") else [],
        }
        if self._wanted.includes(ENCRYPTED):
            item["encrypted_content"] = reasoning.encrypted()
        return item

    def opening(self) -> Iterable[bytes]:
        yield self._event("response.created", response=self._response)
        yield self._event("response.in_progress", response=self._response)
        if self._thought is not None:
            yield self._event(
                "response.output_item.added", output_index=0, item={**self._thought, "summary": []}
            )

    def thought(self) -> Iterable[bytes]:
        if self._thought is not None:
            for index, part in enumerate(self._thought["summary"]):
                yield from self._summary(
                    part["text"], {"item_id": self._thought["id"], "output_index": 0, "summary_index": index}
                )
            yield self._event("response.output_item.done", output_index=0, item=self._thought)

    def _summary(self, text: str, place: dict[str, Any]) -> Iterator[bytes]:
        kind = "response.reasoning_summary"
        yield self._event(f"{kind}_part.added", **place, part={"type": "summary_text", "text": ""})
        for piece in split(text):
            yield self._event(f"{kind}_text.delta", **place, delta=piece)
        yield self._event(f"{kind}_text.done", **place, text=text)
        yield self._event(f"{kind}_part.done", **place, part={"type": "summary_text", "text": text})

    def delta(self, piece: Piece) -> bytes:
        begin = b"" if self._begun else b"".join(self._begin())
        self._said.append(piece)
        more = {
            "delta": piece.text,
            "logprobs": self._logprobs([piece], short=True),
            **self._padding(piece.text),
        }
        return begin + self._delta + b"," + as_json({**more, "sequence_number": self._next()})[1:] + b"\n\n"

    def _begin(self) -> Iterator[bytes]:
        """The message, which is not there at all when thinking has eaten the limit."""
        self._begun = True
        index = self._place["output_index"]
        yield self._event(
            "response.output_item.added", output_index=index, item=self._message("in_progress", [])
        )
        yield self._event("response.content_part.added", **self._place, part=self._part([]))

    def closing(self) -> Iterable[bytes]:
        status = self._status()
        if not self._begun and self._says(status):
            yield from self._begin()
        if self._begun:
            text = "".join(piece.text for piece in self._said)
            logprobs = self._logprobs(self._said, short=True)
            yield self._event("response.output_text.done", **self._place, text=text, logprobs=logprobs)
            yield self._event("response.content_part.done", **self._place, part=self._part(self._said))
            item = self._message(status, [self._part(self._said)])
            yield self._event(
                "response.output_item.done", output_index=self._place["output_index"], item=item
            )
        yield self._event(f"response.{status}", response=self._ended(status))

    def error_event(self, type: str) -> bytes:
        refusal = event_error(type)
        said = {"code": refusal.code or refusal.type, "message": refusal.message}
        error = {"type": refusal.type, **said, "param": None}
        failed = {**self._response, "status": "failed", "error": said}
        return self._event("error", error=error) + self._event("response.failed", response=failed)

    def broken_event(self) -> bytes:
        return self._delta + b',"delt\n\n'

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        self._said = pieces
        self._begun = bool(pieces) or self._says(self._status())
        return as_json(self._ended(self._status() if finished else "in_progress"))

    def _says(self, status: response.Status) -> bool:
        """Whether there is a message though it has no word."""
        return status == "completed" and not self._wanted.only_warms

    def _status(self) -> response.Status:
        return "incomplete" if self.limited.ending == "limit" else "completed"

    def _ended(self, status: response.Status) -> dict[str, Any]:
        """The response at its end, which is stored where it should be."""
        output = [self._thought] if self._thought is not None else []
        if self._begun:
            output.append(self._message(status, [self._part(self._said)]))
        counts = response.usage(self._wanted, self._cached, self.thinking, self.limited.token_count)
        ended = response.ended(self._response, status, output, counts)
        if self._wanted.stores and status != "in_progress":
            self._shelf.put(Stored(ended, self._items, self._wanted.bytes + len(as_json(ended))))
        return ended

    def _message(self, status: response.Status, content: list[Any]) -> dict[str, Any]:
        return {
            "id": self._message_id,
            "type": "message",
            "status": status,
            "content": content,
            "role": "assistant",
        }

    def _part(self, pieces: list[Piece]) -> dict[str, Any]:
        text = "".join(piece.text for piece in pieces)
        return {"type": "output_text", "annotations": [], "logprobs": self._logprobs(pieces), "text": text}

    def _logprobs(self, pieces: list[Piece], short: bool = False) -> list[dict[str, Any]]:
        """Of each token; `short` as events have it, without its bytes."""
        count = self._wanted.chat.top_logprobs
        if count is None:
            return []
        long = [token_logprob(piece.token, count) for piece in pieces]
        return [_without_bytes(each) for each in long] if short else long

    def _padding(self, text: str) -> dict[str, str]:
        """Noise that hides the text's length, where it was not refused."""
        return {"obfuscation": self._noise[len(text) % _PADDED_TO :]} if self._wanted.chat.obfuscate else {}

    def _next(self) -> int:
        self._events += 1
        return self._events - 1

    def _event(self, kind: str, **fields: Any) -> bytes:
        data = {"type": kind, "sequence_number": self._next(), **fields}
        return f"event: {kind}\ndata: ".encode() + as_json(data) + b"\n\n"


def _without_bytes(logprob: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: logprob[name] for name in ("token", "logprob")}
    ways = [{name: way[name] for name in ("token", "logprob")} for way in logprob["top_logprobs"]]
    return {**shown, "top_logprobs": ways}
