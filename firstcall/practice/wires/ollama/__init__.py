"""Ollama's wire: `/api/chat` and `/api/generate` as NDJSON or in one piece, embeddings, the list of models, and the
paths under `/v1` that are compatible with OpenAI's and Anthropic's.

Written from ollama 0.6.3, https://docs.ollama.com/api and the source of v0.33 (ollama/ollama). How JSON is read is in
`fields`, which requests are refused in `request`, what is cut of a long conversation in `context`, what is said in
`reply`, in which form in `native` and `compatible`. No key is needed; a practice key tells whose pace and faults these are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from starlette.routing import BaseRoute, Match, Route

from firstcall.practice.answering import WireReply
from firstcall.practice.exchange import Endpoint, Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.wires import endpoint
from firstcall.practice.wires.ollama import embeddings, serving
from firstcall.practice.wires.ollama.chatting import composed_chat, composed_generate
from firstcall.practice.wires.ollama.compatible import anthropic, lists, openai, responses
from firstcall.practice.wires.ollama.errors import DOOR, refuse, refuse_as_anthropic, refuse_as_openai

VARIABLES = ("OLLAMA_HOST", "OLLAMA_API_KEY")
"""From which the SDK of this wire takes address and key."""
READABLE_HEADERS: tuple[str, ...] = ()
"""Response headers that a script in a web page may read: there are none of its own."""

Compose = Callable[[str, Learners, int, str, bytes], WireReply]
"""Decides on the reply of a vendor's model to the request in a body: vendor, learners, when the request came on
`time.perf_counter_ns`'s clock, the learner's key, the body. Raises `Refusal`."""


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    """What is served under `/<vendor>`, with that vendor's models."""
    serve = partial(endpoint, vendor, learners, refuse)
    served: list[BaseRoute] = [
        serve("/", "GET", serving.running),
        serve("/api/version", "GET", serving.version),
        serve("/api/chat", "POST", partial(replied, composed_chat)),
        serve("/api/generate", "POST", partial(replied, composed_generate)),
        serve("/api/embed", "POST", embeddings.embed),
        serve("/api/embeddings", "POST", embeddings.embeddings),
        serve("/api/tags", "GET", serving.tags),
        serve("/api/ps", "GET", serving.ps),
        serve("/api/show", "POST", serving.show),
        serve("/api/pull", "POST", serving.pull),
        serve("/api/blobs/{digest}", "HEAD", serving.blob),
        *(serve(path, method, partial(serving.unserved, what)) for path, method, what in _UNSERVED),
    ]
    served += _compatible(vendor, learners)
    return [*served, Route("/{path:path}", Endpoint(partial(nowhere, served), refuse))]


def _compatible(vendor: str, learners: Learners) -> list[BaseRoute]:
    as_openai = partial(endpoint, vendor, learners, refuse_as_openai)
    as_anthropic = partial(endpoint, vendor, learners, refuse_as_anthropic)
    return [
        as_openai("/v1/chat/completions", "POST", partial(replied, openai.composed_chat)),
        as_openai("/v1/completions", "POST", partial(replied, openai.composed_completion)),
        as_openai("/v1/responses", "POST", partial(replied, responses.composed_response)),
        as_openai("/v1/embeddings", "POST", lists.embeddings),
        as_openai("/v1/models", "GET", lists.models),
        as_openai("/v1/models/{id:path}", "GET", lists.one_model),
        *(as_openai(path, "POST", partial(serving.unserved, what)) for path, what in _UNSERVED_OF_OPENAI),
        as_anthropic("/v1/messages", "POST", partial(replied, anthropic.composed_message)),
    ]


_UNSERVED_OF_OPENAI = (
    ("/v1/images/generations", "the making of images"),
    ("/v1/images/edits", "the making of images"),
    ("/v1/audio/transcriptions", "the transcription of speech"),
)
_UNSERVED = (
    ("/api/create", "POST", "the making of models"),
    ("/api/blobs/{digest}", "POST", "the making of models"),
    ("/api/copy", "POST", "the copying of models"),
    ("/api/delete", "DELETE", "the deletion of models: they are there for everybody"),
    ("/api/push", "POST", "the pushing of models"),
    ("/api/me", "POST", "accounts of ollama.com"),
    ("/api/experimental/web_search", "POST", "searching the web"),
    ("/api/experimental/web_fetch", "POST", "fetching from the web"),
)


async def replied(compose: Compose, vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.reply(learners, exchange, partial(compose, vendor, learners, time.perf_counter_ns()))


async def nowhere(served: Sequence[BaseRoute], exchange: Exchange) -> None:
    """What a path or a method that does not exist gets: gin's own words, and no JSON."""
    known = any(route.matches(exchange.scope)[0] is Match.PARTIAL for route in served)
    status, said = (405, b"405 method not allowed") if known else (404, b"404 page not found")
    await exchange.answer(status, said, {"content-type": "text/plain"})
