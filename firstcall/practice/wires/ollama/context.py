"""How much of a conversation the model gets to see: what is too long is cut from the front without a word.

ollama/ollama `server/prompt.go` (`chatPrompt`): the oldest messages go until the others fit, never the system's and
never the last one, and a result never without its call. What is still too long loses its middle
(`llm/llama_server.go`): the first tokens and the last ones stay.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstcall.practice.model import tokens
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.request import Message, Request

MESSAGE_TOKENS = 4
"""What frames a message."""
_KEPT_FIRST = 4
"""`num_keep`."""
_TOO_LONG = "the input length exceeds the context length"
_TOO_LONG_TO_SHIFT = (
    "the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the "
    "context length in settings, or use a model with a longer context length"
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model sees, its tokens, and for how many more there is room."""

    messages: tuple[Message, ...]
    tokens: int
    room: int


def prompt_of(request: Request) -> Prompt:
    """The prompt of a request. Raises `Refusal` for one that is too long and may not be cut."""
    if not request.messages:
        return Prompt((), 0, 1)
    costs = [_cost(message, request) for message in request.messages]
    tools = tokens.count(json.dumps(request.tools, ensure_ascii=False)) if request.tools else 0
    most = request.context_tokens
    if tools + sum(costs) > most and not request.truncate:
        raise Refusal(400, _TOO_LONG)
    first = _first(request.messages, costs, most - tools)
    stay = [at for at, each in enumerate(request.messages) if at >= first or each.role == "system"]
    seen, total = tuple(request.messages[at] for at in stay), tools + sum(costs[at] for at in stay)
    if total > most:
        if not request.shift:
            raise Refusal(400, _TOO_LONG_TO_SHIFT)
        seen, total = (*seen[:-1], _middle_lost(seen[-1], total - most)), most
    return Prompt(seen, total, _room(request, total))


def _cost(message: Message, request: Request) -> int:
    said = message.content + message.thinking + "".join(json.dumps([call.name, call.arguments], ensure_ascii=False)
                                                        for call in message.calls)  # fmt: skip
    return MESSAGE_TOKENS + tokens.count(said) + len(message.images) * request.pulled.build.image_tokens


def _first(messages: Sequence[Message], costs: Sequence[int], most: int) -> int:
    """The place of the oldest message that is still seen, system messages apart: a call with its results is one block."""
    left, system = sum(costs), 0
    block, in_block = 0, 0
    for at, message in enumerate(messages):
        if message.role != "tool":
            block, in_block = at, 0
        whole = bool(messages[block].calls)
        if system + left + (in_block if whole else 0) <= most or at == len(messages) - 1:
            return block if whole else at
        left -= costs[at]
        in_block += costs[at]
        system += costs[at] if message.role == "system" else 0
    return 0


def _middle_lost(message: Message, tokens_over: int) -> Message:
    pieces = tokens.split(message.content)
    kept = max(0, len(pieces) - tokens_over - _KEPT_FIRST)
    return replace(message, content="".join(pieces[:_KEPT_FIRST] + pieces[len(pieces) - kept :]))


def _room(request: Request, prompt_tokens: int) -> int:
    """How long the reply may be: as `num_predict` says, else until it ends by itself, at most ten contexts long."""
    limit = request.limit if request.limit > 0 else 10 * request.context_tokens
    left = max(1, request.context_tokens - prompt_tokens)
    return limit if request.shift and request.limit != -2 else min(limit, left)
