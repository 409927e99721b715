"""Settings as a call of Google's SDK: what is said in `contents`, everything else in the dict `config`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call, Message, Settings
from firstcall.providers._arrange import in_order, without

PLAIN, STREAMED = "models.generate_content", "models.generate_content_stream"
_ORDER = ("model", "config", "contents")
_CONFIG = ("system_instruction", "max_output_tokens", "temperature", "stop_sequences", "thinking_config")
ROLES = {"assistant": "model"}
"""What a turn of the model's is called here: `google/genai/types.py`, `Content.role`."""


def compose(provider: str, settings: Settings, onto: Call | None = None) -> Call:
    """Settings as a call to a provider on this wire. Arguments of `onto` that no setting covers stay as they are."""
    before = dict(onto.arguments) if onto else {}
    config = before.get("config")
    known = dict(config) if isinstance(config, Mapping) else {}
    thinking = without(known.get("thinking_config"), "thinking_level") or {}
    if settings.effort:
        thinking["thinking_level"] = settings.effort
    written = {
        "system_instruction": settings.system or None,
        "max_output_tokens": settings.max_tokens,
        "temperature": settings.temperature,
        "stop_sequences": list(settings.stop) or None,
        "thinking_config": thinking or None,
    }
    arguments = {
        "model": settings.model,
        "config": in_order(known | written, _CONFIG) or None,
        "contents": _contents(settings.messages, before.get("contents")),
    }
    return Call(
        provider=provider,
        method=STREAMED if settings.stream else PLAIN,
        arguments=in_order(before | arguments, _ORDER),
        client=onto.client if onto else {},
    )


def messages_of(contents: Any) -> tuple[Message, ...]:
    """The turns of a `contents` argument that hold text alone; a bare text is one turn of the user's."""
    if isinstance(contents, str):
        return (Message("user", contents),)
    turns = contents if isinstance(contents, Sequence) else [contents]
    return tuple(message for turn in turns if (message := _message(turn)) is not None)


def _message(turn: Any) -> Message | None:
    if not isinstance(turn, Mapping) or not isinstance(turn.get("parts"), Sequence):
        return None
    texts = [part.get("text") if isinstance(part, Mapping) else None for part in turn["parts"]]
    role = turn.get("role", "user")
    if not isinstance(role, str) or not all(isinstance(text, str) for text in texts):
        return None
    ours = {name: own for own, name in ROLES.items()}.get(role, role)
    return Message(ours, "".join(texts))  # type: ignore[arg-type]


def _contents(messages: Sequence[Message], before: Any) -> Any:
    """What says these messages. What says them already stays as it is, for it may hold more than text."""
    if before is not None and messages_of(before) == tuple(messages):
        return before
    return [
        {"role": ROLES.get(message.role, message.role), "parts": [{"text": message.content}]}
        for message in messages
    ]
