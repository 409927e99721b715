"""Anthropic's Message Batches: requests that are handed in together, and their results as lines of JSON.

Shapes: anthropic 2.14.0 `types/messages/message_batch*.py`, `batch_create_params.py`; the form of a `custom_id`:
https://platform.claude.com/docs/en/build-with-claude/batch-processing. Sentences are worded after those of Messages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from firstcall.practice import batches
from firstcall.practice.batches import Answered, Ask, Batch
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.composed import composed
from firstcall.practice.wires.anthropic.errors import DOOR, envelope, headers, new_id
from firstcall.practice.wires.anthropic.models import admit, answer, page
from firstcall.practice.wires.anthropic.shapes import read_batch, version_of

_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Job:
    """One batch, and where its results will be."""

    batch: Batch
    results_url: str

    def shape(self) -> dict[str, Any]:
        batch = self.batch
        ended = batch.ended is not None
        status = "ended" if ended else "canceling" if batch.cancelled else "in_progress"
        counts = (
            Counter(_kind(each, batch) for each in batch.answers)
            if ended
            else Counter({"processing": len(batch.asks)})
        )
        return {
            "id": batch.id,
            "type": "message_batch",
            "processing_status": status,
            "request_counts": {
                kind: counts[kind] for kind in ("processing", "succeeded", "errored", "canceled", "expired")
            },
            "ended_at": _moment(batch.ended),
            "created_at": _moment(batch.created),
            "expires_at": _moment(batch.created + _WINDOW.total_seconds()),
            "archived_at": None,
            "cancel_initiated_at": _moment(batch.cancelled),
            "results_url": self.results_url if ended else None,
        }


def _kind(each: Answered, batch: Batch) -> str:
    if each.body is None:
        return "canceled" if batch.cancelled else "expired"
    return "succeeded" if each.status == 200 else "errored"


def _moment(seconds: float | None) -> str | None:
    return (
        None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    )


async def create(vendor: str, learners: Learners, exchange: Exchange) -> None:
    scope = exchange.scope
    root = f"{scope['scheme']}://{exchange.headers.get('host', '')}{scope.get('root_path', '')}"
    make = partial(_created, vendor, learners, exchange.headers, f"{root}/v1/messages/batches")
    await DOOR.answer(learners, exchange, make, answer)


def _created(
    vendor: str, learners: Learners, sent: Mapping[str, str], address: str, key: str, body: bytes
) -> dict[str, Any]:
    version_of(sent)
    requests = read_batch(body)
    if len(requests) > batches.MOST_REQUESTS:
        raise Refusal(
            400, f"The practice server does not serve batches of more than {batches.MOST_REQUESTS} requests."
        )
    known = set[str]()
    for place, request in enumerate(requests):
        if request.custom_id in known:
            raise Refusal(
                400,
                f"requests.{place}.custom_id: {request.custom_id} is the custom_id of another request too",
            )
        known.add(request.custom_id)
    asks = [Ask(request.custom_id, as_json(request.params)) for request in requests]
    batch = Batch(
        new_id("msgbatch_01", 22), asks, partial(_told, vendor, learners, sent, key), learners.pace_of(key)
    )
    job = Job(batch, f"{address}/{batch.id}/results")
    learners.kept.put(key, batch.id, job, batch.bytes)
    return job.shape()


def _told(
    vendor: str, learners: Learners, sent: Mapping[str, str], key: str, body: bytes
) -> tuple[int, bytes]:
    """Status and body of the answer to one request."""
    try:
        reply = composed(vendor, learners, sent, key, body)
        if reply.streams:
            raise Refusal(400, "stream: messages of a batch cannot be streamed")
        reply.tier = "batch"  # `anthropic/types/usage.py`
        return 200, reply.whole(list(reply.limited), finished=True)
    except Refusal as refusal:
        return refusal.status, envelope(refusal, new_id("req_011", 21))


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    job = await _looked(learners, exchange)
    await answer(exchange, job.shape())


async def _looked(learners: Learners, exchange: Exchange) -> Job:
    key = admit(exchange)
    job = _find(learners, key, exchange)
    await batches.look(learners, exchange, key, job.batch, job)
    return job


def _find(learners: Learners, key: str, exchange: Exchange) -> Job:
    id = exchange.path_params["id"]
    found = learners.kept.get(key, id)
    if not isinstance(found, Job):
        raise Refusal(404, f"No message batch with the id {id[:200]} is here.", "not_found_error")
    return found


async def listed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = admit(exchange)
    jobs = [each for each in learners.kept.every(key) if isinstance(each, Job)]
    shapes = sorted((job.shape() for job in jobs), key=lambda shape: str(shape["created_at"]), reverse=True)
    await answer(exchange, page(shapes, exchange.query))


async def cancel(vendor: str, learners: Learners, exchange: Exchange) -> None:
    job = _find(learners, admit(exchange), exchange)
    if job.batch.ended is not None:
        raise Refusal(400, f"The message batch {job.batch.id} has ended and cannot be canceled.")
    job.batch.cancel()
    await answer(exchange, job.shape())


async def delete(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = admit(exchange)
    job = _find(learners, key, exchange)
    if job.batch.ended is None:
        raise Refusal(
            400,
            f"The message batch {job.batch.id} is in progress: it has to be canceled before it is deleted.",
        )
    learners.kept.remove(key, job.batch.id)
    await answer(exchange, {"id": job.batch.id, "type": "message_batch_deleted"})


async def results(vendor: str, learners: Learners, exchange: Exchange) -> None:
    job = await _looked(learners, exchange)
    if job.batch.ended is None:
        raise Refusal(404, f"The message batch {job.batch.id} has no results yet.", "not_found_error")
    body = b"".join(_line(each, job.batch) + b"\n" for each in job.batch.answers)
    fields = {"content-type": "application/x-jsonl", **headers(new_id("req_011", 21))}
    await exchange.answer(200, body, fields)


def _line(each: Answered, batch: Batch) -> bytes:
    kind = _kind(each, batch)
    result: dict[str, Any] = {"type": kind}
    if each.body is not None:
        result["message" if kind == "succeeded" else "error"] = json.loads(each.body)
    return as_json({"custom_id": each.custom_id, "result": result})
