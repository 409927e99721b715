"""Embeddings: `embedContent` for one content, `batchEmbedContents` for up to 100, which is what the SDK calls.

https://ai.google.dev/gemini-api/docs/embeddings and google-genai 3.6.1 `models.py`. A content has one vector, however
many parts it has (vectorize-io/hindsight 4001). Text beyond a model's limit is left out without a word.
Accepted and without effect: `taskType`, `title`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from firstcall.models import Embedder, embedder
from firstcall.practice.exchange import Exchange, as_json, as_long_json
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.model.vectors import LEAST, MOST, vector
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google.contents import text_of
from firstcall.practice.wires.google.errors import DOOR, not_served, refused
from firstcall.practice.wires.google.listing import answer, answered
from firstcall.practice.wires.google.request import fields_of, unknown_model
from firstcall.practice.wires.google.shapes import EMBED, EMBED_BATCH

MOST_IN_A_BATCH = 100


async def one(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    make = partial(_one, version, exchange.path_params["id"])
    await DOOR.answer(learners, exchange, make, answer, scripted=True)


async def batch(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    make = partial(_batch, version, exchange.path_params["id"])
    await DOOR.answer(learners, exchange, make, answered, scripted=True)


def _one(version: str, id: str, key: str, body: bytes) -> dict[str, Any]:
    model = _embedder(id, version, "embedContent")
    read = _read(fields_of(body, EMBED), model, "EmbedContentRequest")
    return {"embedding": {"values": _values(read, model)}, "usageMetadata": _usage(len(read.pieces))}


def _batch(version: str, id: str, key: str, body: bytes) -> bytes:
    model = _embedder(id, version, "batchEmbedContents")
    requests = fields_of(body, EMBED_BATCH).get("requests", [])
    name = "BatchEmbedContentsRequest"
    if not requests:
        raise refused(f"* {name}.requests: requests is not specified\n")
    if len(requests) > MOST_IN_A_BATCH:
        raise refused(f"* {name}.requests: at most {MOST_IN_A_BATCH} requests can be in one batch\n")
    found = [_read(each, model, f"{name}.requests[{at}]") for at, each in enumerate(requests)]
    embeddings = (as_json({"values": _values(each, model)}) for each in found)
    usage = _usage(sum(len(each.pieces) for each in found))
    return as_long_json({"embeddings": embeddings, "usageMetadata": usage})


def _embedder(id: str, version: str, method: str) -> Embedder:
    found = embedder(id, "google")
    if found is None:
        raise unknown_model(id, version, method)
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """What one request wants a vector of, as tokens, and of how many numbers."""

    pieces: list[str]
    size: int


def _read(fields: Mapping[str, Any], model: Embedder, where: str) -> _Read:
    """Raises `Refusal`."""
    if fields.get("model", model.id).removeprefix("models/") != model.id:
        raise refused(f"* {where}.model: the model has to be the same as in the address, models/{model.id}\n")
    content = fields.get("content", {})
    if not content.get("parts"):
        raise refused(f"* {where}.content: content is not specified\n")
    if any("text" not in part for part in content["parts"]):
        raise not_served("embeddings of anything but text")
    size = {**fields, **fields.get("embedContentConfig", {})}.get("outputDimensionality", MOST)
    if not 1 <= size <= MOST:
        raise _wrong_size(where)
    return _Read(tokens.split(text_of(content))[: model.input_tokens], size)


def _values(read: _Read, model: Embedder) -> list[float]:
    whole = vector("".join(read.pieces), max(read.size, LEAST) if model.normalised else MOST)
    return [round(each, 8) for each in whole[: read.size]]


def _wrong_size(where: str) -> Refusal:
    return refused(
        f"* {where}.output_dimensionality: output_dimensionality must be in the range [1, {MOST}]\n"
    )


def _usage(count: int) -> dict[str, Any]:
    return {"promptTokenCount": count, "promptTokenDetails": [{"modality": "TEXT", "tokenCount": count}]}
