"""OpenAI's batches, of Chat Completions and of Responses, and the header of its rate limit.

Facts: https://developers.openai.com/api/docs/guides/batch, https://developers.openai.com/api/docs/guides/rate-limits
and `openai/resources/batches.py`, `openai/types/batch.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from firstcall.calls import Usage
from firstcall.providers import Answered, Ask, Batches, Look, Many
from firstcall.providers.openai.usage import usage_of

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
"""`openai/types/batch.py`, `Batch.status`."""

Read = Callable[[Any], tuple[str, str | None, Usage | None]]
"""The body of one answer in, as JSON gives it; its text, why it ended and its tokens out."""


def many(endpoint: str, read: Read) -> Many:
    """What there is for calls to one endpoint, whose answers `read` understands."""
    batches = Batches(partial(_hand_in, endpoint), _look_at, partial(_answers, read))
    return Many("x-ratelimit-remaining-requests", batches)


def _hand_in(endpoint: str, client: Any, asks: Sequence[Ask]) -> Look:
    lines = [{"custom_id": ask.name, "method": "POST", "url": endpoint, "body": ask.body} for ask in asks]
    content = "\n".join(map(json.dumps, lines)).encode()
    file = client.files.create(file=("requests.jsonl", content), purpose="batch")
    return _look(client.batches.create(input_file_id=file.id, endpoint=endpoint, completion_window="24h"))


def _look_at(client: Any, id: str) -> Look:
    return _look(client.batches.retrieve(id))


def _look(batch: Any) -> Look:
    counts = batch.request_counts
    done, total = (counts.completed + counts.failed, counts.total) if counts else (0, 0)
    return Look(batch.id, batch.status, done, total, batch.status in ENDED)


def _answers(read: Read, client: Any, id: str) -> list[Answered]:
    """Of both files: what went wrong stands in one of its own."""
    batch = client.batches.retrieve(id)
    files = [file for file in (batch.output_file_id, batch.error_file_id) if file]
    return [_answered(read, line) for file in files for line in _lines(client, file)]


def _lines(client: Any, file: str) -> Iterator[Any]:
    yield from map(json.loads, client.files.content(file).text.splitlines())


def _answered(read: Read, line: Any) -> Answered:
    response = line["response"]
    if response is None or response["status_code"] != 200:
        said = line["error"] or response["body"]["error"]
        return Answered(line["custom_id"], error=str(said.get("code") or said.get("message")))
    return Answered(line["custom_id"], *read(response["body"]))


def _of_chat(body: Any) -> tuple[str, str | None, Usage | None]:
    from openai.types.chat import ChatCompletion

    completion = ChatCompletion.model_validate(body)
    choice = completion.choices[0]
    usage = usage_of(completion.usage, completion.service_tier)
    return choice.message.content or "", choice.finish_reason, usage


MANY = many("/v1/chat/completions", _of_chat)
