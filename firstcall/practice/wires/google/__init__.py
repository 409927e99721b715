"""Google's wire under `/v1`, `/v1beta` and `/v1alpha`: generateContent, streamed or not, countTokens, embeddings,
models, cachedContents, files.

Written from google-genai 3.6.1 and https://ai.google.dev/api. How JSON is read is in `protobuf`, which fields there
are in `shapes`, which requests are refused in `request` and `contents`, with what words in `errors`; the shape of a
reply is in `reply`.
"""

from __future__ import annotations

import html
import time
from functools import partial

from starlette.routing import BaseRoute, Route

from firstcall.practice.exchange import Endpoint, Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import endpoint
from firstcall.practice.wires.google import cache, cached_contents, embeddings, files, listing
from firstcall.practice.wires.google.counting import Counted, check_room, counted
from firstcall.practice.wires.google.errors import (
    DOOR,
    body_of,
    headers,
    http_status,
    not_served,
    refused,
)
from firstcall.practice.wires.google.reply import ContentReply
from firstcall.practice.wires.google.request import fields_of, model_of, request_of
from firstcall.practice.wires.google.shapes import COUNT, GENERATE

VARIABLES = ("GOOGLE_GEMINI_BASE_URL", "GOOGLE_API_KEY")
"""From which the SDK of this wire takes address and key."""
READABLE_HEADERS = ("server-timing",)
"""Response headers that a script in a web page may read."""
VERSIONS = ("v1beta", "v1", "v1alpha")

_NOT_SERVED = (
    "interactions",
    "openai",
    "files",
    "upload",
    "fileSearchStores",
    "tunedModels",
    "batches",
    "corpora",
    "auth_tokens",
    "agents",
    "credentials",
    "decisions",
    "environments",
    "operations",
    "triggers",
    "tuningJobs",
    "voices",
    "webhooks",
)
"""What stands first in paths that Google serves and this server does not (google-genai 3.6.1 `*.py` and `_gaos/*.py`;
`openai`: https://ai.google.dev/gemini-api/docs/openai)."""
_NOT_FOUND = """<!DOCTYPE html>
<html lang=en>
  <title>Error 404 (Not Found)!!1</title>
  <p><b>404.</b> <ins>That’s an error.</ins>
  <p>The requested URL <code>{path}</code> was not found on this server. <ins>That’s all we know.</ins>
"""


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    """What is served under `/<vendor>`, with that vendor's models."""
    served = partial(endpoint, vendor, learners, refuse)
    found: list[BaseRoute] = []
    for version in VERSIONS:
        models, cached, kept = (f"/{version}/{name}" for name in ("models", "cachedContents", "files"))
        found += [
            served(f"{models}/{{id}}:generateContent", "POST", partial(generate, version)),
            served(f"{models}/{{id}}:streamGenerateContent", "POST", partial(generate, version)),
            served(f"{models}/{{id}}:embedContent", "POST", partial(embeddings.one, version)),
            served(f"{models}/{{id}}:batchEmbedContents", "POST", partial(embeddings.batch, version)),
            served(f"{models}/{{id}}:countTokens", "POST", partial(count_tokens, version)),
            served(models, "GET", partial(listing.listed, version)),
            served(f"{models}/{{id}}", "GET", partial(listing.one, version)),
            served(cached, "POST", partial(cached_contents.create, version)),
            served(cached, "GET", partial(cached_contents.every, version)),
            served(f"{cached}/{{id}}", "GET", partial(cached_contents.one, version)),
            served(f"{cached}/{{id}}", "PATCH", partial(cached_contents.change, version)),
            served(f"{cached}/{{id}}", "DELETE", partial(cached_contents.delete, version)),
            served(f"/upload/{version}/files", "POST", partial(files.upload, version)),
            served(kept, "GET", partial(files.every, version)),
            served(f"{kept}/{{id}}", "GET", partial(files.one, version)),
            served(f"{kept}/{{id}}", "DELETE", partial(files.delete, version)),
        ]
    return [*found, Route("/{path:path}", Endpoint(nowhere, refuse))]


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    body = body_of(refusal, listed=_form(exchange) == "array")
    await exchange.answer(http_status(refusal), body, {**headers(time.perf_counter()), **refusal.headers})


async def nowhere(exchange: Exchange) -> None:
    """What a path or a method that does not exist gets: a page, not JSON."""
    path = "/" + exchange.path_params["path"][:200]
    parts = path.split("/")
    if len(parts) > 2 and parts[1] in (*VERSIONS, "upload"):
        if parts[1] == "upload" or parts[2] in _NOT_SERVED:
            raise not_served(path)
        if ":" in parts[-1] and parts[2] not in VERSIONS:  # a version written twice is no method
            raise not_served(f"the method {parts[-1].rpartition(':')[2]}")
    page = _NOT_FOUND.format(path=html.escape(path)).encode()
    await exchange.answer(404, page, {"content-type": "text/html; charset=UTF-8"})


def _form(exchange: Exchange) -> str:
    """How an answer is to be written: `json`, or for a stream `sse` or `array`."""
    if not exchange.scope["path"].endswith(":streamGenerateContent"):
        return "json"
    return "sse" if exchange.query.get("alt", exchange.query.get("$alt")) == "sse" else "array"


async def generate(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    compose = partial(composed, vendor, version, learners, exchange, time.perf_counter())
    await DOOR.reply(learners, exchange, compose)


def composed(
    vendor: str, version: str, learners: Learners, exchange: Exchange, began: float, key: str, body: bytes
) -> ContentReply:
    """The reply to the request in a body, decided on and not yet said. Raises `Refusal`."""
    fields = files.filled(fields_of(body, GENERATE), learners.kept, key)
    asked = request_of(fields, model_of(exchange.path_params["id"], vendor, version))
    request, cached = cached_contents.joined(asked, learners.kept, key)
    prompt = counted(request.model, request.contents, request.system, request.tools)
    check_room(prompt.total, request.model)
    read = learners.cache.use(key, cache.prefixes(request, prompt.total)).read
    return ContentReply(request, Counted(prompt.modalities, max(read, cached)), began, _form(exchange))


async def count_tokens(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    count = partial(counted_body, vendor, version, learners, exchange)
    await DOOR.answer(learners, exchange, count, _counted)


async def _counted(exchange: Exchange, found: Counted) -> None:
    cached = {"cachedContentTokenCount": found.cached} if found.cached else {}
    details = {"totalTokens": found.total, "promptTokensDetails": found.details()}
    await listing.answer(exchange, details | cached)


def counted_body(
    vendor: str, version: str, learners: Learners, exchange: Exchange, key: str, body: bytes
) -> Counted:
    """The tokens of the prompt in the body of `countTokens`. Raises `Refusal`."""
    model = model_of(exchange.path_params["id"], vendor, version, "countTokens")
    fields = fields_of(body, COUNT)
    whole = fields.get("generateContentRequest")
    if whole is not None and fields.get("contents"):
        raise refused("Only one of contents and generate_content_request can be set.")
    said = whole if whole is not None else {"contents": fields.get("contents", [])}
    asked = request_of(files.filled(said, learners.kept, key), model)
    request, cached = cached_contents.joined(asked, learners.kept, key)
    prompt = counted(request.model, request.contents, request.system, request.tools)
    return Counted(prompt.modalities, cached)
