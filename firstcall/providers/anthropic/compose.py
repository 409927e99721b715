"""Settings as a call of Anthropic's SDK."""

from __future__ import annotations

from firstcall.calls import Call, Settings
from firstcall.providers import _values
from firstcall.providers._arrange import in_order, without
from firstcall.providers._structured import method_for

OLD_VERSION = "2023-06-01"
"""The API version under which older models still take `temperature`.
https://platform.claude.com/docs/en/api/migration-2026-10-21"""

_ORDER = (
    "model",
    "max_tokens",
    "system",
    "stop_sequences",
    "output_config",
    "extra_body",
    "extra_headers",
    "messages",
)


def compose(provider: str, settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call to a provider on this wire. Arguments of `onto` that no setting covers stay as they are."""
    before = dict(onto.arguments) if onto else {}
    body = without(before.get("extra_body"), "temperature") or {}
    headers = without(before.get("extra_headers"), "anthropic-version") or {}
    before.pop("temperature", None)
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
        headers["anthropic-version"] = OLD_VERSION
    effort = without(before.get("output_config"), "effort") or {}
    if settings.effort:
        effort["effort"] = settings.effort
    plain = method_for(onto, streams=False, usual="messages.create")
    keeps = onto is not None and onto.streamed == settings.stream
    if not keeps:
        before.pop("stream", None)
    written = {
        "model": settings.model,
        "max_tokens": settings.max_tokens,
        "system": _values.blocks(settings.system, before.get("system")) or None,
        "stop_sequences": list(settings.stop) or None,
        "output_config": effort or None,
        "extra_body": body or None,
        "extra_headers": headers or None,
        "messages": _values.entries(settings.messages, before.get("messages")),
    }
    return Call(
        provider=provider,
        method=onto.method if onto and keeps else "messages.stream" if settings.stream else plain,
        arguments=in_order(before | written, _ORDER),
        client=onto.client if onto else {},
    )
