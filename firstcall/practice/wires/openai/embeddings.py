"""OpenAI's embeddings: a vector for each input, in which like is near and unlike is far.

Shapes and limits: openai 3.57.0 `types/embedding_create_params.py`, `create_embedding_response.py`, `embedding_model.py`;
sizes are in the catalogue. The sentences are worded after those of Chat.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from firstcall.models import Embedder, embedder, find, no_chat
from firstcall.practice.exchange import Exchange, as_json, as_long_json
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.model.vectors import vector
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import DOOR, answered
from firstcall.practice.wires.openai.fields import (
    Field,
    check_all,
    too_long,
    wrong_type,
)
from firstcall.practice.wires.openai.request import fields_of
from firstcall.practice.wires.openai.served import no_such_model

MOST_INPUTS = 2_048
MOST_TOKENS_TOGETHER = 300_000

_FIELDS = {
    "model": Field((str,), null=False),
    "input": Field((str, list), null=False),
    "dimensions": Field((int,), null=False, least=1),
    "encoding_format": Field((str,), null=False, choices=("float", "base64")),
    "user": Field((str,), null=False),
}


async def embeddings(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, embedded, answered, scripted=True)


def embedded(key: str, body: bytes) -> bytes:
    """The answer to the request in a body. Raises `Refusal`."""
    fields = fields_of(body)
    check_all(fields, _FIELDS, ("model", "input"))
    model = embedder(fields["model"], "openai")
    if model is None:
        raise _makes_none(fields["model"])
    length = _dimensions(fields, model)
    inputs = _inputs(fields["input"])
    counts = [_count(each) for each in inputs]
    _check_counts(counts, model.input_tokens)
    vectors = (vector(each if isinstance(each, str) else _spelt(each), length) for each in inputs)
    return listed(fields["model"], vectors, sum(counts), packed=fields.get("encoding_format") == "base64")


def listed(model: str, vectors: Iterable[list[float]], tokens: int, *, packed: bool) -> bytes:
    """The answer with these vectors, made of so many tokens, as JSON; `packed` as base64."""
    shown = (_as_base64(each) if packed else each for each in vectors)
    data = ({"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(shown))
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return as_long_json({"object": "list", "data": map(as_json, data), "model": model, "usage": usage})


def _dimensions(fields: Mapping[str, Any], model: Embedder) -> int:
    wanted = fields.get("dimensions", model.dimensions)
    if "dimensions" in fields and not model.shortens:
        raise Refusal(400, "This model does not support specifying dimensions.", param="dimensions")
    if wanted > model.dimensions:
        message = (
            f"Invalid value for 'dimensions' = {wanted}. Must be less than or equal to {model.dimensions}."
        )
        raise Refusal(400, message, param="dimensions")
    return int(wanted)


def _makes_none(id: str) -> Refusal:
    """Of a model that does something else another sentence (quoted by public test suites) than of none."""
    if find(id) or no_chat(id):
        return Refusal(403, "You are not allowed to generate embeddings from this model")
    return no_such_model(id)


def _inputs(given: str | list[Any]) -> list[str | list[int]]:
    """A text, texts, the tokens of one text, or those of several, as a list with an entry for each vector."""
    if isinstance(given, list) and given and all(type(each) is int for each in given):
        given = [given]
    inputs = [given] if isinstance(given, str) else given
    if not inputs:
        raise Refusal(400, "Input cannot be an empty array.", param="input")
    if len(inputs) > MOST_INPUTS:
        raise too_long("input", MOST_INPUTS, len(inputs))
    for at, each in enumerate(inputs):
        is_tokens = isinstance(each, list) and each and all(type(token) is int for token in each)
        if not isinstance(each, str) and not is_tokens:
            raise wrong_type(f"input[{at}]", each, (str, list))
        if not each:
            raise Refusal(400, "Input cannot be an empty string.", param="input")
    return inputs


def _count(given: str | list[int]) -> int:
    return tokens.count(given) if isinstance(given, str) else len(given)


def _spelt(given: list[int]) -> str:
    """Tokens as words: the same tokens are near each other, whatever they stand for."""
    return " ".join(f"token{token}" for token in given)


def _check_counts(counts: list[int], limit: int) -> None:
    most = max(counts)
    if most > limit:
        message = (
            f"This model's maximum context length is {limit} tokens, however you requested {most} tokens "
            f"({most} in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
        )
        raise Refusal(400, message)
    if sum(counts) > MOST_TOKENS_TOGETHER:
        message = (
            f"Requested {sum(counts)} tokens, max {MOST_TOKENS_TOGETHER} tokens per request. "
            "Please split the input into several requests."
        )
        raise Refusal(400, message, type="max_tokens_per_request", code="max_tokens_per_request")


def _as_base64(numbers: list[float]) -> str:
    """As little-endian 32-bit numbers: the SDK asks for it where the program names no format."""
    return base64.b64encode(array("f", numbers).tobytes()).decode()
