"""The `context` of `/api/generate`: numbers with which the next request goes on from this one.

Ollama's are the tokens of the prompt and the reply (https://docs.ollama.com/api/generate, deprecated there); these
hold the same conversation, two bytes of it in a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

_MOST = 1 << 16


def kept(said: Iterable[tuple[str, str]]) -> list[int]:
    """A conversation, as (role, text), in numbers."""
    data = json.dumps(list(said)).encode()
    data += b" " * (len(data) % 2)
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def told(numbers: Sequence[Any]) -> list[tuple[str, str]]:
    """The conversation in such numbers; none in others, which say nothing to this server."""
    if not all(type(each) is int and 0 <= each < _MOST for each in numbers):
        return []
    try:
        said = json.loads(b"".join(each.to_bytes(2, "big") for each in numbers))
    except ValueError:
        return []
    pairs = said if isinstance(said, list) else []
    return [(each[0], each[1]) for each in pairs
            if isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each)]  # fmt: skip
