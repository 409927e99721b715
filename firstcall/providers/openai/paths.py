"""Where things are in a response, and how OpenAI writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.providers import Cell, Field
from firstcall.providers._own_words import OwnWords

TEXT = "response.choices[0].message.content"

_SAID = OwnWords(Path(__file__).parent).listed("table")
"""The cells of the table that are not code alone."""

FIELDS = (
    Field("text", TEXT, streamed="text"),
    Field("stop_reason", "response.choices[0].finish_reason", streamed="stop_reason"),
    Field("tokens_in", "response.usage.prompt_tokens", streamed="usage.prompt_tokens"),
    Field("tokens_out", "response.usage.completion_tokens", streamed="usage.completion_tokens"),
    Field(
        "thinking",
        "response.usage.completion_tokens_details.reasoning_tokens",
        streamed="usage.completion_tokens_details.reasoning_tokens",
    ),
    Field("total", "response.usage.total_tokens", streamed="usage.total_tokens"),
    Field("model", "response.model", streamed="chunk.model"),
    Field("id", "response.id", streamed="chunk.id"),
    Field("request_id", "response._request_id", streamed='stream.response.headers["x-request-id"]'),
)

PATHS: Mapping[str, str] = {field.id: field.path for field in FIELDS}
_READ = {field.id: field.cell for field in FIELDS}

_WRITTEN = "usage.prompt_tokens_details.cache_write_tokens"

TABLE: Mapping[str, Cell] = {
    "Package": Cell("pip install openai"),
    "Client": Cell("client = openai.OpenAI(<client>)"),
    "Key variable": Cell("<key_variable>"),
    "Endpoint": Cell("POST <base_url>/chat/completions"),
    "Auth header": Cell("Authorization: Bearer <key>"),
    "System prompt": Cell('messages=[{"role": "system", "content": "…"}, …]'),
    "Call": Cell("client.chat.completions.create(…)"),
    "Token limit": Cell(_SAID["Token limit"]),
    "Temperature": Cell(_SAID["Temperature"]),
    "Stop": Cell('stop=["6."]'),
    "Reply text": _READ["text"],
    "Stop reason": _READ["stop_reason"],
    "Tokens in": _READ["tokens_in"],
    "Tokens out": _READ["tokens_out"],
    "Request id": _READ["request_id"],
    "Streaming": Cell("client.chat.completions.create(stream=True): for chunk in stream"),
    "Stop reason values": Cell('"stop", "length", "tool_calls", "content_filter"'),
    "Errors": Cell('openai.APIStatusError: error.status_code, error.code, error.body["message"], error.request_id'),
    "Structured output": Cell("client.chat.completions.parse(…, response_format=City).choices[0].message.parsed"),
    "JSON cut off": Cell(_SAID["JSON cut off"]),
    "Tools": Cell(_SAID["Tools"]),
    "Tool result": Cell(_SAID["Tool result"]),
    "Thinking": Cell(_SAID["Thinking"], "response.usage.completion_tokens_details.reasoning_tokens",
                     streamed="usage.completion_tokens_details.reasoning_tokens"),
    "Caching": Cell(_SAID["Caching"], "response.usage.prompt_tokens_details.cached_tokens",
                    streamed="usage.prompt_tokens_details.cached_tokens"),
    "Cache writes": Cell(f"response.{_WRITTEN}", f"response.{_WRITTEN} or 0", streamed=f"{_WRITTEN} or 0"),
    "Kept in the cache": Cell(_SAID["Kept in the cache"]),
    "Embeddings": Cell('client.embeddings.create(model="text-embedding-3-small", input=["hi"]).data[0].embedding'),
    "Several at once": Cell("openai.AsyncOpenAI(<client>): await client.chat.completions.create(…)"),
    "Batch": Cell(_SAID["Batch"]),
    "Spans": Cell("opentelemetry.instrumentation.genai.openai: OpenAIInstrumentor().instrument()"),
}  # fmt: skip
