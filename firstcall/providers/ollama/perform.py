"""A call on its way: the text as it arrives, then the reply."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Reply
from firstcall.providers import _received
from firstcall.providers.ollama.usage import usage_of


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    made = client.chat(*call.positional, **call.arguments)
    if call.streamed:
        return (yield from _chunks(made, names))
    names["response"] = made
    yield _received.text(made.message.content)
    return _reply(made, made.message.content, names)


def _chunks(stream: Any, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """A stream, read as the program in the box reads it. Its last line says why it ended and what was counted."""
    names.update(stream=stream, text="")
    for chunk in stream:
        names["chunk"] = chunk
        piece = _received.text(chunk.message.content)
        names["text"] += piece
        yield piece
    if "chunk" not in names:  # nothing at all came: the program would stop right here
        raise NameError("name 'chunk' is not defined")
    return _reply(names["chunk"], names["text"], names)


def _reply(response: Any, said: Any, names: Mapping[str, Any]) -> Reply:
    return _received.reply(
        said=said,
        stop_reason=response.done_reason,
        usage=usage_of(response),
        model=response.model,
        id=None,  # Ollama gives a reply none, nor a request
        request_id=None,
        names=names,
    )
