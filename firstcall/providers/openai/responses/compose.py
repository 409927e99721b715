"""Settings as a call of OpenAI's SDK to the Responses API: the system prompt beside the turns, the effort in a dict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call, Message, Settings
from firstcall.providers import _values
from firstcall.providers._arrange import in_order, without
from firstcall.providers._structured import method_for

CREATE, STREAM = "responses.create", "responses.stream"
LIMIT = "max_output_tokens"
_ORDER = ("model", "instructions", "reasoning", LIMIT, "temperature", "stream", "input")


def compose(provider: str, settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call. Arguments of `onto` that no setting covers stay as they are. Stop sequences are left out:
    this API has none (`openai/types/responses/response_create_params.py`)."""
    before = dict(onto.arguments) if onto else {}
    method = method_for(onto, streams=settings.stream, usual=CREATE)
    if onto and onto.streamed == settings.stream:
        method = onto.method
    reasoning = without(before.get("reasoning"), "effort") or {}
    if settings.effort:
        reasoning["effort"] = settings.effort
    inside = system_in(before) if settings.system else None
    first = (Message(inside.role, settings.system),) if inside else ()
    written = {
        "model": settings.model,
        "instructions": None if inside else settings.system or None,
        "reasoning": reasoning or None,
        LIMIT: settings.max_tokens,
        "temperature": settings.temperature,
        "stream": True if settings.stream and method != STREAM else None,
        "input": _input((*first, *settings.messages), before.get("input")),
    }
    return Call(
        provider=provider,
        method=method,
        arguments=in_order(before | written, _ORDER),
        client=onto.client if onto else {},
    )


def messages_of(given: Any) -> tuple[Message, ...]:
    """The turns of an `input` argument that hold text alone; a bare text is one turn of the user's."""
    return (Message("user", given),) if isinstance(given, str) else _values.messages_of(given)


def system_in(arguments: Mapping[str, Any]) -> Message | None:
    """The system prompt where it is the first entry of `input`, as in `messages`, and not in `instructions`."""
    first = next(iter(messages_of(arguments.get("input"))), None)
    beside = arguments.get("instructions") is not None
    return first if first and first.role in {"system", "developer"} and not beside else None


def _input(messages: Sequence[Message], before: Any) -> Any:
    """What says these messages. A bare text stays one, and what says them already stays as it is."""
    if isinstance(before, str) and [message.role for message in messages] == ["user"]:
        return messages[0].content
    if before is not None and messages_of(before) == tuple(messages):
        return before
    return _values.entries(messages, None)
