"""OpenAI's wire: Chat Completions (plain and streamed), models.

Written from openai 3.57.0's types and developers.openai.com. Which requests are refused is in
`openai_request` and `openai_fields`, with what words in `openai_errors`; the shape of a reply is
in `openai_completion`.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from starlette.routing import BaseRoute, Route

from firstcall.models import Model, find, of
from firstcall.practice import answering
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import endpoint
from firstcall.practice.wires.openai import cache
from firstcall.practice.wires.openai.completion import CompletionReply
from firstcall.practice.wires.openai.errors import (
    authenticate,
    busy,
    envelope,
    headers,
    refused,
    status_error,
)
from firstcall.practice.wires.openai.messages import rest_of, text_of
from firstcall.practice.wires.openai.request import Request, read

_METHODS = {"/v1/chat/completions": "POST", "/v1/models": "GET"}

VARIABLES = ("OPENAI_BASE_URL", "OPENAI_API_KEY")
"""From which the SDK of this wire takes address and key."""
READABLE_HEADERS = (
    "x-request-id",
    "retry-after",
    "openai-processing-ms",
    *(
        f"x-ratelimit-{what}-{of}"
        for of in ("requests", "tokens")
        for what in ("limit", "remaining", "reset")
    ),
)
"""Response headers that a script in a web page may read."""


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    """What is served under `/<vendor>`, with that vendor's models."""
    served = partial(endpoint, vendor, learners, refuse)
    return [
        served("/v1/chat/completions", "POST", chat_completions),
        served("/v1/models", "GET", models),
        served("/v1/models/{id}", "GET", one_model),
        Route("/{path:path}", Endpoint(nowhere, refuse)),
    ]


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    await exchange.answer(refusal.status, envelope(refusal), refused(refusal))


async def nowhere(exchange: Exchange) -> None:
    """What a path or a method that does not exist gets."""
    method, path = exchange.scope["method"], "/" + exchange.path_params["path"][:200]
    if path in _METHODS:
        hint = "(HINT: Perhaps you meant to use a different HTTP method?)"
        raise Refusal(405, f"Not allowed to {method} on {path}. {hint}")
    raise Refusal(404, f"Invalid URL ({method} {path})")


async def chat_completions(vendor: str, learners: Learners, exchange: Exchange) -> None:
    began = time.perf_counter()
    with learners.work.place(exchange) as free:
        body = await exchange.body(keep=free)
        key = authenticate(exchange)
        if not free:
            raise busy()
        fault = learners.next_fault(key)
        timing = answering.Timing.now(learners.pace_of(key), fault)
        if isinstance(fault, Status):
            raise status_error(fault, key)
        if await answering.strike_first(exchange, fault):
            return
        compose = partial(composed, vendor, learners, key, began, body)
        completion = await learners.work.apart(exchange, compose)
        del body, compose  # a long prompt is not kept while its reply is told
        await answering.tell(exchange, learners.work, completion, timing, fault)


def composed(vendor: str, learners: Learners, key: str, began: float, body: bytes) -> CompletionReply:
    """The reply to the request in a body, decided on and not yet said. Raises `Refusal`."""
    request = read(body, vendor)
    counted = counted_prompt(request)
    cached = learners.cache.use(key, cache.prefixes(request, counted))
    return CompletionReply(request, counted, cached, began)


def counted_prompt(request: Request) -> int:
    """The tokens of a prompt. Raises `Refusal` when the model has no room for them.

    Four tokens frame each message and three begin the reply, as OpenAI's token guide counts.
    """
    texts = [_everything(message) for message in request.messages]
    if request.tools:
        texts.append(json.dumps(request.tools, ensure_ascii=False))
    total = tokens.count("\n".join(texts)) + cache.MESSAGE_TOKENS * len(request.messages) + 3
    room = request.model.context_tokens
    if total > room:
        message = (
            f"This model's maximum context length is {room} tokens. However, your messages resulted in "
            f"{total} tokens. Please reduce the length of the messages."
        )
        raise Refusal(400, message, param="messages", code="context_length_exceeded")
    return total


def _everything(message: Any) -> str:
    """All of a message as text, parts that are not text as their JSON: they count too."""
    parts = message.get("content")
    other = [part for part in parts if part["type"] != "text"] if isinstance(parts, list) else []
    return (
        text_of(message) + "".join(json.dumps(each, ensure_ascii=False) for each in other) + rest_of(message)
    )


async def models(vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    listed = [shape_of(model) for model in of(vendor) if not model.retired()]
    await _answer(exchange, {"object": "list", "data": listed})


async def one_model(vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    id = exchange.path_params["id"]
    model = find(id)
    if model is None or model.provider != vendor or model.retired():
        message = f"The model '{id[:200]}' does not exist"
        raise Refusal(404, message, param="model", code="model_not_found")
    await _answer(exchange, shape_of(model))


async def _answer(exchange: Exchange, value: dict[str, Any]) -> None:
    fields = {"content-type": "application/json", **headers(time.perf_counter())}
    await exchange.answer(200, as_json(value), fields)


def shape_of(model: Model) -> dict[str, Any]:
    """`types/model.py`: `shutdown_date` is `null` when none is announced."""
    released = model.released or date(2025, 1, 1)
    created = datetime(released.year, released.month, released.day, tzinfo=UTC)
    return {
        "id": model.id,
        "object": "model",
        "created": int(created.timestamp()),
        "owned_by": "system",
        "shutdown_date": model.retires.isoformat() if model.retires else None,
    }
