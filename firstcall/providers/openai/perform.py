"""A call on its way: the text as it arrives, then the reply."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Reply
from firstcall.providers import _received
from firstcall.providers.openai.usage import usage_of, usage_so_far


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == "chat.completions.stream":
        with client.chat.completions.stream(*call.positional, **call.arguments) as stream:
            names["stream"] = stream
            for event in stream:
                names["event"] = event
                if event.type == "content.delta":
                    yield _received.text(event.delta)
            names["response"] = stream.get_final_completion()
        return _reply(names["response"], None, names)
    completions = client.chat.completions
    make = completions.parse if call.method == "chat.completions.parse" else completions.create
    made = make(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _chunks(made, names))
    names["response"] = made
    yield _received.text(made.choices[0].message.content)  # a wrong base URL gives a `str` here
    return _reply(made, made._request_id, names)


def _chunks(stream: Any, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """`create(stream=True)`, read as the program in the box reads it."""
    names.update(stream=stream, text="", stop_reason=None)
    for chunk in stream:
        names["chunk"] = chunk
        if chunk.choices:
            piece = _received.text(chunk.choices[0].delta.content)
            names["text"] += piece
            names["stop_reason"] = chunk.choices[0].finish_reason
            yield piece
        if chunk.usage:
            names["usage"] = chunk.usage
    if "chunk" not in names:  # a web page is a stream without chunks: the program would stop right here
        raise NameError("name 'stop_reason' is not defined")
    return _received.reply(
        said=names["text"],
        stop_reason=names["stop_reason"],
        usage=usage_so_far(names),
        model=names["chunk"].model,
        id=names["chunk"].id,
        request_id=stream.response.headers.get("x-request-id"),
        names=names,
    )


def _reply(response: Any, request_id: Any, names: Mapping[str, Any]) -> Reply:
    choice = response.choices[0]
    return _received.reply(
        said=choice.message.content,
        stop_reason=choice.finish_reason,
        usage=usage_of(response.usage, response.service_tier),
        model=response.model,
        id=response.id,
        request_id=request_id,
        names=names,
    )
