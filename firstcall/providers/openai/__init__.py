"""OpenAI's Chat Completions API through the official `openai` SDK, version 3.

Facts: https://platform.openai.com/docs/api-reference/chat and the installed package
(`openai/types/chat/chat_completion.py`, `openai/types/completion_usage.py`, `openai/_exceptions.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall import models
from firstcall.calls import Call, Failure, Message, Reply, Settings, Usage
from firstcall.providers import Access, Cell, Field, Provider, _explain
from firstcall.providers._arrange import in_order

_LIMITS = ("max_completion_tokens", "max_tokens")
_ORDER = (
    "model",
    "reasoning_effort",
    "max_completion_tokens",
    "max_tokens",
    "temperature",
    "stop",
    "stream",
    "stream_options",
    "messages",
)
_TEXT = "response.choices[0].message.content"


def compose(settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call. Arguments of `onto` that no setting covers stay as they are."""
    before = dict(onto.arguments) if onto else {}
    method = onto.method if onto and onto.streamed == settings.stream else "chat.completions.create"
    limit = _limit_name(settings.model, onto)
    for name in _LIMITS:
        before.pop(name, None)
    written = {
        "model": settings.model,
        "reasoning_effort": settings.effort,
        limit: settings.max_tokens,
        "temperature": settings.temperature,
        "stop": list(settings.stop) or None,
        "stream": True if settings.stream and not method.endswith(".stream") else None,
        "stream_options": _stream_options(before.get("stream_options"), onto) if settings.stream else None,
        "messages": _explain.entries(_with_system(settings, before.get("messages")), before.get("messages")),
    }
    return Call(
        provider="openai",
        method=method,
        arguments=in_order(before | written, _ORDER),
        client=onto.client if onto else {},
    )


def _limit_name(model: str, onto: Call | None) -> str:
    """The learner's spelling of the token limit stays until the model is changed."""
    if onto is not None and onto.model == model:
        for name in _LIMITS:
            if name in onto.arguments:
                return name
    found = models.find(model)
    return found.token_limit[0] if found else _LIMITS[0]


def _stream_options(before: Any, onto: Call | None) -> Any:
    """A program that already streams keeps its own options, also when it has none."""
    return before if onto is not None and onto.streamed else {"include_usage": True}


def _with_system(settings: Settings, before: Any) -> tuple[Message, ...]:
    if not settings.system:
        return settings.messages
    first = before[0] if isinstance(before, list) and before and isinstance(before[0], dict) else {}
    role = "developer" if first.get("role") == "developer" else "system"
    return (Message(role, settings.system), *settings.messages)  # type: ignore[arg-type]


def read(call: Call) -> Settings:
    """The settings that a call says; what a control could not hold is passed on as it stands."""
    given = call.arguments
    messages = _explain.messages_of(given.get("messages"))
    system = messages[0].content if messages and messages[0].role in {"system", "developer"} else ""
    return Settings(
        model=call.model,
        messages=messages[1:] if system else messages,
        system=system,
        max_tokens=next((given[name] for name in _LIMITS if name in given), None),
        temperature=given.get("temperature"),
        stop=_explain.strings(given.get("stop")),
        effort=given.get("reasoning_effort"),
        stream=call.streamed,
    )


def connect(access: Access, call: Call, http_client: Any) -> Any:
    """The SDK's client, given what the environment would have given it."""
    import openai

    arguments = {"base_url": access.base_url, **call.client}
    if not isinstance(arguments.get("api_key"), str):  # with None the SDK would take the operator's key
        arguments["api_key"] = access.key
    return openai.OpenAI(http_client=http_client, **arguments)


def http_client(transport: Any) -> Any:
    """The SDK's own default HTTP client around a transport of ours."""
    import openai

    return openai.DefaultHttpxClient(transport=transport)


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == "chat.completions.stream":
        with client.chat.completions.stream(*call.positional, **call.arguments) as stream:
            names["stream"] = stream
            for event in stream:
                names["event"] = event
                if event.type == "content.delta":
                    yield event.delta
            names["response"] = stream.get_final_completion()
        return _reply(names["response"], None, names)
    made = client.chat.completions.create(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _chunks(made, names))
    yield made.choices[0].message.content or ""  # a wrong base URL gives a `str` here
    names["response"] = made
    return _reply(made, made._request_id, names)


