"""OpenAI's prompt caching: long beginnings are kept by themselves, in steps of 128 tokens.

Rules: developers.openai.com/api/docs/guides/prompt-caching and openai 3.57.0
`types/chat/completion_create_params.py` (`PromptCacheOptions`). Models that count what they write
also take breakpoints of the learner's own, and keep a beginning for half an hour at least, or for
the time that is asked for; older ones for some minutes, or a day. Requests with another
`prompt_cache_key` go to another machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from firstcall.practice.model import tokens
from firstcall.practice.prompt_cache import Prefix, fingerprints
from firstcall.practice.wires.openai import images
from firstcall.practice.wires.openai.messages import rest_of
from firstcall.practice.wires.openai.request import CACHE_SECONDS, Request

MESSAGE_TOKENS = 4
"""What frames a message, as OpenAI's token guide counts."""
_STEP = 128
_MOST_STEPS = 256
_MOST_WRITTEN, _MOST_LOOKED_FOR = 4, 80
"""Breakpoints of one request: the latest that are written, the implicit one among them, and that are looked for."""


def prefixes(request: Request, prompt_tokens: int) -> list[Prefix]:
    """The beginnings of a prompt that the cache is asked for, shortest first; none of a short one."""
    least = request.model.cache_minimum_tokens
    if least is None or prompt_tokens < least:
        return []
    pieces, marked = _pieces(request)
    longest = min(len(pieces), prompt_tokens)
    explicit = request.cache_mode == "explicit"
    steps = () if explicit else range(least, longest + 1, _step(longest))
    lives = {**_marked(marked, request, explicit), **dict.fromkeys(steps, request.cache_seconds)}
    ends = sorted(end for end in lives if least <= end <= longest)
    said = ["\0".join(pieces[start:end]) for start, end in pairwise((0, *ends))]
    found = fingerprints([_scope(request), *said])
    next(found)
    return [Prefix(fingerprint, end, lives[end]) for fingerprint, end in zip(found, ends, strict=True)]


def _scope(request: Request) -> str:
    """What has to be the same beside the prompt itself (`types/responses/response.py`, the reasons of a miss)."""
    return " ".join(
        (
            request.model.id,
            request.cache_key,
            request.effort or "",
            request.verbosity,
            request.service_tier,
            json.dumps(request.schema),
        )
    )


def _marked(
    marked: Sequence[tuple[int, Mapping[str, Any]]], request: Request, explicit: bool
) -> dict[int, int | None]:
    """The ends that breakpoints mark, and for how long they are written; `None` where they are only looked for."""
    if not request.model.cache_writes:
        return {}
    written = len(marked) - (_MOST_WRITTEN if explicit else _MOST_WRITTEN - 1)
    return {
        end: CACHE_SECONDS.get(mark.get("ttl", ""), request.cache_seconds) if place >= written else None
        for place, (end, mark) in enumerate(marked)
        if place >= len(marked) - _MOST_LOOKED_FOR
    }


def _step(longest: int) -> int:
    """128 tokens, doubled for a very long prompt: what is kept of a learner stays small."""
    step = _STEP
    while longest > step * _MOST_STEPS:
        step *= 2
    return step


def _pieces(request: Request) -> tuple[list[str], list[tuple[int, Mapping[str, Any]]]]:
    """The prompt as tokens, and where in it a part ends that carries a breakpoint, with that breakpoint."""
    pieces = tokens.split(json.dumps(request.tools, ensure_ascii=False)) if request.tools else []
    marked: list[tuple[int, Mapping[str, Any]]] = []
    for message in request.messages:
        pieces += [f"<{message['role']}>", *[""] * (MESSAGE_TOKENS - 1)]
        for part in _parts(message):
            pieces += _pieces_of(part, request)
            if isinstance(mark := part.get("prompt_cache_breakpoint"), dict):
                marked.append((len(pieces), mark))
        pieces += tokens.split(rest_of(message))
    return pieces, marked


def _pieces_of(part: Mapping[str, Any], request: Request) -> list[str]:
    if images.is_shown(part):
        return [f"<{part['shown'].seal}>", *[""] * (images.tokens(part, request.model) - 1)]
    return tokens.split(part["text"] if part["type"] == "text" else json.dumps(part, ensure_ascii=False))


def _parts(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    content = message.get("content")
    return content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
