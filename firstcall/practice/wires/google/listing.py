"""Google's model list: the catalogue's Gemini models in the shape of `types.Model`, page by page."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.models import Embedder, Model, alive
from firstcall.models import vendor as catalogue
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.wires.google.errors import authenticate, headers, refused
from firstcall.practice.wires.google.request import model_of

MOST_A_PAGE = 1000
_METHODS = ("generateContent", "countTokens", "createCachedContent")


async def listed(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    found = [shape_of(model) for model in alive(vendor)]
    found += map(_shape_of_embedder, catalogue(vendor).embedders.values())
    await answer(exchange, page(found, "models", exchange.query, 50))


async def one(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    id = exchange.path_params["id"]
    if embedder := catalogue(vendor).embedders.get(id):
        return await answer(exchange, _shape_of_embedder(embedder))
    await answer(exchange, shape_of(model_of(id, vendor, version, "getModel")))


async def answer(exchange: Exchange, value: Any) -> None:
    await answered(exchange, as_json(value))


async def answered(exchange: Exchange, body: bytes) -> None:
    """The same with what is JSON already."""
    await exchange.answer(200, body, headers(time.perf_counter()))


def page(found: Sequence[Any], name: str, query: Mapping[str, str], usual: int) -> dict[str, Any]:
    """The part of a list that `pageSize` and `pageToken` ask for. Raises `Refusal` for a token that is none."""
    size = query.get("pageSize", query.get("page_size", "0"))
    if not (size.isascii() and size.isdecimal() and len(size) < 10):
        raise refused(f"Invalid value at 'page_size' (TYPE_INT32), \"{size[:80]}\"")
    start = _place(query.get("pageToken", query.get("page_token", "")))
    end = start + (min(int(size), MOST_A_PAGE) or usual)
    shown: dict[str, Any] = {name: list(found[start:end])} if found[start:end] else {}
    return shown if end >= len(found) else shown | {"nextPageToken": _token(end)}


def _token(place: int) -> str:
    return base64.urlsafe_b64encode(f"at {place}".encode()).decode().rstrip("=")


def _place(token: str) -> int:
    if not token:
        return 0
    try:
        word, _, place = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().partition(" ")
        if word == "at" and place.isdecimal() and len(place) < 9:
            return int(place)
    except (binascii.Error, ValueError) as error:
        raise refused("The page token is invalid.") from error
    raise refused("The page token is invalid.")


def shape_of(model: Model) -> dict[str, Any]:
    return {
        **_named(model.id),
        "description": model.note or "A model of the catalogue.",
        "inputTokenLimit": model.context_tokens,
        "outputTokenLimit": model.output_tokens,
        "supportedGenerationMethods": list(_METHODS),
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
        "maxTemperature": model.temperature_max or 2,
        "thinking": bool(model.effort),
    }


def _shape_of_embedder(model: Embedder) -> dict[str, Any]:
    return {
        **_named(model.id),
        "description": "Makes a vector of a text.",
        "inputTokenLimit": model.input_tokens,
        "outputTokenLimit": 1,
        "supportedGenerationMethods": ["embedContent", "batchEmbedContents"],
    }


def _named(id: str) -> dict[str, Any]:
    return {
        "name": f"models/{id}",
        "version": id.partition("-")[2],
        "displayName": " ".join(word.capitalize() for word in id.split("-")),
    }
