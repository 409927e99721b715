"""Embeddings: `/api/embed` for one text or several, and `/api/embeddings`, the older one, for one.

ollama/ollama `server/routes.go` (`EmbedHandler`, `EmbeddingsHandler`). Vectors have length 1, shortened ones too; the
older path gives them as the model makes them. Texts beyond what the model reads are cut, unless `truncate` is off.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from firstcall.practice.exchange import Exchange, as_json, as_long_json
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.model.vectors import vector
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama import values
from firstcall.practice.wires.ollama.errors import DOOR, answer, answered
from firstcall.practice.wires.ollama.library import Pulled, find, pulled
from firstcall.practice.wires.ollama.loaded import load
from firstcall.practice.wires.ollama.request import KEPT_ALIVE, USUAL_CONTEXT

MOST_INPUTS = 2_048
"""Ours: Ollama has no bound."""


async def embed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    make = partial(_embed, vendor, learners, time.perf_counter_ns())
    await DOOR.answer(learners, exchange, make, answered, scripted=True)


async def embeddings(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(_embeddings, vendor, learners), answer, scripted=True)


def _embed(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> bytes:
    fields = go.fields_of(body, go.EMBED, "api.EmbedRequest")
    vectors, count = embedded(fields, vendor, learners, key)
    found = [as_json(each) for each in vectors]
    spent = max(1, time.perf_counter_ns() - began)
    metrics = {"total_duration": spent, "load_duration": max(1, spent // 100), "prompt_eval_count": count}
    return as_long_json({"model": fields["model"], "embeddings": iter(found)} | (metrics if found else {}))


def embedded(
    fields: Mapping[str, Any], vendor: str, learners: Learners, key: str
) -> tuple[Iterator[list[float]], int]:
    """The vectors for the input of a request, and the tokens that were read for them. Raises `Refusal`."""
    texts = _inputs(fields.get("input"))
    model = _embedder(fields, vendor, learners, key, needed=False)
    pieces = [_read(text, model, fields) for text in texts]
    most = model.dimensions
    wanted = fields.get("dimensions", 0)
    length = wanted if 0 < wanted < most else most
    return (vector("".join(each), length) for each in pieces), sum(map(len, pieces))


def _embeddings(vendor: str, learners: Learners, key: str, body: bytes) -> dict[str, Any]:
    fields = go.fields_of(body, go.EMBED, "api.EmbeddingRequest")
    model = _embedder(fields, vendor, learners, key, needed=True)
    if not fields.get("prompt"):
        return {"embedding": []}
    pieces = _read(fields["prompt"], model, {"truncate": False})
    scale = 10.0 + len(model.full)  # the model's own vectors have some length or other, not 1
    return {"embedding": [each * scale for each in vector("".join(pieces), model.dimensions)]}


def _inputs(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given] if given else []
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise Refusal(400, "invalid input type")
    if len(given) > MOST_INPUTS:
        raise Refusal(400, f"The practice server takes at most {MOST_INPUTS} texts in one request.")
    return given


def _embedder(
    fields: Mapping[str, Any], vendor: str, learners: Learners, key: str, *, needed: bool
) -> Pulled:
    name = fields.get("model", "")
    known = find(name, vendor) is not None or not name
    model = pulled(name, vendor, needed=needed, hint=not known)
    if model.model is not None:
        raise Refusal(501, "this model does not support embeddings")
    stays = values.seconds(fields.get("keep_alive"))
    load(learners.kept, key, model, USUAL_CONTEXT, KEPT_ALIVE if stays is None else stays)
    return model


def _read(text: str, model: Pulled, fields: Mapping[str, Any]) -> list[str]:
    """The tokens of a text, as many as the model takes."""
    pieces = tokens.split(text)
    options = values.options_of(fields.get("options", {}))
    most = min(options.get("num_ctx") or model.context_tokens, model.context_tokens)
    if len(pieces) > most and fields.get("truncate") is False:
        raise Refusal(400, "the input length exceeds the context length")
    return pieces[:most]
