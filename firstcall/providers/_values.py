"""Arguments of an SDK as values of ours, and back, where every wire does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from firstcall.calls import Message


def messages_of(value: Any) -> tuple[Message, ...]:
    """The entries of a `messages` argument that have a role and plain text."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(
        Message(entry["role"], entry["content"])
        for entry in value
        if isinstance(entry, Mapping)
        and isinstance(entry.get("content"), str)
        and isinstance(entry.get("role"), str)
    )


def entries(messages: Sequence[Message], before: Any) -> Any:
    """A `messages` argument that says these messages. One that says them already stays as it is, for it
    may hold more than text."""
    if before is not None and messages_of(before) == tuple(messages):
        return before
    return [{"role": message.role, "content": message.content} for message in messages]


def text_of(value: Any) -> Any:
    """The text of an argument that is one text, or a list of blocks that hold text alone; anything else as it is."""
    if not isinstance(value, list) or not value or not all(map(_is_text, value)):
        return value
    return "".join(block["text"] for block in value)


def blocks(text: Any, before: Any) -> Any:
    """An argument that says this text. Blocks that say it already stay; a single one keeps what else it carries."""
    if text_of(before) == text:
        return before
    if isinstance(before, list) and len(before) == 1 and _is_text(before[0]) and text:
        return [{**before[0], "text": text}]
    return text


def _is_text(block: Any) -> bool:
    return isinstance(block, Mapping) and isinstance(block.get("text"), str)


def strings(value: Any) -> tuple[str, ...]:
    """A stop argument, one string or a list of them, as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, Sequence) else ()


def day(value: object) -> date | None:
    """A day as an SDK gives it, a `datetime` or a text that begins with one; `None` where there is none. The first
    day of 1970 stands for one that is not known (`anthropic/types/model_info.py`)."""
    try:
        found = value.date() if isinstance(value, datetime) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return None if found == date(1970, 1, 1) else found
