"""Where things are in a response, and how Anthropic writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.providers import Cell, Field

TEXT = '"".join(block.text for block in message.content if block.type == "text")'

FIELDS = (
    Field("Text", TEXT, "The reply. Pick the text blocks: models that think put a thinking block first."),
    Field(
        "Stop reason",
        "message.stop_reason",
        "Why it stopped: `end_turn` is a natural end, `max_tokens` cut it off.",
    ),
    Field("Tokens in", "message.usage.input_tokens", "What you sent, without cached tokens."),
    Field("Tokens out", "message.usage.output_tokens", "What it wrote, thinking included."),
    Field(
        "Of these, thinking",
        "message.usage.output_tokens_details.thinking_tokens",
        "Billed as output, not shown.",
    ),
    Field(
        "Total",
        "message.usage.input_tokens + message.usage.output_tokens",
        "Anthropic sends no total: add them up.",
    ),
    Field("Model", "message.model", "Which model answered."),
    Field("Id", "message.id", "The id of this message."),
    Field(
        "Request id",
        "message._request_id",
        "Quote it when you ask for support.",
        streamed="stream.request_id",
    ),
)

TABLE: Mapping[str, Cell] = {
    "Package": Cell("pip install anthropic"),
    "Client": Cell("client = anthropic.Anthropic(<client>)"),
    "Key variable": Cell("<key_variable>"),
    "Endpoint": Cell("POST <base_url>/v1/messages"),
    "Auth header": Cell("Authorization: Bearer <key>  (raw API also: x-api-key)"),
    "System prompt": Cell('system="…" beside messages'),
    "Call": Cell("client.messages.create(…)"),
    "Token limit": Cell("max_tokens=1024  (required)"),
    "Temperature": Cell('extra_body={"temperature": 0.5}, older models and API version 2023-06-01 only'),
    "Stop": Cell('stop_sequences=["6."]'),
    "Reply text": Cell(TEXT, TEXT),
    "Stop reason": Cell("message.stop_reason", "message.stop_reason"),
    "Tokens in": Cell("message.usage.input_tokens", "message.usage.input_tokens"),
    "Tokens out": Cell("message.usage.output_tokens", "message.usage.output_tokens"),
    "Request id": Cell("message._request_id", "message._request_id", streamed="stream.request_id"),
    "Streaming": Cell("with client.messages.stream(…) as stream: for text in stream.text_stream"),
    "Stop reason values": Cell(
        '"end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", '
        '"model_context_window_exceeded"'
    ),
    "Errors": Cell(
        "anthropic.APIStatusError: error.status_code, error.type, error.api_message, error.request_id"
    ),
    "Structured output": Cell("client.messages.parse(…, output_format=City).parsed_output"),
    "Tools": Cell('tools=[{"name": …, "input_schema": {…}}], comes back as a block with .input, a dict'),
    "Caching": Cell(
        'mark a block with "cache_control": {"type": "ephemeral"}', "message.usage.cache_read_input_tokens"
    ),
    "Embeddings": Cell("none"),
}
