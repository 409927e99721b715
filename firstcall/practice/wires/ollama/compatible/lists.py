"""Embeddings and the list of models, as clients of OpenAI's want them.

ollama/ollama `openai/openai.go` (`ToEmbeddingList`, `ToListCompletion`), `middleware/openai.go` (`EmbeddingsMiddleware`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from firstcall.practice.exchange import Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama.embeddings import embedded
from firstcall.practice.wires.ollama.errors import DOOR, answer, answered
from firstcall.practice.wires.ollama.library import CREATED, every, pulled
from firstcall.practice.wires.openai.embeddings import listed

_EMBED: go.Shape = {"model": go.TEXT, "input": go.ANY, "dimensions": go.WHOLE, "encoding_format": go.TEXT}


async def embeddings(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(_embeddings, vendor, learners), answered, scripted=True)


def _embeddings(vendor: str, learners: Learners, key: str, body: bytes) -> bytes:
    fields = go.fields_of(body, _EMBED, "openai.EmbedRequest")
    format = fields.get("encoding_format", "")
    if format.lower() not in ("", "float", "base64"):
        said = f"Invalid value for 'encoding_format' = {format[:80]}. Supported values: ['float', 'base64']."
        raise Refusal(400, said)
    if fields.get("input") in (None, []):
        raise Refusal(400, "invalid input")
    texts = [""] if fields["input"] == "" else fields["input"]
    vectors, count = embedded({**fields, "input": texts}, vendor, learners, key)
    return listed(fields["model"], vectors, count, packed=format.lower() == "base64")


async def models(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await answer(exchange, {"object": "list", "data": [_as_model(each.full) for each in every(vendor)]})


async def one_model(vendor: str, learners: Learners, exchange: Exchange) -> None:
    found = pulled(exchange.path_params["id"], vendor)
    await answer(exchange, _as_model(found.asked))


def _as_model(id: str) -> dict[str, Any]:
    return {"id": id, "object": "model", "created": CREATED, "owned_by": "library"}
