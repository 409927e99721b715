"""Legacy completions: `/v1/completions`, a text that goes on, for the models that do not chat.

Shapes: openai 3.57.0 `types/completion_create_params.py`, `completion.py`, `completion_choice.py`. The sentences are those of
Chat and of embeddings, or worded after them.
Accepted and without effect: `best_of`, `logit_bias`, `suffix`, `top_p`, `user`, the penalties.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.models import Model
from firstcall.practice.exchange import as_json
from firstcall.practice.model import speaker, tokens
from firstcall.practice.model.limits import LimitedReply, Piece, Together, shared
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.completion import event
from firstcall.practice.wires.openai.errors import envelope, event_error, headers, new_id, not_served
from firstcall.practice.wires.openai.fields import FIELDS, Field, check_fields, empty, wrong_type
from firstcall.practice.wires.openai.request import fields_of, stops_of, stream_options
from firstcall.practice.wires.openai.served import model_of

MOST_REPLIES = 128
"""In one request: OpenAI takes more, which would keep others waiting here."""
_USUAL_TOKENS = 16
_AS_IN_CHAT = ("model", "frequency_penalty", "logit_bias", "n", "presence_penalty", "seed", "stop", "stream",
               "stream_options", "temperature", "top_p", "user")  # fmt: skip
_FIELDS: Mapping[str, Field] = {name: FIELDS[name] for name in _AS_IN_CHAT} | {
    "prompt": Field((str, list)),
    "best_of": Field((int,), least=1, most=20),
    "echo": Field((bool,)),
    "logprobs": Field((int,), least=0, most=5),
    "max_tokens": Field((int,), least=0),
    "suffix": Field((str,)),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was found in order, for `times` completions of each prompt."""

    model: Model
    id: str
    prompts: tuple[str, ...]
    times: int
    limit: int
    stops: tuple[str, ...]
    temperature: float
    seed: int | None
    logprobs: int | None
    echo: bool
    stream: bool
    include_usage: bool


def read(body: bytes, vendor: str) -> Request:
    """The request in a body. Raises `Refusal` for whatever the API does not take."""
    fields = fields_of(body)
    check_fields(fields, _FIELDS)
    if not fields.get("model"):
        raise Refusal(400, "you must provide a model parameter")
    model = model_of(fields["model"], vendor, "completions")
    times = fields.get("n") or 1
    request = Request(
        model=model,
        id=model.named(fields["model"]),
        prompts=_prompts(fields.get("prompt"), times),
        times=times,
        limit=_USUAL_TOKENS if fields.get("max_tokens") is None else fields["max_tokens"],
        stops=stops_of(fields.get("stop")),
        temperature=float(1.0 if fields.get("temperature") is None else fields["temperature"]),
        seed=fields.get("seed"),
        logprobs=fields.get("logprobs"),
        echo=fields.get("echo") is True,
        stream=fields.get("stream") is True,
        include_usage=stream_options(fields).get("include_usage") is True,
    )
    _check_room(request)
    return request


def _prompts(given: str | list[Any] | None, times: int) -> tuple[str, ...]:
    prompts = [given or ""] if given is None or isinstance(given, str) else given
    for place, each in enumerate(prompts):
        if isinstance(each, int | list):
            raise not_served("prompts that are given as tokens, only text", "prompt")
        if not isinstance(each, str):
            raise wrong_type(f"prompt[{place}]", each, (str,))
    if not prompts:
        raise empty("prompt")
    if len(prompts) * times > MOST_REPLIES:
        raise not_served(f"more than {MOST_REPLIES} completions in one request", "prompt")
    return tuple(prompts)


def _check_room(request: Request) -> None:
    room, prompt = request.model.context_tokens, max(map(tokens.count, request.prompts))
    if prompt + request.limit > room:
        message = (
            f"This model's maximum context length is {room} tokens, however you requested {prompt + request.limit} "
            f"tokens ({prompt} in your prompt; {request.limit} for the completion). Please reduce your prompt; or "
            "completion length."
        )
        raise Refusal(400, message)


