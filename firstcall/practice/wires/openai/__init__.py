"""OpenAI's wire: Chat Completions, Responses and conversations, legacy completions, embeddings, moderations, files, batches
and models.

Written from openai 3.57.0's types and developers.openai.com. Which requests are refused is in
`request` and `fields`, which models answer where in `served`, with what words in `errors`; the shape of a reply is
in `completion`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from starlette.routing import BaseRoute, Match, Route

from firstcall.models import alive, served_as
from firstcall.models import vendor as catalogue
from firstcall.practice.exchange import Endpoint, Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import Perform, endpoint
from firstcall.practice.wires.openai import batches, responses, uploads
from firstcall.practice.wires.openai.composed import Compose, chat_completion, completion
from firstcall.practice.wires.openai.embeddings import embeddings
from firstcall.practice.wires.openai.errors import (
    DOOR,
    OWN_HEADERS,
    answer,
    authenticate,
    envelope,
    not_served,
    refused,
)
from firstcall.practice.wires.openai.moderations import MODERATORS, moderations
from firstcall.practice.wires.openai.responses import conversations
from firstcall.practice.wires.openai.served import check_end

_PLATFORM = frozenset(
    "agents assistants audio batches chat chatkit completions containers content_provenance_checks conversations "
    "decisions embeddings evals files fine_tuning images live models moderations organization projects realtime "
    "responses safety skills threads uploads vaults vector_stores videos webhook_endpoints "
    "webhook_event_types".split()
)
"""What stands first in OpenAI's paths (openai 3.57.0 `resources`): not served is not the same as not there."""

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
    # One that serves anybody's models is not OpenAI: it has no pages and no headers of OpenAI's own.
    own = not catalogue(vendor).takes_any_but
    refused_here = partial(refuse, own)

    def serve(path: str, method: str, perform: Perform) -> BaseRoute:
        return endpoint(vendor, learners, refused_here, path, method, partial(as_itself, own, perform))

    served: list[BaseRoute] = [
        serve("/v1/chat/completions", "POST", partial(replied, chat_completion)),
        serve("/v1/responses", "POST", partial(replied, responses.response)),
        serve("/v1/responses/input_tokens", "POST", responses.input_tokens),
        serve("/v1/responses/compact", "POST", responses.compact),
        serve("/v1/responses/{id}", "GET", responses.retrieve),
        serve("/v1/responses/{id}", "DELETE", responses.delete),
        serve("/v1/responses/{id}/cancel", "POST", responses.cancel),
        serve("/v1/responses/{id}/input_items", "GET", responses.input_items),
        serve("/v1/conversations", "POST", conversations.create),
        serve("/v1/conversations/{id}", "GET", conversations.retrieve),
        serve("/v1/conversations/{id}", "POST", conversations.update),
        serve("/v1/conversations/{id}", "DELETE", conversations.delete),
        serve("/v1/conversations/{id}/items", "POST", conversations.add),
        serve("/v1/conversations/{id}/items", "GET", conversations.items),
        serve("/v1/conversations/{id}/items/{item}", "GET", conversations.item),
        serve("/v1/conversations/{id}/items/{item}", "DELETE", conversations.remove),
        serve("/v1/completions", "POST", partial(replied, completion)),
        serve("/v1/embeddings", "POST", embeddings),
        serve("/v1/moderations", "POST", moderations),
        serve("/v1/files", "POST", uploads.upload),
        serve("/v1/files", "GET", uploads.listed),
        serve("/v1/files/{id}", "GET", uploads.retrieve),
        serve("/v1/files/{id}", "DELETE", uploads.delete),
        serve("/v1/files/{id}/content", "GET", uploads.content),
        serve("/v1/batches", "POST", batches.create),
        serve("/v1/batches", "GET", batches.listed),
        serve("/v1/batches/{id}", "GET", batches.retrieve),
        serve("/v1/batches/{id}/cancel", "POST", batches.cancel),
        serve("/v1/models", "GET", models),
        serve("/v1/models/{id}", "GET", one_model),
    ]
    return [*served, Route("/{path:path}", Endpoint(partial(nowhere, served), refused_here))]


async def as_itself(own: bool, perform: Perform, vendor: str, learners: Learners, exchange: Exchange) -> None:
    exchange.withheld = frozenset() if own else OWN_HEADERS
    await perform(vendor, learners, exchange)


async def refuse(own: bool, exchange: Exchange, refusal: Refusal) -> None:
    exchange.withheld = frozenset() if own else OWN_HEADERS
    await exchange.answer(refusal.status, envelope(refusal, own), refused(refusal, exchange.told))


async def nowhere(served: Sequence[BaseRoute], exchange: Exchange) -> None:
    """What a path or a method that does not exist gets."""
    method, path = exchange.scope["method"], "/" + exchange.path_params["path"][:200]
    if any(route.matches(exchange.scope)[0] is Match.PARTIAL for route in served):
        hint = "(HINT: Perhaps you meant to use a different HTTP method?)"
        raise Refusal(405, f"Not allowed to {method} on {path}. {hint}")
    if path.startswith("/v1/") and path.split("/")[2] in _PLATFORM:
        raise not_served(f"{method} {path}", status=404)
    raise Refusal(404, f"Invalid URL ({method} {path})")


async def replied(compose: Compose, vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.reply(learners, exchange, partial(compose, vendor, learners, time.perf_counter()))


async def models(vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    listed = [shape_of(model.id, model.released, model.retires) for model in alive(vendor)]
    known = catalogue(vendor)
    moderators = () if known.takes_any_but else MODERATORS
    others = map(shape_of, (*known.embedders, *moderators))
    await answer(exchange, {"object": "list", "data": [*listed, *others]})


async def one_model(vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    id = exchange.path_params["id"]
    check_end(id, vendor)
    model = served_as(id, vendor)
    if model is not None:
        return await answer(exchange, shape_of(id, model.released, model.retires))
    if id not in catalogue(vendor).no_chat:
        message = f"The model '{id[:200]}' does not exist"
        raise Refusal(404, message, param="model", code="model_not_found")
    await answer(exchange, shape_of(id, ends=catalogue(vendor).gone.get(id)))


def shape_of(id: str, released: date | None = None, ends: date | None = None) -> dict[str, Any]:
    """`types/model.py`: `shutdown_date` is `null` when none is announced."""
    released = released or date(2025, 1, 1)
    created = datetime(released.year, released.month, released.day, tzinfo=UTC)
    return {
        "id": id,
        "object": "model",
        "created": int(created.timestamp()),
        "owned_by": "system",
        "shutdown_date": ends.isoformat() if ends else None,
    }
