"""Vectors by OpenAI's protocol: `embeddings.create`, a list of texts in, a vector for each out.

Facts: https://developers.openai.com/api/docs/guides/embeddings and the installed package
(`openai/types/embedding_create_params.py`, `openai/types/create_embedding_response.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from firstcall.calls import Call
from firstcall.providers import Field, Kind, Limit, _embedding, _values
from firstcall.providers._arrange import in_order
from firstcall.providers._embedding import Embedding, Texts

METHOD = "embeddings.create"
MOST = 2_048
"""Of OpenAI: "any array must be 2048 dimensions or less" (`openai/types/embedding_create_params.py`)."""
KIND = Kind(
    reply="CreateEmbeddingResponse",
    named="response",
    methods=(METHOD,),
    owner="openai.resources.embeddings.Embeddings",
    path="/embeddings",
    places={},
    limit=Limit(()),
    arguments=frozenset({"model", "input", "dimensions", "encoding_format"}),
    required=("model", "input"),
    messages="input",
)
FIELDS = (
    Field("vectors", "len(response.data)"),
    Field("dimensions", "len(response.data[0].embedding)"),
    Field("tokens_in", "response.usage.prompt_tokens"),
    Field("model", "response.model"),
    Field("request_id", "response._request_id"),
)


def compose(provider: str, texts: Texts, onto: Call | None = None) -> Call:
    """Nothing tells this protocol what a text is for."""
    said = {"model": texts.model, "dimensions": texts.dimensions, "input": list(texts.texts)}
    before = dict(onto.arguments) if onto else {}
    arguments = in_order(before | said, ("model", "dimensions", "input"))
    return Call(provider, METHOD, {**arguments, "input": arguments.pop("input")}, onto.client if onto else {})


def read(call: Call) -> Texts:
    size = call.arguments.get("dimensions")
    return Texts(
        call.model, _values.strings(call.arguments.get("input")), size if type(size) is int else None
    )


def embedding(provider: str, models: Sequence[str], most: int | None = None) -> Embedding:
    """For a provider on this wire that has such models, and takes at `most` so many texts in a request."""
    return Embedding(
        kind=KIND,
        compose=partial(compose, provider),
        read=read,
        vectors=lambda response: [one.embedding for one in response.data],
        counted=lambda response: _embedding.usage(getattr(response.usage, "prompt_tokens", None)),
        fields=FIELDS,
        models=tuple(models),
        most=most,
    )
