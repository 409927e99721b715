"""What answers the body of a request at each endpoint that takes one, for a single request or for one of a batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from firstcall.practice.answering import WireReply
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import cache, legacy, responses, uploads
from firstcall.practice.wires.openai.completion import CompletionReply
from firstcall.practice.wires.openai.counting import counted_prompt
from firstcall.practice.wires.openai.embeddings import embedded
from firstcall.practice.wires.openai.moderations import moderated
from firstcall.practice.wires.openai.request import read

Compose = Callable[[str, Learners, float, str, bytes], WireReply]
"""Decides on the reply of a vendor's model to the request in a body: vendor, learners, when the request came, the
learner's key, the body. Raises `Refusal`."""


def chat_completion(vendor: str, learners: Learners, began: float, key: str, body: bytes) -> CompletionReply:
    request = read(body, vendor, partial(uploads.filled, learners.kept, key))
    counted = counted_prompt(request)
    cached = learners.cache.use(key, cache.prefixes(request, counted))
    return CompletionReply(request, counted, cached, began)


def completion(vendor: str, learners: Learners, began: float, key: str, body: bytes) -> legacy.TextReply:
    return legacy.TextReply(legacy.read(body, vendor), began)


_TOLD: Mapping[str, Compose] = {
    "/v1/chat/completions": chat_completion,
    "/v1/responses": responses.response,
    "/v1/completions": completion,
}
_MADE: Mapping[str, Callable[[str, bytes], bytes]] = {
    "/v1/embeddings": embedded,
    "/v1/moderations": moderated,
}
IN_BATCHES = (*_TOLD, *_MADE)
"""The endpoints of which a batch can ask."""


def whole(endpoint: str, vendor: str, learners: Learners, key: str, body: bytes) -> bytes:
    """The body of the answer, told in one piece. Raises `Refusal`."""
    if endpoint in _MADE:
        return _MADE[endpoint](key, body)
    reply = _TOLD[endpoint](vendor, learners, time.perf_counter(), key, body)
    if reply.streams:
        raise Refusal(400, "Streaming is not supported in the Batch API.", param="stream")
    return reply.whole(list(reply.limited), finished=True)
