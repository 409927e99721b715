"""Where things are in a response, and how the Responses API writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.providers import Cell, Field
from firstcall.providers._own_words import OwnWords

_SAID = OwnWords(Path(__file__).parent).listed("table")
"""The cells of the table that are not code alone."""

# The last event of a stream has the whole response, so the paths are those of a plain call.
FIELDS = (
    Field("text", "response.output_text"),
    Field("stop_reason", "response.status"),
    Field("tokens_in", "response.usage.input_tokens"),
    Field("tokens_out", "response.usage.output_tokens"),
    Field("thinking", "response.usage.output_tokens_details.reasoning_tokens"),
    Field("total", "response.usage.total_tokens"),
    Field("model", "response.model"),
    Field("id", "response.id"),
    Field("request_id", "response._request_id", streamed='stream.response.headers["x-request-id"]'),
)

PATHS: Mapping[str, str] = {field.id: field.path for field in FIELDS}
_READ = {field.id: field.cell for field in FIELDS}

_WRITTEN = "response.usage.input_tokens_details.cache_write_tokens"

TABLE: Mapping[str, Cell] = {
    "Endpoint": Cell("POST <base_url>/responses"),
    "System prompt": Cell('instructions="…"'),
    "Call": Cell("client.responses.create(model=…, input=…)"),
    "Token limit": Cell(_SAID["Token limit"]),
    "Temperature": Cell(_SAID["Temperature"]),
    "Stop": Cell(_SAID["Stop"]),
    "Reply text": _READ["text"],
    "Stop reason": _READ["stop_reason"],
    "Tokens in": _READ["tokens_in"],
    "Tokens out": _READ["tokens_out"],
    "Request id": _READ["request_id"],
    "Streaming": Cell("client.responses.create(stream=True): for event in stream"),
    "Stop reason values": Cell(_SAID["Stop reason values"]),
    "Structured output": Cell("client.responses.parse(…, text_format=City).output_parsed"),
    "JSON cut off": Cell(_SAID["JSON cut off"]),
    "Tools": Cell(_SAID["Tools"]),
    "Tool result": Cell(_SAID["Tool result"]),
    "Thinking": Cell(_SAID["Thinking"], "response.usage.output_tokens_details.reasoning_tokens"),
    "Caching": Cell(_SAID["Caching"], "response.usage.input_tokens_details.cached_tokens"),
    "Cache writes": Cell(_WRITTEN, f"{_WRITTEN} or 0"),
    "Several at once": Cell("openai.AsyncOpenAI(<client>): await client.responses.create(…)"),
}
