"""Vectors by Google's API: `models.embed_content`.

Facts: https://ai.google.dev/gemini-api/docs/embeddings and the installed package (`google/genai/models.py`,
`EmbedContentConfig` and `EmbedContentResponse` in `google/genai/types.py`). A bare list of texts is one content in several
parts for gemini-embedding-2, and so one vector: each text stands in a content of its own
(https://github.com/vectorize-io/hindsight/pull/4001).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall import models
from firstcall.calls import Call
from firstcall.providers import Field, Inside, Kind, Limit, _embedding
from firstcall.providers._arrange import in_order
from firstcall.providers._embedding import Embedding, Purpose, Texts
from firstcall.providers.google import written

METHOD = "models.embed_content"
TOLD = frozenset({"gemini-embedding-001"})
"""Takes `task_type`. The newer one wants its task in the text."""
_PURPOSES: Mapping[Purpose, str] = {"query": "RETRIEVAL_QUERY", "document": "RETRIEVAL_DOCUMENT"}
KIND = Kind(
    reply="EmbedContentResponse",
    named="response",
    methods=(METHOD,),
    owner="google.genai.models.Models",
    path="/v1/models/{model}:batchEmbedContents",
    places={},
    inside=Inside("config", "google.genai.types.EmbedContentConfig"),
    outside=frozenset({"model", "contents", "config"}),
    limit=Limit(()),
    arguments=frozenset("model contents config task_type output_dimensionality title".split()),
    required=("model", "contents"),
    messages="contents",
)
FIELDS = (
    Field("vectors", "len(response.embeddings)"),
    Field("dimensions", "len(response.embeddings[0].values)"),
    Field("tokens_in", "response.usage_metadata.prompt_token_count"),
)


def compose(texts: Texts, onto: Call | None = None) -> Call:
    before = dict(onto.arguments) if onto else {}
    config = before.get("config")
    told = texts.purpose if texts.model in TOLD else ""
    said = {"task_type": _PURPOSES.get(told), "output_dimensionality": texts.dimensions}
    settings = in_order(
        (dict(config) if isinstance(config, Mapping) else {}) | said, ("task_type", "output_dimensionality")
    )
    contents = [{"parts": [{"text": text}]} for text in texts.texts]
    arguments = before | {"model": texts.model, "config": settings or None, "contents": contents}
    return Call(
        "google", METHOD, in_order(arguments, ("model", "config", "contents")), onto.client if onto else {}
    )


def read(call: Call) -> Texts:
    config = call.arguments.get("config")
    settings = config if isinstance(config, Mapping) else {}
    size, task = settings.get("output_dimensionality"), settings.get("task_type")
    purpose: Purpose = next((one for one, said in _PURPOSES.items() if said == task), "")
    given = call.arguments.get("contents")
    texts = [given] if isinstance(given, str | Mapping) else given if isinstance(given, list | tuple) else []
    return Texts(call.model, tuple(map(_text, texts)), size if type(size) is int else None, purpose)


def _text(content: Any) -> str:
    """A text, bare or in the parts of a content."""
    if isinstance(content, str):
        return content
    parts = content.get("parts") if isinstance(content, Mapping) else None
    found = [part.get("text") for part in parts or () if isinstance(part, Mapping)]
    return "".join(one for one in found if isinstance(one, str))


def body(call: Call) -> Mapping[str, Any]:
    """The body of `batchEmbedContents`, a request for each text (https://ai.google.dev/api/embeddings)."""
    named = written.javascript(call)
    contents = named["contents"]
    each = contents if isinstance(contents, list) else [contents]
    model = f"models/{call.model}"
    return {
        "requests": [
            {"model": model, "content": one if isinstance(one, Mapping) else {"parts": [{"text": one}]}}
            | dict(named.get("config") or {})
            for one in each
        ]
    }


def _counted(response: Any) -> Any:
    return _embedding.usage(getattr(response.usage_metadata, "prompt_token_count", None))


EMBEDDING = Embedding(
    kind=KIND,
    compose=compose,
    read=read,
    vectors=lambda response: [one.values for one in response.embeddings],
    counted=_counted,
    fields=FIELDS,
    models=tuple(models.vendor("google").embedders),
    most=100,  # https://github.com/langchain-ai/langchainjs/issues/4491
    told=TOLD,
    written={"javascript": written.javascript, "curl": body},
)
