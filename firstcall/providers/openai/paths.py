"""Where things are in a response, and how OpenAI writes what every provider has."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.providers import Cell, Field

TEXT = "response.choices[0].message.content"

FIELDS = (
    Field("Text", TEXT, "The reply. It may be `None` or empty when the limit was used up by reasoning.", streamed="text"),
    Field(
        "Stop reason",
        "response.choices[0].finish_reason",
        "Why it stopped: `stop` is a natural end (or your stop string), `length` means cut off.",
        streamed="stop_reason",
    ),
    Field("Tokens in", "response.usage.prompt_tokens", "What you sent, cached tokens included.", streamed="usage.prompt_tokens"),
    Field("Tokens out", "response.usage.completion_tokens", "What it wrote, reasoning included.",
          streamed="usage.completion_tokens"),
    Field(
        "Of these, thinking",
        "response.usage.completion_tokens_details.reasoning_tokens",
        "OpenAI calls it reasoning: billed as output, never shown.",
        streamed="usage.completion_tokens_details.reasoning_tokens",
    ),
    Field("Total", "response.usage.total_tokens", "Both together.", streamed="usage.total_tokens"),
    Field("Model", "response.model", "Which model answered.", streamed="chunk.model"),
    Field("Id", "response.id", "The id of this completion.", streamed="chunk.id"),
    Field("Request id", "response._request_id", "Quote it when you ask for support.",
          streamed='stream.response.headers["x-request-id"]'),
)  # fmt: skip

TABLE: Mapping[str, Cell] = {
    "Package": Cell("pip install openai"),
    "Client": Cell("client = openai.OpenAI(<client>)"),
    "Key variable": Cell("<key_variable>"),
    "Endpoint": Cell("POST <base_url>/chat/completions"),
    "Auth header": Cell("Authorization: Bearer <key>"),
    "System prompt": Cell('messages=[{"role": "system", "content": "…"}, …]'),
    "Call": Cell("client.chat.completions.create(…)"),
    "Token limit": Cell("max_completion_tokens=1024  (max_tokens: old models only)"),
    "Temperature": Cell('temperature=0.5, with reasoning_effort="none" on current models'),
    "Stop": Cell('stop=["6."]'),
    "Reply text": Cell(TEXT, TEXT, streamed="text"),
    "Stop reason": Cell("response.choices[0].finish_reason", "response.choices[0].finish_reason", streamed="stop_reason"),
    "Tokens in": Cell("response.usage.prompt_tokens", "response.usage.prompt_tokens", streamed="usage.prompt_tokens"),
    "Tokens out": Cell("response.usage.completion_tokens", "response.usage.completion_tokens",
                       streamed="usage.completion_tokens"),
    "Request id": Cell("response._request_id", "response._request_id", streamed='stream.response.headers["x-request-id"]'),
    "Streaming": Cell("client.chat.completions.create(stream=True): for chunk in stream"),
    "Stop reason values": Cell('"stop", "length", "tool_calls", "content_filter"'),
    "Errors": Cell('openai.APIStatusError: error.status_code, error.code, error.body["message"], error.request_id'),
    "Structured output": Cell("client.chat.completions.parse(…, response_format=City).choices[0].message.parsed"),
    "Tools": Cell('tools=[{"type": "function", "function": {…}}], comes back with .arguments, a JSON string'),
    "Caching": Cell("by itself, for long prompts that begin alike", "response.usage.prompt_tokens_details.cached_tokens",
                    streamed="usage.prompt_tokens_details.cached_tokens"),
    "Embeddings": Cell('client.embeddings.create(model="text-embedding-3-small", input=["hi"]).data[0].embedding'),
}  # fmt: skip
