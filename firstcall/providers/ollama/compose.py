"""Settings as a call of Ollama's SDK: the model, what is said, and a dict `options` with what steers the model."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call, Message, Settings
from firstcall.providers import _values
from firstcall.providers._arrange import in_order

METHOD = "chat"
_ORDER = ("model", "think", "options", "stream", "messages")
_OPTIONS = ("num_predict", "temperature", "stop")


def compose(provider: str, settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call to a provider on this wire. Arguments of `onto` that no setting covers stay as they are."""
    before = dict(onto.arguments) if onto else {}
    options = before.get("options")
    written = {
        "num_predict": settings.max_tokens,
        "temperature": settings.temperature,
        "stop": list(settings.stop) or None,
    }
    known = dict(options) if isinstance(options, Mapping) else {}
    think = before.get("think")
    arguments = {
        "model": settings.model,
        "think": settings.effort or (think if isinstance(think, bool) else None),
        "options": in_order(known | written, _OPTIONS) or None,
        "stream": True if settings.stream else None,
        "messages": _values.entries(_with_system(settings), before.get("messages")),
    }
    return Call(
        provider=provider,
        method=METHOD,
        arguments=in_order(before | arguments, _ORDER),
        client=onto.client if onto else {},
    )


def _with_system(settings: Settings) -> tuple[Message, ...]:
    system = (Message("system", settings.system),) if settings.system else ()
    return (*system, *settings.messages)