def _chunks(stream: Any, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """`create(stream=True)`, read as the program in the box reads it."""
    names.update(stream=stream, text="", stop_reason=None)
    for chunk in stream:
        names["chunk"] = chunk
        if chunk.choices:
            piece = chunk.choices[0].delta.content or ""
            names["text"] += piece
            names["stop_reason"] = chunk.choices[0].finish_reason
            yield piece
        if chunk.usage:
            names["usage"] = chunk.usage
    if "chunk" not in names:  # a web page is a stream without chunks: the program would stop right here
        raise NameError("name 'stop_reason' is not defined")
    return Reply(
        text=names["text"],
        stop_reason=names["stop_reason"],
        usage=usage_so_far(names),
        model=names["chunk"].model,
        id=names["chunk"].id,
        request_id=stream.response.headers.get("x-request-id"),
        names=names,
    )


def usage_of(usage: Any) -> Usage:
    """OpenAI's `prompt_tokens` counts cached tokens in, `completion_tokens` counts reasoning in.

    https://platform.openai.com/docs/api-reference/chat/object
    """
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    return Usage(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        cached_tokens=(prompt.cached_tokens or 0) if prompt else 0,
        cache_write_tokens=(getattr(prompt, "cache_write_tokens", 0) or 0) if prompt else 0,
        reasoning_tokens=(completion.reasoning_tokens or 0) if completion else 0,
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    usage = names.get("usage")
    return usage_of(usage) if usage else None


def _reply(response: Any, request_id: str | None, names: Mapping[str, Any]) -> Reply:
    choice = response.choices[0]
    return Reply(
        text=choice.message.content or "",
        stop_reason=choice.finish_reason,
        usage=usage_of(response.usage) if response.usage else None,
        model=response.model,
        id=response.id,
        request_id=request_id,
        names=names,
    )


_SEEN = ("status_code", "type", "code", "param", "request_id", "body")

_ADVICE: Mapping[str, str] = {
    "BadRequestError": "The request itself is wrong: the message names the field. Mend it; the same again cannot help.",
    "AuthenticationError": "The key was not accepted. Check OPENAI_API_KEY, paste another key, or switch to practice.",
    "PermissionDeniedError": "This key is not allowed to do that. Use another key or model, or switch to practice.",
    "NotFoundError": "There is no such model or path. Check the model id: it may be misspelt or retired.",
    "RateLimitError": "Too many requests for now. Wait as long as `retry-after` says, then try again.",
    "OpenAIError": "The client could not be made: there is no usable key. Paste one, or switch to practice.",
}


def explain(error: Exception) -> Failure:
    """OpenAI's exception in plain words. Classes: `openai/_exceptions.py` of the SDK."""
    advice = _explain.by_class(error, _ADVICE)
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, Mapping) else None
    if getattr(error, "status_code", None) == 413:
        advice = "The request is too big. Shorten what you send."
    if getattr(error, "code", None) == "insufficient_quota":
        advice = "This account has no credit; waiting does not help. Add some on OpenAI's billing page, or switch to practice."
    return _explain.failure(error, said=said, advice=advice, seen=_SEEN, name="OpenAI")


FIELDS = (
    Field("Text", _TEXT, "The reply. It may be `None` or empty when the limit was used up by reasoning.", streamed="text"),
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
    "Client": Cell("client = openai.OpenAI()"),
    "Key variable": Cell("OPENAI_API_KEY"),
    "Endpoint": Cell("POST https://api.openai.com/v1/chat/completions"),
    "Auth header": Cell("Authorization: Bearer <key>"),
    "System prompt": Cell('messages=[{"role": "system", "content": "…"}, …]'),
    "Call": Cell("client.chat.completions.create(…)"),
    "Token limit": Cell("max_completion_tokens=1024  (max_tokens: old models only)"),
    "Temperature": Cell('temperature=0.5, with reasoning_effort="none" on current models'),
    "Stop": Cell('stop=["6."]'),
    "Reply text": Cell(_TEXT, _TEXT, streamed="text"),
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

_PYTHON_PLAIN = f"""\
import openai
from dotenv import load_dotenv

load_dotenv()  # reads OPENAI_API_KEY from .env

client = openai.OpenAI($client)
response = client.chat.completions.create(
    $arguments
)

print({_TEXT})
print(response.choices[0].finish_reason)
print(response.usage.prompt_tokens, "tokens in")
print(response.usage.completion_tokens, "tokens out")
"""

_PYTHON_STREAMED = """\
import openai
from dotenv import load_dotenv

load_dotenv()  # reads OPENAI_API_KEY from .env

client = openai.OpenAI($client)
stream = client.chat.completions.create(
    $arguments
)

text = ""
for chunk in stream:
    if chunk.choices:  # the last chunk has none, only the usage
        piece = chunk.choices[0].delta.content or ""
        print(piece, end="", flush=True)
        text += piece
        stop_reason = chunk.choices[0].finish_reason
    if chunk.usage:
        usage = chunk.usage

print()
print(stop_reason)
print(usage.prompt_tokens, "tokens in")
print(usage.completion_tokens, "tokens out")
"""

_JAVASCRIPT_PLAIN = """\
import OpenAI from "openai";

const client = new OpenAI($client); // reads OPENAI_API_KEY
const response = await client.chat.completions.create({
  $arguments
}$options);

console.log(response.choices[0].message.content);
console.log(response.choices[0].finish_reason);
console.log(response.usage.prompt_tokens, "tokens in");
console.log(response.usage.completion_tokens, "tokens out");
"""

_JAVASCRIPT_STREAMED = """\
import OpenAI from "openai";

const client = new OpenAI($client); // reads OPENAI_API_KEY
const stream = await client.chat.completions.create({
  $arguments
}$options);

let stopReason, usage;
for await (const chunk of stream) {
  if (chunk.choices.length > 0) {
    process.stdout.write(chunk.choices[0].delta.content ?? "");
    stopReason = chunk.choices[0].finish_reason;
  }
  if (chunk.usage) usage = chunk.usage;
}

console.log();
console.log(stopReason);
console.log(usage.prompt_tokens, "tokens in");
console.log(usage.completion_tokens, "tokens out");
"""

_CURL = """\
curl -sS "$${OPENAI_BASE_URL:-https://api.openai.com/v1}/chat/completions" \\
  -H "Authorization: Bearer $$OPENAI_API_KEY" \\
  -H "content-type: application/json" \\
  $headers
  -d $body
"""

PROVIDER = Provider(
    id="openai",
    name="OpenAI",
    colour="#009E73",
    package="openai",
    javascript_package="openai",
    client="openai.OpenAI",
    key_variable="OPENAI_API_KEY",
    base_url_variable="OPENAI_BASE_URL",
    environment_headers={
        "OPENAI_CUSTOM_HEADERS": None,
        "OPENAI_ORG_ID": "openai-organization",
        "OPENAI_PROJECT_ID": "openai-project",
    },
    base_url="https://api.openai.com/v1",
    practice_path="/openai/v1",
    key_page="https://platform.openai.com/api-keys",
    methods=("chat.completions.create", "chat.completions.stream"),
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
    classic_path=_TEXT,
)
