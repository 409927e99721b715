"""Anthropic's wire: Messages (plain and streamed), batches of them, count_tokens, files, models.

Written from anthropic 2.14.0's types and platform.claude.com. Which requests are refused is in
`request`, with what words in `errors`; the shape of a reply is in `message`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from starlette.routing import BaseRoute, Match, Route

from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import endpoint
from firstcall.practice.wires.anthropic import batches, betas, files, models
from firstcall.practice.wires.anthropic.composed import composed, counted_prompt
from firstcall.practice.wires.anthropic.errors import (
    DOOR,
    envelope,
    headers,
    new_id,
    refused,
)
from firstcall.practice.wires.anthropic.request import check_messages, model_of
from firstcall.practice.wires.anthropic.shapes import read_count

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

_PLATFORM = frozenset(
    "agents chat complete compliance deployment_runs deployments dreams environments files memory_stores messages models "
    "organizations sessions skills tunnels user_profiles vaults webhooks".split()
)
"""What stands first in Anthropic's paths (anthropic 2.14.0 `resources`; `complete` before it; `chat` for OpenAI's SDK,
https://platform.claude.com/docs/en/api/openai-sdk): not served is not the same as not there."""


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    """What is served under `/<vendor>`, with that vendor's models."""
    served = partial(endpoint, vendor, learners, refuse)
    found: list[BaseRoute] = [
        served("/v1/messages", "POST", messages),
        served("/v1/messages/count_tokens", "POST", count_tokens),
        served("/v1/messages/batches", "POST", batches.create),
        served("/v1/messages/batches", "GET", batches.listed),
        served("/v1/messages/batches/{id}", "GET", batches.retrieve),
        served("/v1/messages/batches/{id}", "DELETE", batches.delete),
        served("/v1/messages/batches/{id}/cancel", "POST", batches.cancel),
        served("/v1/messages/batches/{id}/results", "GET", batches.results),
        served("/v1/files", "POST", files.upload),
        served("/v1/files", "GET", files.listed),
        served("/v1/files/{id}", "GET", files.retrieve),
        served("/v1/files/{id}", "DELETE", files.delete),
        served("/v1/files/{id}/content", "GET", files.content),
        served("/v1/models", "GET", models.listed),
        served("/v1/models/{id}", "GET", models.one),
    ]
    return [*found, Route("/{path:path}", Endpoint(partial(nowhere, found), refuse))]


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    request_id = new_id("req_011", 21)
    fields = refused(refusal, request_id, exchange.told)
    await exchange.answer(refusal.status, envelope(refusal, request_id), fields)


async def nowhere(served: Sequence[BaseRoute], exchange: Exchange) -> None:
    """What a path or a method that does not exist gets; what Anthropic serves and this server does not is said."""
    method, path = exchange.scope["method"], "/" + exchange.path_params["path"][:200]
    if any(route.matches(exchange.scope)[0] is Match.PARTIAL for route in served):
        raise Refusal(405, "Method Not Allowed")
    if path.startswith("/v1/") and path.split("/")[2] in _PLATFORM:
        raise Refusal(404, f"The practice server does not serve {method} {path}.", "not_found_error")
    raise Refusal(404, "Not found", "not_found_error")


async def messages(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.reply(learners, exchange, partial(composed, vendor, learners, exchange.headers))


async def count_tokens(vendor: str, learners: Learners, exchange: Exchange) -> None:
    count = partial(counted_body, vendor, learners, exchange.headers)
    await DOOR.answer(learners, exchange, count, _counted)


def counted_body(vendor: str, learners: Learners, sent: Mapping[str, str], key: str, body: bytes) -> int:
    """The tokens of the prompt in the body of `count_tokens`. Raises `Refusal`."""
    request = files.filled(betas.settled(read_count(body), sent), learners.kept, key)
    model = model_of(request.model, vendor)
    check_messages(request, model)
    return counted_prompt(request, model)


async def _counted(exchange: Exchange, tokens: int) -> None:
    fields = {"content-type": "application/json", **headers(new_id("req_011", 21))}
    await exchange.answer(200, as_json({"input_tokens": tokens}), fields)
