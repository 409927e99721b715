"""A call on its way: the text as it arrives, then the reply."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from firstcall.calls import Call, Reply
from firstcall.providers import _received
from firstcall.providers.google.compose import STREAMED
from firstcall.providers.google.usage import usage_of


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """Make the call: yield text as it arrives, return the reply. The SDK's exceptions pass through."""
    if call.method == STREAMED:
        return (yield from _chunks(client, call, names))
    made = client.models.generate_content(*call.positional, **call.arguments)
    names["response"] = made
    yield _received.text(made.text)
    return _reply(made, made.text, _finish_reason(made), made.usage_metadata, names)


def _chunks(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    """A stream, read as the program in the box reads it. Only its last chunk says why it ended."""
    stream = client.models.generate_content_stream(*call.positional, **call.arguments)
    names.update(text="", stop_reason=None, stream=stream)
    for chunk in stream:
        names["chunk"] = chunk
        piece = _received.text(chunk.text)
        names["text"] += piece
        if chunk.candidates and chunk.candidates[0].finish_reason:
            names["stop_reason"] = chunk.candidates[0].finish_reason
        names["usage"] = chunk.usage_metadata
        yield piece
    if "chunk" not in names:  # nothing at all came: the program would stop right here
        raise NameError("name 'chunk' is not defined")
    reason = names["stop_reason"] or _blocked(names["chunk"])
    if not (
        names["text"] or reason or names["usage"]
    ):  # no answer of this API: the program stops at the counts
        raise AttributeError("'NoneType' object has no attribute 'prompt_token_count'")
    return _reply(names["chunk"], names["text"], reason, names["usage"], names)


def _finish_reason(response: Any) -> Any:
    """Why it ended. A prompt that is blocked has no candidates, and says why elsewhere; where nothing is said of a
    block either, the `TypeError` of a program that reads on."""
    blocked = _blocked(response)
    return response.candidates[0].finish_reason if blocked is None else blocked


def _blocked(response: Any) -> Any:
    """Why a prompt was blocked."""
    return None if response.candidates else getattr(response.prompt_feedback, "block_reason", None)


def _reply(response: Any, said: Any, reason: Any, usage: Any, names: Mapping[str, Any]) -> Reply:
    return _received.reply(
        said=said,
        stop_reason=reason,
        usage=usage_of(usage),
        model=response.model_version,
        id=response.response_id,
        request_id=None,  # Google sends none; `responseId` is in the body
        names=names,
    )
