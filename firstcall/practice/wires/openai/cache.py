"""OpenAI's prompt caching: long beginnings are kept by themselves, in steps of 128 tokens.

Rules: developers.openai.com/api/docs/guides/prompt-caching and openai 3.54.0
`types/chat/completion_create_params.py` (`PromptCacheOptions`). Models that count what they write
also take breakpoints of the learner's own, and keep a beginning for half an hour at least; older
ones for some minutes. Requests with another `prompt_cache_key` go to another machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from firstcall.practice.model import tokens
from firstcall.practice.prompt_cache import Prefix, fingerprints
from firstcall.practice.wires.openai.messages import rest_of
from firstcall.practice.wires.openai.request import Request

MESSAGE_TOKENS = 4
"""What frames a message, as OpenAI's token guide counts."""
_STEP = 128
_MOST_STEPS = 256
_MOST_BREAKPOINTS = 4
_SECONDS, _SECONDS_OF_OLDER_MODELS = 1800, 300


def prefixes(request: Request, prompt_tokens: int) -> list[Prefix]:
    """The beginnings of a prompt that the cache is asked for, shortest first; none of a short one."""
    least = request.model.cache_minimum_tokens
    if least is None or prompt_tokens < least:
        return []
    pieces, own = _pieces(request)
    longest = min(len(pieces), prompt_tokens)
    explicit = request.cache_mode == "explicit"
    own = (
        own[-_MOST_BREAKPOINTS if explicit else 1 - _MOST_BREAKPOINTS :] if request.model.cache_writes else []
    )
    steps = [] if explicit else range(least, longest + 1, _step(longest))
    ends = sorted({end for end in (*steps, *own) if least <= end <= longest})
    said = ["\0".join(pieces[start:end]) for start, end in pairwise((0, *ends))]
    seconds = _SECONDS if request.model.cache_writes else _SECONDS_OF_OLDER_MODELS
    found = fingerprints([f"{request.model.id} {request.cache_key}", *said])
    next(found)
    return [Prefix(fingerprint, end, seconds) for fingerprint, end in zip(found, ends, strict=True)]


def _step(longest: int) -> int:
    """128 tokens, doubled for a very long prompt: what is kept of a learner stays small."""
    step = _STEP
    while longest > step * _MOST_STEPS:
        step *= 2
    return step


def _pieces(request: Request) -> tuple[list[str], list[int]]:
    """The prompt as tokens, and the ends in it of the parts that carry a breakpoint."""
    pieces = tokens.split(json.dumps(request.tools, ensure_ascii=False)) if request.tools else []
    own = []
    for message in request.messages:
        pieces += [f"<{message['role']}>", *[""] * (MESSAGE_TOKENS - 1)]
        for part in _parts(message):
            pieces += tokens.split(
                part["text"] if part["type"] == "text" else json.dumps(part, ensure_ascii=False)
            )
            if "prompt_cache_breakpoint" in part:
                own.append(len(pieces))
        pieces += tokens.split(rest_of(message))
    return pieces, own


def _parts(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    content = message.get("content")
    return content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
