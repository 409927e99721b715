"""Where things are in a response, and how Google writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.providers import Cell, Field
from firstcall.providers._own_words import OwnWords

_SAID = OwnWords(Path(__file__).parent).listed("table")
"""The cells of the table that are not code alone."""

TEXT = "response.text"
STOP_REASON = "response.candidates[0].finish_reason"
_IN, _CACHED = "usage_metadata.prompt_token_count", "usage_metadata.cached_content_token_count"


def _out(usage: str) -> str:
    """What is billed as output. Thoughts are counted apart, and a count of nothing is `None`."""
    return f"({usage}.candidates_token_count or 0) + ({usage}.thoughts_token_count or 0)"


FIELDS = (
    Field("text", TEXT, streamed="text"),
    Field("stop_reason", STOP_REASON, streamed="stop_reason"),
    Field("tokens_in", f"response.{_IN}", streamed="usage.prompt_token_count"),
    Field("tokens_out", _out("response.usage_metadata"), streamed=_out("usage")),
    Field(
        "thinking",
        "response.usage_metadata.thoughts_token_count or 0",
        streamed="usage.thoughts_token_count or 0",
    ),
    Field("total", "response.usage_metadata.total_token_count", streamed="usage.total_token_count"),
    Field("model", "response.model_version", streamed="chunk.model_version"),
    Field("id", "response.response_id", streamed="chunk.response_id"),
)

PATHS: Mapping[str, str] = {field.id: field.path for field in FIELDS}
_READ = {field.id: field.cell for field in FIELDS}

TABLE: Mapping[str, Cell] = {
    "Package": Cell("pip install google-genai"),
    "Client": Cell("client = genai.Client(<client>)"),
    "Key variable": Cell(_SAID["Key variable"]),
    "Endpoint": Cell("POST <base_url>/v1/models/<model>:generateContent"),
    "Auth header": Cell("x-goog-api-key: <key>"),
    "System prompt": Cell('config={"system_instruction": "…"}'),
    "Call": Cell("client.models.generate_content(model=…, contents=…, config={…})"),
    "Token limit": Cell('config={"max_output_tokens": 1024}'),
    "Temperature": Cell(_SAID["Temperature"]),
    "Stop": Cell('config={"stop_sequences": ["6."]}'),
    "Reply text": _READ["text"],
    "Stop reason": _READ["stop_reason"],
    "Tokens in": _READ["tokens_in"],
    "Tokens out": _READ["tokens_out"],
    "Request id": Cell(_SAID["Request id"], "response.response_id", streamed="chunk.response_id"),
    "Streaming": Cell("for chunk in client.models.generate_content_stream(…)"),
    "Stop reason values": Cell(_SAID["Stop reason values"]),
    "Errors": Cell("errors.APIError: error.code, error.status, error.message"),
    "Structured output": Cell(_SAID["Structured output"]),
    "JSON cut off": Cell(_SAID["JSON cut off"]),
    "Tools": Cell(_SAID["Tools"]),
    "Tool result": Cell(_SAID["Tool result"]),
    "Thinking": Cell(
        _SAID["Thinking"],
        "response.usage_metadata.thoughts_token_count or 0",
        streamed="usage.thoughts_token_count or 0",
    ),
    "Caching": Cell(
        _SAID["Caching"], f"response.{_CACHED} or 0", streamed="usage.cached_content_token_count or 0"
    ),
    "Cache writes": Cell(_SAID["Cache writes"]),
    "Kept in the cache": Cell(_SAID["Kept in the cache"]),
    "Embeddings": Cell(_SAID["Embeddings"]),
    "Several at once": Cell("await client.aio.models.generate_content(…)"),
    "Batch": Cell("client.batches.create(model=…, src=[…])"),
    "Spans": Cell(
        "opentelemetry.instrumentation.google_genai: "
        "GoogleGenAiSdkInstrumentor().instrument(skip_dep_check=True)"
    ),
}
