"""A call of the Responses API on its way: the text as it arrives, then the reply."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Reply
from firstcall.providers import _received
from firstcall.providers.openai.responses.compose import STREAM
from firstcall.providers.openai.responses.usage import usage_of

DELTA = "response.output_text.delta"
ENDS = ("response.completed", "response.incomplete", "response.failed")
"""The events that hold the whole response: `openai/types/responses/response_stream_event.py`."""


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == STREAM:
        with client.responses.stream(*call.positional, **call.arguments) as stream:
            yield from _texts(stream, names)
            names["response"] = stream.get_final_response()
        return _reply(names["response"], None, names)
    make = client.responses.parse if call.method == "responses.parse" else client.responses.create
    made = make(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _events(made, names))
    names["response"] = made
    yield _received.text(made.output_text)  # a wrong base URL gives a `str` here
    return _reply(made, made._request_id, names)


def _texts(stream: Any, names: dict[str, Any]) -> Generator[str, None, None]:
    names["stream"] = stream
    for event in stream:
        names["event"] = event
        if event.type == DELTA:
            yield _received.text(event.delta)
        elif event.type in ENDS:
            names["response"] = event.response


def _events(stream: Any, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """`create(stream=True)`, read as the program in the box reads it: the last event has the whole response."""
    said = ""
    for piece in _texts(stream, names):
        said += piece
        yield piece
    request_id = stream.response.headers.get("x-request-id")
    if "response" in names:
        return _reply(names["response"], request_id, names)
    if not said:  # a web page is a stream without events: the program would stop right here
        raise NameError("name 'response' is not defined")
    return _received.reply(
        said=said, stop_reason=None, usage=None, model="", id="", request_id=request_id, names=names
    )


def _reply(response: Any, request_id: Any, names: Mapping[str, Any]) -> Reply:
    return _received.reply(
        said=response.output_text,
        stop_reason=response.status,
        usage=usage_of(response),
        model=response.model,
        id=response.id,
        request_id=request_id,
        names=names,
    )