class TextReply:
    """One text for each completion that is asked for, in one piece or as chunks of the same shape."""

    thinking = 0

    def __init__(self, request: Request, began: float) -> None:
        self.streams = request.stream
        self._request = request
        self._prompt_tokens = self.fresh_tokens = sum(map(tokens.count, request.prompts))
        room = shared(request.limit, len(request.prompts) * request.times)
        said = [each for prompt in request.prompts for each in _continued(request, prompt)]
        self.limited = Together([LimitedReply(each, room, request.stops) for each in said])
        content_type = "text/event-stream; charset=utf-8" if request.stream else "application/json"
        self.headers: Mapping[str, str] = {"content-type": content_type, **headers(began)}
        self._common = {
            "id": new_id("cmpl-"),
            "object": "text_completion",
            "created": int(time.time()),
            "model": request.id,
        }
        self._offsets = [len(self._echo(choice)) for choice in range(len(said))]

    def opening(self) -> Iterable[bytes]:
        return ()

    def thought(self) -> Iterable[bytes]:
        for choice in range(len(self._offsets)) if self._request.echo else ():
            yield self._chunk(self._choice(choice, self._echo(choice), None, None))

    def delta(self, piece: Piece) -> bytes:
        logprobs = self._logprobs([piece], self._offsets[piece.choice])
        self._offsets[piece.choice] += len(piece.text)
        return self._chunk(self._choice(piece.choice, piece.text, logprobs, None))

    def closing(self) -> Iterable[bytes]:
        for choice, reply in enumerate(self.limited.replies):
            yield self._chunk(self._choice(choice, "", None, _finish_reason(reply)))
        if self._request.include_usage:
            yield event(as_json({**self._common, "choices": [], "usage": self._usage()}))
        yield b"data: [DONE]\n\n"

    def error_event(self, type: str) -> bytes:
        return event(envelope(event_error(type)))

    def broken_event(self) -> bytes:
        return event(as_json(self._common)[:-1] + b',"choices":[{"te')

    def event_error(self, type: str) -> Refusal:
        return event_error(type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        choices = []
        for choice, reply in enumerate(self.limited.replies):
            own = [piece for piece in pieces if piece.choice == choice]
            logprobs = self._logprobs(own, self._offsets[choice])
            text = self._echo(choice) + "".join(piece.text for piece in own)
            choices.append(self._choice(choice, text, logprobs, _finish_reason(reply) if finished else None))
        return as_json({**self._common, "choices": choices, "usage": self._usage()})

    def _echo(self, choice: int) -> str:
        return self._request.prompts[choice // self._request.times] if self._request.echo else ""

    def _choice(
        self, choice: int, text: str, logprobs: dict[str, Any] | None, finish_reason: str | None
    ) -> dict[str, Any]:
        return {"text": text, "index": choice, "logprobs": logprobs, "finish_reason": finish_reason}

    def _chunk(self, choice: dict[str, Any]) -> bytes:
        usage = {"usage": None} if self._request.include_usage else {}
        return event(as_json({**self._common, "choices": [choice], **usage}))

    def _usage(self) -> dict[str, int]:
        made = self.limited.token_count
        return {
            "prompt_tokens": self._prompt_tokens,
            "completion_tokens": made,
            "total_tokens": self._prompt_tokens + made,
        }

    def _logprobs(self, pieces: list[Piece], offset: int) -> dict[str, Any] | None:
        count = self._request.logprobs
        if count is None:
            return None
        offsets: list[int] = []
        for piece in pieces:
            offsets.append(offset)
            offset += len(piece.text)
        return {
            "tokens": [piece.token.text for piece in pieces],
            "token_logprobs": [piece.token.logprob for piece in pieces],
            "top_logprobs": [dict(piece.token.alternatives[:count]) for piece in pieces],
            "text_offset": offsets,
        }


def _continued(request: Request, prompt: str) -> list[Any]:
    asked = speaker.Asked(
        "", (("user", prompt),), request.temperature, request.seed, request.id, request.logprobs is not None
    )
    return list(speaker.speak_often(asked, request.times))


def _finish_reason(reply: LimitedReply) -> str:
    return "length" if reply.ending == "limit" else "stop"
