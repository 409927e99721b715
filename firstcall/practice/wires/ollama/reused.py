"""What a loaded model has read already: of the next prompt it reads anew only what is different.

ollama/ollama `runner/ollamarunner/cache.go` (`LoadCacheSlot`): the longest beginning that is the same is reused, token by
token, and at least one token is always read. The newest prompt takes the place of the one before. Nothing is really
computed here: what is kept are fingerprints, a model's last prompt of a learner, as long as the model stays.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from firstcall.practice.kept import Kept
from firstcall.practice.model import tokens
from firstcall.practice.prompt_cache import fingerprints
from firstcall.practice.wires.ollama.context import Prompt
from firstcall.practice.wires.ollama.library import Pulled
from firstcall.practice.wires.ollama.request import Message, Request

_STEP = 32
"""Tokens to a fingerprint."""
_BYTES = 60


@dataclass(frozen=True, slots=True)
class Read:
    """The beginnings of a prompt, shortest first, and until when its model stays."""

    marks: tuple[bytes, ...]
    until: float


def _id(pulled: Pulled) -> str:
    return f"read {pulled.full}"


def fresh_share(kept: Kept, key: str, request: Request, prompt: Prompt, stays: float) -> float:
    """Which part of a prompt the model has to read anew, from nearly 0 to 1; the model now knows this prompt, for as
    many seconds as it `stays`."""
    pieces = list(_pieces(request, prompt))
    if not pieces:
        return 1.0
    steps = range(0, len(pieces), _STEP)
    marks = tuple(fingerprints("\0".join(pieces[at : at + _STEP]) for at in steps))
    before, now = kept.get(key, _id(request.pulled)), time.monotonic()
    known = before.marks if isinstance(before, Read) and before.until > now else ()
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(marks, known, strict=False)))
    kept.put(key, _id(request.pulled), Read(marks, now + stays), _BYTES * len(marks))
    return 1 - min(alike * _STEP, len(pieces) - 1) / len(pieces)


def forget(kept: Kept, key: str, pulled: Pulled) -> None:
    kept.remove(key, _id(pulled))


def _pieces(request: Request, prompt: Prompt) -> Iterator[str]:
    """The tokens of a prompt as the model sees it."""
    if request.tools:
        yield from tokens.split(json.dumps(request.tools, ensure_ascii=False))
    for message in prompt.messages:
        yield f"<{message.role}>"
        yield from (each.seal for each in message.images)
        yield from tokens.split(_said(message))


def _said(message: Message) -> str:
    calls = "".join(json.dumps([call.name, call.arguments], ensure_ascii=False) for call in message.calls)
    return message.content + message.thinking + calls
