"""How many tokens a prompt has, and what is said of one that the model has no room for."""

from __future__ import annotations

import json
from typing import Any

from firstcall.practice.model import tokens
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import cache, images
from firstcall.practice.wires.openai.messages import rest_of, text_of
from firstcall.practice.wires.openai.request import Request


def counted_prompt(request: Request) -> int:
    """The tokens of a prompt. Raises `Refusal` when the model has no room for them."""
    total = prompt_tokens(request)
    room = request.model.context_tokens
    if total > room:
        message = (
            f"This model's maximum context length is {room} tokens. However, your messages resulted in "
            f"{total} tokens. Please reduce the length of the messages."
        )
        raise Refusal(400, message, param="messages", code="context_length_exceeded")
    return total


def prompt_tokens(request: Request) -> int:
    """Four tokens frame each message and three begin the reply, as OpenAI's token guide counts."""
    texts = [_everything(message) for message in request.messages]
    if request.tools:
        texts.append(json.dumps(request.tools, ensure_ascii=False))
    shown = sum(
        images.tokens(part, request.model)
        for message in request.messages
        for part in images.shown_in(message)
    )
    return tokens.count("\n".join(texts)) + shown + cache.MESSAGE_TOKENS * len(request.messages) + 3


def _everything(message: Any) -> str:
    """All of a message as text, parts that are neither text nor shown as their JSON: they count too."""
    parts = message.get("content") if isinstance(message.get("content"), list) else []
    other = [part for part in parts if part["type"] != "text" and not images.is_shown(part)]
    return (
        text_of(message) + "".join(json.dumps(each, ensure_ascii=False) for each in other) + rest_of(message)
    )
