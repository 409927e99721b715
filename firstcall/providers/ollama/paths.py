"""Where things are in a response, and how Ollama writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.providers import Cell, Field
from firstcall.providers._own_words import OwnWords

_SAID = OwnWords(Path(__file__).parent).listed("table")
"""The cells of the table that are not code alone."""

TEXT = "response.message.content"
_TOTAL = "{0}.prompt_eval_count + {0}.eval_count"

FIELDS = (
    Field("text", TEXT, streamed="text"),
    Field("stop_reason", "response.done_reason", streamed="chunk.done_reason"),
    Field("tokens_in", "response.prompt_eval_count", streamed="chunk.prompt_eval_count"),
    Field("tokens_out", "response.eval_count", streamed="chunk.eval_count"),
    Field("total", _TOTAL.format("response"), streamed=_TOTAL.format("chunk")),
    Field("model", "response.model", streamed="chunk.model"),
    Field("duration", "response.total_duration / 1e9", streamed="chunk.total_duration / 1e9"),
)

PATHS: Mapping[str, str] = {field.id: field.path for field in FIELDS}
_READ = {field.id: field.cell for field in FIELDS}

TABLE: Mapping[str, Cell] = {
    "Package": Cell(_SAID["Package"]),
    "Client": Cell("client = ollama.Client(<client>)"),
    "Key variable": Cell(_SAID["Key variable"]),
    "Endpoint": Cell("POST <base_url>/api/chat"),
    "Auth header": Cell(_SAID["Auth header"]),
    "System prompt": Cell('messages=[{"role": "system", "content": "…"}, …]'),
    "Call": Cell("client.chat(model=…, messages=[…], options={…})"),
    "Token limit": Cell('options={"num_predict": 1024}'),
    "Temperature": Cell('options={"temperature": 0.5}'),
    "Stop": Cell('options={"stop": ["6."]}'),
    "Reply text": _READ["text"],
    "Stop reason": _READ["stop_reason"],
    "Tokens in": _READ["tokens_in"],
    "Tokens out": _READ["tokens_out"],
    "Request id": Cell(_SAID["Request id"]),
    "Streaming": Cell("for chunk in client.chat(…, stream=True)"),
    "Stop reason values": Cell('"stop", "length"'),
    "Errors": Cell(_SAID["Errors"]),
    "Structured output": Cell(_SAID["Structured output"]),
    "JSON cut off": Cell(_SAID["JSON cut off"]),
    "Tools": Cell(_SAID["Tools"]),
    "Tool result": Cell(_SAID["Tool result"]),
    "Thinking": Cell(_SAID["Thinking"]),
    "Caching": Cell(_SAID["Caching"]),
    "Cache writes": Cell(_SAID["Cache writes"]),
    "Kept in the cache": Cell(_SAID["Kept in the cache"]),
    "Embeddings": Cell('client.embed(model="all-minilm", input="hi").embeddings[0]'),
    "Several at once": Cell("ollama.AsyncClient(<client>): await client.chat(…)"),
    "Batch": Cell(_SAID["Batch"]),
    "Spans": Cell('with tracer.start_as_current_span("chat"): client.chat(…)'),
}
