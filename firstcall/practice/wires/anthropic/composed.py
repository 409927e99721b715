"""What answers the body of a request for a message, for a single request or for one of a batch; how long its prompt is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from firstcall.models import Model
from firstcall.practice.learners import Learners
from firstcall.practice.model import tokens
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic import betas, cache, files
from firstcall.practice.wires.anthropic.blocks import all_of, shown_in, text_of
from firstcall.practice.wires.anthropic.diagnostics import Remembered, diagnosed
from firstcall.practice.wires.anthropic.message import MessageReply, weight_of
from firstcall.practice.wires.anthropic.request import check, model_of
from firstcall.practice.wires.anthropic.shapes import CountRequest, read, version_of


def composed(vendor: str, learners: Learners, sent: Mapping[str, str], key: str, body: bytes) -> MessageReply:
    """The reply to the request in a body, decided on and not yet said. Raises `Refusal`."""
    request = files.filled(betas.settled(read(body, version_of(sent)), sent), learners.kept, key)
    model = model_of(request.model, vendor)
    check(request, model)
    cache.check(request)
    counted = counted_prompt(request, model)
    cached = learners.cache.use(key, cache.prefixes(request, model, weight_of(model), counted))
    if request.diagnostics is None:
        return MessageReply(request, model, counted, cached)
    now, previous = Remembered.of(request, cached), request.diagnostics.previous_message_id
    said = diagnosed(now, cached.read, learners.kept, key, previous)
    reply = MessageReply(request, model, counted, cached, said)
    now.keep(learners.kept, key, reply.id)
    return reply


def counted_prompt(request: CountRequest, model: Model) -> int:
    """The tokens of a prompt as this model counts them. Raises `Refusal` when it has no room for them."""
    system = request.system if isinstance(request.system, str) else text_of(list(request.system))
    parts = [system, *(_everything(message.content) for message in request.messages)]
    if request.tools:
        parts.append(json.dumps(request.tools, ensure_ascii=False))
    total = weight_of(model).counted(tokens.count("\n".join(parts))) + 3
    total += cache.MESSAGE_TOKENS * (len(request.messages) + bool(system))
    total += sum(cache.shown_tokens(shown_in(message.content), model) for message in request.messages)
    if total > model.context_tokens:
        raise Refusal(400, f"prompt is too long: {total} tokens > {model.context_tokens} maximum")
    return total


def _everything(content: Any) -> str:
    """All of a message as text."""
    if isinstance(content, str):
        return content
    return "\n".join(map(all_of, content))
