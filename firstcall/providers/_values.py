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
