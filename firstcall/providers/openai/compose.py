"""Settings as a call of OpenAI's SDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.providers import _values
from firstcall.providers._arrange import in_order
from firstcall.providers._structured import method_for

LIMITS = ("max_completion_tokens", "max_tokens")
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


def compose(
    provider: str,
    settings: Settings,
    onto: Call | None = None,
    *,
    asks_for_usage: bool = True,
) -> Call:
    """Settings as a call to a provider on this wire. Arguments of `onto` that no setting covers stay as they are.
    `asks_for_usage` says that a stream is counted when it is asked for that."""
    before = dict(onto.arguments) if onto else {}
    method = method_for(onto, streams=settings.stream, usual="chat.completions.create")
    if onto and onto.streamed == settings.stream:
        method = onto.method
    known = models.served_as(settings.model, provider) or models.find(models.DEFAULT[provider])
    limit = _limit_of(onto, settings.model) or (known.token_limit[0] if known else LIMITS[0])
    for name in LIMITS:
        before.pop(name, None)
    written = {
        "model": settings.model,
        "reasoning_effort": settings.effort,
        limit: settings.max_tokens,
        "temperature": settings.temperature,
        "stop": list(settings.stop) or None,
        "stream": True if settings.stream and not method.endswith(".stream") else None,
        "stream_options": _stream_options(before, onto, asks_for_usage) if settings.stream else None,
        "messages": _values.entries(_with_system(settings, before.get("messages")), before.get("messages")),
    }
    return Call(
        provider=provider,
        method=method,
        arguments=in_order(before | written, _ORDER),
        client=onto.client if onto else {},
    )


def _limit_of(onto: Call | None, model: str) -> str:
    """The learner's spelling of the token limit stays until the model is changed."""
    if onto is None or onto.model != model:
        return ""
    return next((name for name in LIMITS if name in onto.arguments), "")


def _stream_options(before: Mapping[str, Any], onto: Call | None, asks_for_usage: bool) -> Any:
    """A program that already streams keeps its own options, also when it has none."""
    if onto is not None and onto.streamed:
        return before.get("stream_options")
    return {"include_usage": True} if asks_for_usage else None


def _with_system(settings: Settings, before: Any) -> tuple[Message, ...]:
    if not settings.system:
        return settings.messages
    first = before[0] if isinstance(before, list) and before and isinstance(before[0], dict) else {}
    role = "developer" if first.get("role") == "developer" else "system"
    return (Message(role, settings.system), *settings.messages)  # type: ignore[arg-type]
