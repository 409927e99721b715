"""Anthropic's Messages API through the official `anthropic` SDK, version 2.

Facts: https://platform.claude.com/docs/en/api/messages and the installed package
(`anthropic/types/message.py`, `anthropic/types/usage.py`, `anthropic/_exceptions.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Failure, Reply, Settings, Usage
from firstcall.providers import Access, Cell, Field, Provider, _explain
from firstcall.providers._arrange import in_order, without

OLD_VERSION = "2023-06-01"
"""The API version under which older models still take `temperature`.
https://platform.claude.com/docs/en/api/migration-2026-10-21"""

_ORDER = (
    "model",
    "max_tokens",
    "system",
    "stop_sequences",
    "output_config",
    "extra_body",
    "extra_headers",
    "messages",
)
_TEXT = '"".join(block.text for block in message.content if block.type == "text")'


def compose(settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call. Arguments of `onto` that no setting covers stay as they are."""
    before = dict(onto.arguments) if onto else {}
    body = without(before.get("extra_body"), "temperature") or {}
    headers = without(before.get("extra_headers"), "anthropic-version") or {}
    before.pop("temperature", None)
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
        headers["anthropic-version"] = OLD_VERSION
    effort = without(before.get("output_config"), "effort") or {}
    if settings.effort:
        effort["effort"] = settings.effort
    keeps = onto is not None and onto.streamed == settings.stream
    if not keeps:
        before.pop("stream", None)
    written = {
        "model": settings.model,
        "max_tokens": settings.max_tokens,
        "system": settings.system or None,
        "stop_sequences": list(settings.stop) or None,
        "output_config": effort or None,
        "extra_body": body or None,
        "extra_headers": headers or None,
        "messages": _explain.entries(settings.messages, before.get("messages")),
    }
    return Call(
        provider="anthropic",
        method=onto.method if onto and keeps else "messages.stream" if settings.stream else "messages.create",
        arguments=in_order(before | written, _ORDER),
        client=onto.client if onto else {},
    )


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments
    body = given.get("extra_body")
    config = given.get("output_config")
    inside = body.get("temperature") if isinstance(body, Mapping) else None
    return Settings(
        model=call.model,
        messages=_explain.messages_of(given.get("messages")),
        system=given.get("system") or "",
        max_tokens=given.get("max_tokens"),
        temperature=given.get("temperature", inside),
        stop=_explain.strings(given.get("stop_sequences")),
        effort=config.get("effort") if isinstance(config, Mapping) else None,
        stream=call.streamed,
    )


def connect(access: Access, call: Call, http_client: Any) -> Any:
    """The SDK's client, given what the environment would have given it."""
    import anthropic

    arguments = {"base_url": access.base_url, **call.client}
    if not isinstance(arguments.get("api_key"), str):  # with None the SDK would take the operator's key
        arguments["api_key"] = access.key
    return anthropic.Anthropic(http_client=http_client, **arguments)


def http_client(transport: Any) -> Any:
    """The SDK's own default HTTP client around a transport of ours."""
    import anthropic

    return anthropic.DefaultHttpxClient(transport=transport)


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == "messages.stream":
        with client.messages.stream(*call.positional, **call.arguments) as stream:
            names["stream"] = stream
            yield from stream.text_stream
            names["message"] = stream.get_final_message()
        return _reply(names["message"], stream.request_id, names)
    made = client.messages.create(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _raw_events(made, names))
    yield text_of(made)  # a wrong base URL gives a `str` here, which has no content
    names["message"] = made
    return _reply(made, made._request_id, names)


def _raw_events(stream: Any, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """`create(stream=True)`: the events of the wire, added up with the SDK's own accumulator."""
    from anthropic.lib.streaming._messages import accumulate_event

    names["stream"] = stream
    message, buffers = None, dict[int, bytes]()
    for event in stream:
        message = accumulate_event(event=event, current_snapshot=message, json_bufs=buffers)
        names["event"], names["message"] = event, message
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            yield event.delta.text
    return _reply(message, stream.response.headers.get("request-id"), names)


def text_of(message: Any) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


def usage_of(usage: Any) -> Usage:
    """Anthropic's `input_tokens` leaves cached tokens out; ours counts the whole prompt.

    https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    """
    cached = usage.cache_read_input_tokens or 0
    written = usage.cache_creation_input_tokens or 0
    details = usage.output_tokens_details
    return Usage(
        input_tokens=usage.input_tokens + cached + written,
        output_tokens=usage.output_tokens,
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=(details.thinking_tokens or 0) if details else 0,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    stream = names.get("stream")
    message = names.get("message") or (stream and stream._current_snapshot_or_none())
    return usage_of(message.usage) if message else None


def count_tokens(client: Any, model: str, text: str) -> int:
    """What this model makes of one user message, a few tokens around it included. Free of charge.

    https://platform.claude.com/docs/en/build-with-claude/token-counting
    """
    counted = client.messages.count_tokens(model=model, messages=[{"role": "user", "content": text}])
    tokens: int = counted.input_tokens
    return tokens


def _reply(message: Any, request_id: str | None, names: Mapping[str, Any]) -> Reply:
    return Reply(
        text=text_of(message),
        stop_reason=message.stop_reason,
        usage=usage_of(message.usage),
        model=message.model,
        id=message.id,
        request_id=request_id,
        names=names,
    )


_SEEN = ("status_code", "type", "api_message", "error_code", "request_id", "body")

_ADVICE: Mapping[str, str] = {
    "OverloadedError": "Anthropic is overloaded (529). Wait a little and try again.",
    "BadRequestError": "The request itself is wrong: the message names the field. Mend it; the same again cannot help.",
    "AuthenticationError": "The key was not accepted. Check ANTHROPIC_API_KEY, paste another key, or switch to practice.",
    "PaymentRequiredError": "Add credit in the Anthropic console, or switch to practice.",
    "PermissionDeniedError": "This key is not allowed to do that. Use another key or model, or switch to practice.",
    "NotFoundError": "There is no such model or path. Check the model id: it may be misspelt or retired.",
    "ContentTooLargeError": "The request is too big. Shorten what you send.",
    "RateLimitError": "Too many requests for now. Wait as long as `retry-after` says, then try again.",
}


def explain(error: Exception) -> Failure:
    """Anthropic's exception in plain words. Classes: `anthropic/_error_classes.py` of the SDK."""
    advice = _explain.by_class(error, _ADVICE)
    if "credit balance" in str(error):
        advice = "This account has no credit. Add some in the Anthropic console, or switch to practice."
    said = getattr(error, "api_message", None)
    return _explain.failure(error, said=said, advice=advice, seen=_SEEN, name="Anthropic")


FIELDS = (
    Field("Text", _TEXT, "The reply. Pick the text blocks: models that think put a thinking block first."),
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
    "Client": Cell("client = anthropic.Anthropic()"),
    "Key variable": Cell("ANTHROPIC_API_KEY"),
    "Endpoint": Cell("POST https://api.anthropic.com/v1/messages"),
    "Auth header": Cell("Authorization: Bearer <key>  (raw API also: x-api-key)"),
    "System prompt": Cell('system="…" beside messages'),
    "Call": Cell("client.messages.create(…)"),
    "Token limit": Cell("max_tokens=1024  (required)"),
    "Temperature": Cell('extra_body={"temperature": 0.5}, older models and API version 2023-06-01 only'),
    "Stop": Cell('stop_sequences=["6."]'),
    "Reply text": Cell(_TEXT, _TEXT),
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

_PYTHON_PLAIN = f"""\
import anthropic
from dotenv import load_dotenv

load_dotenv()  # reads ANTHROPIC_API_KEY from .env

client = anthropic.Anthropic($client)
message = client.messages.create(
    $arguments
)

text = {_TEXT}
print(text)
print(message.stop_reason)
print(message.usage.input_tokens, "tokens in")
print(message.usage.output_tokens, "tokens out")
"""

_PYTHON_STREAMED = """\
import anthropic
from dotenv import load_dotenv

load_dotenv()  # reads ANTHROPIC_API_KEY from .env

client = anthropic.Anthropic($client)
with client.messages.stream(
    $arguments
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
    message = stream.get_final_message()

print()
print(message.stop_reason)
print(message.usage.input_tokens, "tokens in")
print(message.usage.output_tokens, "tokens out")
"""

_JAVASCRIPT_PLAIN = """\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic($client); // reads ANTHROPIC_API_KEY
const message = await client.messages.create({
  $arguments
}$options);

const text = message.content.filter((block) => block.type === "text").map((block) => block.text).join("");
console.log(text);
console.log(message.stop_reason);
console.log(message.usage.input_tokens, "tokens in");
console.log(message.usage.output_tokens, "tokens out");
"""

_JAVASCRIPT_STREAMED = """\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic($client); // reads ANTHROPIC_API_KEY
const stream = client.messages.stream({
  $arguments
}$options);
stream.on("text", (text) => process.stdout.write(text));
const message = await stream.finalMessage();

console.log();
console.log(message.stop_reason);
console.log(message.usage.input_tokens, "tokens in");
console.log(message.usage.output_tokens, "tokens out");
"""

_CURL = """\
curl -sS "$${ANTHROPIC_BASE_URL:-https://api.anthropic.com}/v1/messages" \\
  -H "Authorization: Bearer $$ANTHROPIC_API_KEY" \\
  -H "content-type: application/json" \\
  $headers
  -d $body
"""

PROVIDER = Provider(
    id="anthropic",
    name="Anthropic",
    colour="#D55E00",
    package="anthropic",
    javascript_package="@anthropic-ai/sdk",
    client="anthropic.Anthropic",
    key_variable="ANTHROPIC_API_KEY",
    base_url_variable="ANTHROPIC_BASE_URL",
    environment_headers={"ANTHROPIC_CUSTOM_HEADERS": None},
    base_url="https://api.anthropic.com",
    practice_path="/anthropic",
    key_page="https://platform.claude.com/settings/keys",
    methods=("messages.create", "messages.stream"),
    compose=compose,
    read=read,
    http_client=http_client,
    connect=connect,
    perform=perform,
    usage_so_far=usage_so_far,
    explain=explain,
    fields=FIELDS,
    table=TABLE,
    templates={
        ("python", "plain"): _PYTHON_PLAIN,
        ("python", "streamed"): _PYTHON_STREAMED,
        ("javascript", "plain"): _JAVASCRIPT_PLAIN,
        ("javascript", "streamed"): _JAVASCRIPT_STREAMED,
        ("curl", "plain"): _CURL,
        ("curl", "streamed"): _CURL.replace("curl -sS", "curl -sSN"),
    },
    headers={"anthropic-version": "2026-10-21"},
    classic_path="message.content[0].text",
    count_tokens=count_tokens,
)
