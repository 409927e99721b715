"""Replies on each wire, for each way of calling, that the tests change and send: a plain document, the events of a stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from firstcall.calls import Call
from firstcall.providers import Provider

EVENTS = "text/event-stream"
LINES = "application/x-ndjson"

Json = Any


def document(wire: str) -> Json:
    """A plain reply."""
    return {
        "anthropic": _message,
        "openai": _completion,
        "openai_responses": _response,
        "google": _content,
        "ollama": _chat,
    }[wire]()


def events(wire: str) -> list[Json]:
    """The same reply as the events of a stream."""
    return {
        "anthropic": _message_events,
        "openai": _chunks,
        "openai_responses": _response_events,
        "google": _content_chunks,
        "ollama": _chat_lines,
    }[wire]()


def refusal(wire: str) -> Json:
    """The body of an error, which also stands in the middle of a stream."""
    if wire == "google":
        said = "max_output_tokens: too large"
        return {"error": {"code": 400, "message": said, "status": "INVALID_ARGUMENT"}}
    if wire == "ollama":
        return {"error": "num_predict: too large"}
    error = {
        "type": "invalid_request_error",
        "message": "max_tokens: too large",
        "code": None,
        "param": "max_tokens",
    }
    return (
        {"type": "error", "error": error, "request_id": "req_1"} if wire == "anthropic" else {"error": error}
    )


def body_of(wire: str, streamed: bool, said: Json = None) -> tuple[str, str]:
    """Body and content type of a reply, the ordinary one unless another is told."""
    if not streamed:
        return json.dumps(document(wire) if said is None else said), "application/json"
    body = "".join(_framed(wire, one) for one in (events(wire) if said is None else said))
    return body + _end(wire), LINES if wire == "ollama" else EVENTS


def with_headers(call: Call, provider: Provider, headers: Mapping[str, str]) -> Call:
    """A call with headers of the learner's own, as its SDK takes them for one call."""
    return _with_option(call, provider, "headers", "extra_headers", headers)


def with_fields(call: Call, provider: Provider, fields: Mapping[str, Json]) -> Call:
    """A call whose body has further fields, past the SDK."""
    return _with_option(call, provider, "extra_body", "extra_body", fields)


def _with_option(call: Call, provider: Provider, option: str, argument: str, value: Json) -> Call:
    options, inside = provider.sdk.options, provider.sdk.kinds[0].inside
    if option in provider.sdk.client_arguments:  # of all calls of a client, where one call takes none
        return replace(call, client={**call.client, option: value})
    if options is None or inside is None:
        return replace(call, arguments={**call.arguments, argument: value})
    config = {**call.arguments[inside.argument], options.argument: {option: value}}
    return replace(call, arguments={**call.arguments, inside.argument: config})


def _framed(wire: str, event: Json) -> str:
    if wire == "ollama":
        return f"{json.dumps(event)}\n"
    name = event.get("type") if isinstance(event, dict) else None
    start = f"event: {name}\n" if wire in {"anthropic", "openai_responses"} else ""
    return f"{start}data: {json.dumps(event)}\n\n"


def _end(wire: str) -> str:
    return "data: [DONE]\n\n" if wire == "openai" else ""


def _chat() -> Json:
    """A response of Ollama's: the last line of a stream is a whole one too."""
    return _line("Hello there.") | {
        "done": True, "done_reason": "stop", "total_duration": 9, "load_duration": 1, "prompt_eval_count": 11,
        "prompt_eval_duration": 3, "eval_count": 7, "eval_duration": 5,
    }  # fmt: skip


def _chat_lines() -> list[Json]:
    return [_line("Hello "), _line("there."), _chat() | _line("") | {"done": True}]


def _line(text: str) -> Json:
    message = {"role": "assistant", "content": text}
    return {"model": "llama3.2", "created_at": "2026-11-01T09:00:00Z", "message": message, "done": False}


def _content() -> Json:
    return _candidate("Hello there.", "STOP")


def _content_chunks() -> list[Json]:
    return [_candidate("Hello ", None), _candidate("there.", "STOP")]


def _candidate(text: str, reason: str | None) -> Json:
    """A response of Gemini's: a part of a stream is a whole one."""
    end = {"finishReason": reason} if reason else {}
    return {
        "candidates": [{"content": {"parts": [{"text": text}], "role": "model"}, "index": 0, **end}],
        "usageMetadata": {
            "promptTokenCount": 11,
            "candidatesTokenCount": 6,
            "thoughtsTokenCount": 1,
            "totalTokenCount": 18,
            "cachedContentTokenCount": 3,
        },
        "modelVersion": "gemini-3.5-flash-lite",
        "responseId": "r1",
    }


def _message() -> Json:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5",
        "content": [{"type": "text", "text": "Hello there."}],
        "stop_reason": "end_turn", "stop_sequence": None,
        "usage": {
            "input_tokens": 11, "output_tokens": 7, "cache_read_input_tokens": 3, "cache_creation_input_tokens": 2,
            "output_tokens_details": {"thinking_tokens": 1}, "cache_creation": {"ephemeral_1h_input_tokens": 1},
            "service_tier": "standard",
        },
    }  # fmt: skip


def _message_events() -> list[Json]:
    message = _message() | {"content": [], "stop_reason": None}
    return [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello "}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "there."}},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": _message()["usage"],
        },
        {"type": "message_stop"},
    ]


def _completion() -> Json:
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "service_tier": "default", "created": 1, "model": "gpt-4o-mini",
        "choices": [{
            "index": 0, "finish_reason": "stop", "logprobs": None,
            "message": {"role": "assistant", "content": "Hello there.", "refusal": None},
        }],
        "usage": {
            "prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18,
            "prompt_tokens_details": {"cached_tokens": 3}, "completion_tokens_details": {"reasoning_tokens": 1},
        },
    }  # fmt: skip


def _chunks() -> list[Json]:
    def chunk(delta: Json, finish: str | None = None, **more: Json) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "service_tier": "default",
            "created": 1, "model": "gpt-4o-mini",
            "choices": [choice], "usage": None,
        } | more  # fmt: skip

    return [
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "Hello "}),
        chunk({"content": "there."}),
        chunk({}, "stop"),
        chunk({}, choices=[], usage=_completion()["usage"]),
    ]


def _response() -> Json:
    text = {"type": "output_text", "text": "Hello there.", "annotations": []}
    return {
        "id": "resp_1", "object": "response", "service_tier": "default", "created_at": 1, "model": "gpt-4o-mini",
        "status": "completed", "incomplete_details": None, "error": None,
        "output": [
            {"id": "rs_1", "type": "reasoning", "summary": []},
            {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [text]},
        ],
        "usage": {
            "input_tokens": 11, "output_tokens": 7, "total_tokens": 18,
            "input_tokens_details": {"cached_tokens": 3}, "output_tokens_details": {"reasoning_tokens": 1},
        },
    }  # fmt: skip


def _response_events() -> list[Json]:
    begun = _response() | {"status": "in_progress", "output": [], "usage": None}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    part = {"type": "output_text", "text": "", "annotations": []}
    return [
        {"type": "response.created", "sequence_number": 0, "response": begun},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.content_part.added", **place, "part": part},
        {"type": "response.output_text.delta", **place, "delta": "Hello "},
        {"type": "response.output_text.delta", **place, "delta": "there."},
        {"type": "response.completed", "response": _response()},
    ]
