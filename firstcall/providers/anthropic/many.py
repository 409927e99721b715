"""Anthropic's Message Batches, and the header of its rate limit.

Facts: https://platform.claude.com/docs/en/build-with-claude/batch-processing,
https://platform.claude.com/docs/en/api/rate-limits and `anthropic/resources/messages/batches.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firstcall.providers import Answered, Ask, Batches, Look, Many
from firstcall.providers.anthropic.usage import usage_of


def hand_in(client: Any, asks: Sequence[Ask]) -> Look:
    requests = [{"custom_id": ask.name, "params": ask.body} for ask in asks]
    return _look(client.messages.batches.create(requests=requests))


def look(client: Any, id: str) -> Look:
    return _look(client.messages.batches.retrieve(id))


def _look(batch: Any) -> Look:
    """The counts move once the batch has ended (`anthropic/types/messages/message_batch_request_counts.py`)."""
    counts = batch.request_counts.model_dump()
    waiting, total = counts["processing"], sum(counts.values())
    return Look(batch.id, batch.processing_status, total - waiting, total, batch.processing_status == "ended")


def answers(client: Any, id: str) -> list[Answered]:
    return list(map(_answered, _lines(client, id)))


def _lines(client: Any, id: str) -> Iterator[Any]:
    yield from client.messages.batches.results(id)


def _answered(line: Any) -> Answered:
    if line.result.type != "succeeded":
        return Answered(line.custom_id, error=line.result.type)
    message = line.result.message
    text = "".join(block.text for block in message.content if block.type == "text")
    return Answered(line.custom_id, text, message.stop_reason, usage_of(message.usage))


MANY = Many("anthropic-ratelimit-requests-remaining", Batches(hand_in, look, answers))
