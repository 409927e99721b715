"""Where things are in a response, and how Anthropic writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.providers import Cell, Field
from firstcall.providers._own_words import OwnWords
from firstcall.providers.anthropic.caching import CACHING
from firstcall.providers.anthropic.thoughts import THOUGHTS

TEXT = '"".join(block.text for block in message.content if block.type == "text")'

_SAID = OwnWords(Path(__file__).parent).listed("table")
"""The cells of the table that are not code alone."""

FIELDS = (
    Field("text", TEXT),
    Field("stop_reason", "message.stop_reason"),
    Field("tokens_in", "message.usage.input_tokens"),
    Field("tokens_out", "message.usage.output_tokens"),
    Field("thinking", "message.usage.output_tokens_details.thinking_tokens"),
    Field("total", "message.usage.input_tokens + message.usage.output_tokens"),
    Field("model", "message.model"),
    Field("id", "message.id"),
    Field("request_id", "message._request_id", streamed="stream.request_id"),
)

PATHS: Mapping[str, str] = {field.id: field.path for field in FIELDS}
_READ = {field.id: field.cell for field in FIELDS}

TABLE: Mapping[str, Cell] = {
    "Package": Cell("pip install anthropic"),
    "Client": Cell("client = anthropic.Anthropic(<client>)"),
    "Key variable": Cell("<key_variable>"),
    "Endpoint": Cell("POST <base_url>/v1/messages"),
    "Auth header": Cell(_SAID["Auth header"]),
    "System prompt": Cell(_SAID["System prompt"]),
    "Call": Cell("client.messages.create(…)"),
    "Token limit": Cell(_SAID["Token limit"]),
    "Temperature": Cell(_SAID["Temperature"]),
    "Stop": Cell('stop_sequences=["6."]'),
    "Reply text": _READ["text"],
    "Stop reason": _READ["stop_reason"],
    "Tokens in": _READ["tokens_in"],
    "Tokens out": _READ["tokens_out"],
    "Request id": _READ["request_id"],
    "Streaming": Cell("with client.messages.stream(…) as stream: for text in stream.text_stream"),
    "Stop reason values": Cell(
        '"end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", '
        '"model_context_window_exceeded"'
    ),
    "Errors": Cell(
        "anthropic.APIStatusError: error.status_code, error.type, error.api_message, error.request_id"
    ),
    "Structured output": Cell("client.messages.parse(…, output_format=City).parsed_output"),
    "JSON cut off": Cell(_SAID["JSON cut off"]),
    "Tools": Cell(_SAID["Tools"]),
    "Tool result": Cell(_SAID["Tool result"]),
    "Thinking": Cell(_SAID["Thinking"], THOUGHTS.tokens),
    "Caching": Cell(_SAID["Caching"], "message.usage.cache_read_input_tokens"),
    "Cache writes": Cell(CACHING.counters["written"], CACHING.counters["written"]),
    "Kept in the cache": Cell(_SAID["Kept in the cache"]),
    "Embeddings": Cell(_SAID["Embeddings"]),
    "Several at once": Cell("anthropic.AsyncAnthropic(<client>): await client.messages.create(…)"),
    "Batch": Cell("client.messages.batches.create(requests=[…])"),
    "Spans": Cell("trace.set_tracer_provider(TracerProvider())"),
}
