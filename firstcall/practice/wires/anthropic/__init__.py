"""Anthropic's wire: Messages (plain and streamed), count_tokens, models.

Written from anthropic 2.14.0's types and platform.claude.com. Which requests are refused is in
`anthropic_request`, with what words in `anthropic_errors`; the shape of a reply is in
`anthropic_message`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.routing import BaseRoute, Route

from firstcall.models import Model
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import endpoint
from firstcall.practice.wires.anthropic import cache, models
from firstcall.practice.wires.anthropic.blocks import all_of, shown_in, text_of
from firstcall.practice.wires.anthropic.diagnostics import Remembered, diagnosed
from firstcall.practice.wires.anthropic.errors import (
    DOOR,
    envelope,
    headers,
    new_id,
    refused,
)
from firstcall.practice.wires.anthropic.message import MessageReply, weight_of
from firstcall.practice.wires.anthropic.request import check, check_messages, model_of
from firstcall.practice.wires.anthropic.shapes import (
    CountRequest,
    read,
    read_count,
    version_of,
)

VARIABLES = ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY")
"""From which the SDK of this wire takes address and key."""
READABLE_HEADERS = (
    "request-id",
    "retry-after",
    "x-should-retry",
    *(
        f"anthropic-ratelimit-{of}-{what}"
        for of in ("requests", "tokens", "input-tokens", "output-tokens")
        for what in ("limit", "remaining", "reset")
    ),
)
"""Response headers that a script in a web page may read."""

_PATHS = ("/v1/messages", "/v1/messages/count_tokens", "/v1/models")


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    """What is served under `/<vendor>`, with that vendor's models."""
    served = partial(endpoint, vendor, learners, refuse)
    return [
        served("/v1/messages", "POST", messages),
        served("/v1/messages/count_tokens", "POST", count_tokens),
        served("/v1/models", "GET", models.listed),
        served("/v1/models/{id}", "GET", models.one),
        Route("/{path:path}", Endpoint(nowhere, refuse)),
    ]


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    request_id = new_id("req_011", 21)
    fields = refused(refusal, request_id, exchange.told)
    await exchange.answer(refusal.status, envelope(refusal, request_id), fields)


async def nowhere(exchange: Exchange) -> None:
    """What a path or a method that does not exist gets."""
    if "/" + exchange.path_params["path"] in _PATHS:
        raise Refusal(405, "Method Not Allowed")
    raise Refusal(404, "Not found", "not_found_error")


async def messages(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.reply(learners, exchange, partial(composed, vendor, learners, exchange.headers))


def composed(vendor: str, learners: Learners, sent: Mapping[str, str], key: str, body: bytes) -> MessageReply:
    """The reply to the request in a body, decided on and not yet said. Raises `Refusal`."""
    request = read(body, version_of(sent))
    model = model_of(request.model, vendor)
    check(request, model)
    cache.check(request)
    counted = counted_prompt(request, model)
    cached = learners.cache.use(key, cache.prefixes(request, model, weight_of(model), counted))
    if request.diagnostics is None:
        return MessageReply(request, model, counted, cached)
    now, previous = Remembered.of(request, cached), request.diagnostics.previous_message_id
    said = diagnosed(now, cached.read, learners.kept, key, previous)
    reply = MessageReply(request, model, counted, cached, said)
    now.keep(learners.kept, key, reply.id)
    return reply


async def count_tokens(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(counted_body, vendor), _counted)


def counted_body(vendor: str, key: str, body: bytes) -> int:
    """The tokens of the prompt in the body of `count_tokens`. Raises `Refusal`."""
    request = read_count(body)
    model = model_of(request.model, vendor)
    check_messages(request, model)
    return counted_prompt(request, model)


async def _counted(exchange: Exchange, tokens: int) -> None:
    fields = {"content-type": "application/json", **headers(new_id("req_011", 21))}
    await exchange.answer(200, as_json({"input_tokens": tokens}), fields)


def counted_prompt(request: CountRequest, model: Model) -> int:
    """The tokens of a prompt as this model counts them. Raises `Refusal` when it has no room for them."""
    system = request.system if isinstance(request.system, str) else text_of(list(request.system))
    parts = [system, *(_everything(message.content) for message in request.messages)]
    if request.tools:
        parts.append(json.dumps(request.tools, ensure_ascii=False))
    total = weight_of(model).counted(tokens.count("\n".join(parts))) + 3
    total += cache.MESSAGE_TOKENS * (len(request.messages) + bool(system))
    total += sum(cache.shown_tokens(shown_in(message.content), model) for message in request.messages)
    if total > model.context_tokens:
        raise Refusal(400, f"prompt is too long: {total} tokens > {model.context_tokens} maximum")
    return total


def _everything(content: Any) -> str:
    """All of a message as text."""
    if isinstance(content, str):
        return content
    return "\n".join(map(all_of, content))
