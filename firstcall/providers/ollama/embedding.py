"""Vectors by Ollama: `embed`, on the learner's own machine.

Facts: https://docs.ollama.com/api/embed and the installed package (`Client.embed` in `ollama/_client.py`, `EmbedResponse` in
`ollama/_types.py`). Nothing bounds the number of texts.
"""

from __future__ import annotations

from firstcall import models
from firstcall.calls import Call
from firstcall.providers import Field, Kind, Limit, _embedding, _values
from firstcall.providers._arrange import in_order
from firstcall.providers._embedding import Embedding, Texts

METHOD = "embed"
KIND = Kind(
    reply="EmbedResponse",
    named="response",
    methods=(METHOD,),
    owner="ollama.Client",
    path="/api/embed",
    places={},
    limit=Limit(()),
    arguments=frozenset("model input dimensions truncate options keep_alive".split()),
    required=("model", "input"),
    messages="input",
)
FIELDS = (
    Field("vectors", "len(response.embeddings)"),
    Field("dimensions", "len(response.embeddings[0])"),
    Field("tokens_in", "response.prompt_eval_count"),
    Field("model", "response.model"),
    Field("duration", "response.total_duration / 1e9"),
)


def compose(texts: Texts, onto: Call | None = None) -> Call:
    """Nothing tells Ollama what a text is for; some models want it at the head of the text."""
    before = dict(onto.arguments) if onto else {}
    said = {"model": texts.model, "dimensions": texts.dimensions, "input": list(texts.texts)}
    arguments = in_order(before | said, ("model", "dimensions", "input"))
    return Call("ollama", METHOD, {**arguments, "input": arguments.pop("input")}, onto.client if onto else {})


def read(call: Call) -> Texts:
    size = call.arguments.get("dimensions")
    return Texts(
        call.model, _values.strings(call.arguments.get("input")), size if type(size) is int else None
    )


EMBEDDING = Embedding(
    kind=KIND,
    compose=compose,
    read=read,
    vectors=lambda response: response.embeddings,
    counted=lambda response: _embedding.usage(response.prompt_eval_count),
    fields=FIELDS,
    models=tuple(models.vendor("ollama").embedders),
    written={},  # it has no stream to be told of
)
