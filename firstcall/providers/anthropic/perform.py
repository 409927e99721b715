"""A call on its way: the text as it arrives, then the reply."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Reply
from firstcall.providers import _received
from firstcall.providers.anthropic.usage import usage_of


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == "messages.stream":
        with client.messages.stream(*call.positional, **call.arguments) as stream:
            names["stream"] = stream
            yield from map(_received.text, stream.text_stream)
            names["message"] = stream.get_final_message()
        return _reply(names["message"], stream.request_id, names)
    make = client.messages.parse if call.method == "messages.parse" else client.messages.create
    made = make(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _raw_events(made, names))
    names["message"] = made
    yield text_of(made)  # a wrong base URL gives a `str` here, which has no content
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
            yield _received.text(event.delta.text)
    return _reply(message, stream.response.headers.get("request-id"), names)


def text_of(message: Any) -> str:
    return "".join(_received.text(block.text) for block in message.content if block.type == "text")


def _reply(message: Any, request_id: Any, names: Mapping[str, Any]) -> Reply:
    return _received.reply(
        said=text_of(message),
        stop_reason=message.stop_reason,
        usage=usage_of(message.usage),
        model=message.model,
        id=message.id,
        request_id=request_id,
        names=names,
    )
