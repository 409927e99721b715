"""Google's prompt caching: long beginnings are kept by themselves, and are told of when they are read again.

https://ai.google.dev/gemini-api/docs/caching: implicit caching needs nothing in the request, from a minimum length
that depends on the model. How long it lasts is not said; some minutes are assumed.
"""

from __future__ import annotations

import json
from itertools import accumulate

from firstcall.practice.model import tokens
from firstcall.practice.prompt_cache import Prefix, fingerprints
from firstcall.practice.wires.google import media
from firstcall.practice.wires.google.contents import everything
from firstcall.practice.wires.google.counting import TURN_TOKENS
from firstcall.practice.wires.google.request import Request

_SECONDS = 300


def prefixes(request: Request, prompt_tokens: int) -> list[Prefix]:
    """The beginnings of a prompt that the cache is asked for, shortest first; none of a short one."""
    least = request.model.cache_minimum_tokens
    if least is None or prompt_tokens < least:
        return []
    parts = [json.dumps(request.tools, ensure_ascii=False) if request.tools else "", request.system]
    parts += [f"{content.get('role', 'user')}\n{everything(content)}" for content in request.contents]
    frames = [0, 0] + [
        TURN_TOKENS + media.tokens(content, request.model).total() for content in request.contents
    ]
    seals = [[], [], *(media.shown_in(content) for content in request.contents)]
    ends = accumulate(tokens.count(part) + frame for part, frame in zip(parts, frames, strict=True))
    said = (" ".join([part, *(one.seal for one in shown)]) for part, shown in zip(parts, seals, strict=True))
    marks = fingerprints([request.model.id, *said])
    next(marks)
    return [
        Prefix(mark, min(end, prompt_tokens), _SECONDS)
        for mark, end in zip(marks, ends, strict=True)
        if end >= least
    ]
