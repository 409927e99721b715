"""OpenAI's batches: a file of requests, answered into a file.

Shapes: openai 3.57.0 `types/batch.py`, `batch_create_params.py`; lines of the files:
https://developers.openai.com/api/docs/guides/batch. The sentences about wrong lines are OpenAI's as public test suites
quote them (a line that is no JSON, another endpoint) and as Alibaba's documentation of the compatible API has them (two
models, an id twice); the others are worded after those of Chat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from firstcall.practice import batches
from firstcall.practice.batches import Answered, Ask, Batch
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.kept import Kept
from firstcall.practice.learners import Learners
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import uploads
from firstcall.practice.wires.openai.composed import IN_BATCHES, whole
from firstcall.practice.wires.openai.errors import (
    DOOR,
    answer,
    authenticate,
    envelope,
    new_id,
    new_request_id,
    not_served,
)
from firstcall.practice.wires.openai.fields import (
    Field,
    check_all,
    missing,
    unknown_choice,
)
from firstcall.practice.wires.openai.request import fields_of

ENDPOINTS = ("/v1/responses", "/v1/chat/completions", "/v1/embeddings", "/v1/completions", "/v1/moderations",
             "/v1/images/generations", "/v1/images/edits", "/v1/videos")  # fmt: skip
_DAY_SECONDS = 24 * 3600
_FIELDS = {
    "input_file_id": Field((str,), null=False),
    "endpoint": Field((str,), null=False, choices=ENDPOINTS),
    "completion_window": Field((str,), null=False, choices=("24h",)),
    "metadata": Field((dict,)),
    "output_expires_after": Field((dict,), null=False),
}
_EXPIRED = "This request could not be executed before the completion window expired."


@dataclass(slots=True)
class Job:
    """One batch, with what its creator said; `faults` are those of its file, `outputs` the ids of its two files."""

    batch: Batch
    fields: Mapping[str, Any]
    model: str | None
    faults: list[dict[str, Any]]
    outputs: dict[str, str | None]

    @property
    def status(self) -> str:
        batch = self.batch
        if self.faults:
            return "failed"
        if batch.ended is not None:
            return "cancelled" if batch.cancelled else "expired" if batch.expired else "completed"
        return "cancelling" if batch.cancelled else "in_progress" if batch.has_begun else "validating"

    def shape(self) -> dict[str, Any]:
        batch, status = self.batch, self.status
        created, ended = int(batch.created), None if batch.ended is None else int(batch.ended)
        ends = {
            f"{name}_at": ended if status == name else None for name in ("completed", "expired", "cancelled")
        }
        return {
            "id": batch.id,
            "object": "batch",
            "endpoint": self.fields["endpoint"],
            "model": self.model,
            "errors": {"object": "list", "data": self.faults} if self.faults else None,
            "input_file_id": self.fields["input_file_id"],
            "completion_window": "24h",
            "status": status,
            "output_file_id": self.outputs.get("output"),
            "error_file_id": self.outputs.get("error"),
            "created_at": created,
            "in_progress_at": None if status in ("validating", "failed") else created,
            "expires_at": created + _DAY_SECONDS,
            "finalizing_at": ended if status == "completed" else None,
            "failed_at": created if status == "failed" else None,
            "cancelling_at": int(batch.cancelled) if batch.cancelled else None,
            **ends,
            "request_counts": self._counts(),
            "usage": self._usage(),
            "metadata": self.fields.get("metadata"),
        }

    def _counts(self) -> dict[str, int]:
        answers = self.batch.answers
        well = sum(each.status == 200 for each in answers)
        total = 0 if self.faults else len(self.batch.asks)
        return {"total": total, "completed": well, "failed": len(answers) - well}

    def _usage(self) -> dict[str, Any] | None:
        """The tokens of all answers together (`types/batch_usage.py`)."""
        if self.batch.ended is None:
            return None
        used = [json.loads(each.body)["usage"] for each in self.batch.answers if each.status == 200 and each.body
                and self.fields["endpoint"] != "/v1/moderations"]  # fmt: skip
        read, made = (
            _sum(used, "prompt_tokens", "input_tokens"),
            _sum(used, "completion_tokens", "output_tokens"),
        )
        return {
            "input_tokens": read,
            "input_tokens_details": {"cached_tokens": _sum(_inner(used, "prompt", "input"), "cached_tokens")},
            "output_tokens": made,
            "output_tokens_details": {
                "reasoning_tokens": _sum(_inner(used, "completion", "output"), "reasoning_tokens")
            },
            "total_tokens": read + made,
        }


def _sum(counts: list[Mapping[str, Any]], *names: str) -> int:
    return sum(int(count.get(name, 0)) for count in counts for name in names)


def _inner(used: list[Mapping[str, Any]], *names: str) -> list[Mapping[str, Any]]:
    return [each.get(f"{name}_tokens_details") or {} for each in used for name in names]


async def create(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(_created, vendor, learners), answer)


def _created(vendor: str, learners: Learners, key: str, body: bytes) -> dict[str, Any]:
    fields = fields_of(body)
    check_all(fields, _FIELDS, ("input_file_id", "endpoint", "completion_window"))
    if fields["endpoint"] not in IN_BATCHES:
        raise not_served(f"batches of {fields['endpoint']}", "endpoint")
    job = _job(vendor, learners, key, fields)
    learners.kept.put(key, job.batch.id, job, job.batch.bytes)
    return job.shape()


def _job(vendor: str, learners: Learners, key: str, fields: Mapping[str, Any]) -> Job:
    file = uploads.find(learners.kept, key, fields["input_file_id"], "input_file_id")
    if file.purpose != "batch":
        message = f"Invalid 'input_file_id': the purpose of the file is '{file.purpose}', expected 'batch'."
        raise Refusal(400, message, param="input_file_id")
    lines = [line for line in file.content.decode("utf-8", "replace").splitlines() if line.strip()]
    if len(lines) > batches.MOST_REQUESTS:
        raise not_served(f"batches of more than {batches.MOST_REQUESTS} requests", "input_file_id")
    found, faults = _Lines(fields["endpoint"]), []
    asks = []
    for number, line in enumerate(lines, 1):
        try:
            asks.append(found.read(line))
        except Refusal as refusal:
            fault = {"code": refusal.code, "message": refusal.message, "param": refusal.param, "line": number}
            faults.append(fault)
    if not lines:
        faults = [
            {"code": "empty_file", "message": "The input file has no requests.", "param": None, "line": None}
        ]
    tell = partial(_told, fields["endpoint"], vendor, learners, key)
    batch = Batch(new_id("batch_"), [] if faults else asks, tell, learners.pace_of(key))
    return Job(batch, fields, found.model, faults, {})


class _Lines:
    """Reads one line of the file after the other, and knows those before it."""

    def __init__(self, endpoint: str) -> None:
        self.model: str | None = None
        self._endpoint = endpoint
        self._ids: set[str] = set()

    def read(self, line: str) -> Ask:
        """Raises `Refusal` for a line that is not in order."""
        try:
            value = parsed(line.encode())
        except ValueError as error:
            raise _wrong("invalid_json_line", "This line is not parseable as valid JSON.", None) from error
        if not isinstance(value, dict):
            raise _wrong("invalid_json_line", "This line is not parseable as valid JSON.", None)
        for name, kind in (("custom_id", str), ("method", str), ("url", str), ("body", dict)):
            if not isinstance(value.get(name), kind):
                raise missing(name)
        if value["method"] != "POST":
            raise unknown_choice("method", value["method"], ("POST",))
        if value["url"] != self._endpoint:
            raise _wrong(
                "invalid_url", "The URL provided for this request does not match the batch endpoint.", "url"
            )
        self._check_id(value["custom_id"])
        self._check_model(value["body"].get("model"))
        return Ask(value["custom_id"], as_json(value["body"]))

    def _check_id(self, id: str) -> None:
        if id in self._ids:
            message = (
                f"The custom_id '{id[:80]}' for this request is a duplicate of another request. The custom_id "
                "parameter must be unique for each request in a batch."
            )
            raise _wrong("duplicate_custom_id", message, "custom_id")
        self._ids.add(id)

    def _check_model(self, model: object) -> None:
        if not isinstance(model, str):
            return
        if self.model not in (None, model):
            message = (
                f"The model '{model[:80]}' for this request does not match the rest of the batch. Each batch must "
                "contain requests for a single model."
            )
            raise _wrong("mismatched_model", message, "body.model")
        self.model = model


def _wrong(code: str, message: str, param: str | None) -> Refusal:
    return Refusal(400, message, param=param, code=code)


def _told(endpoint: str, vendor: str, learners: Learners, key: str, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer to one request."""
    try:
        return 200, whole(endpoint, vendor, learners, key, body)
    except Refusal as refusal:
        return refusal.status, envelope(refusal, own=True)


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    job = await _looked(learners, exchange)
    await answer(exchange, job.shape())


async def cancel(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    job = _find(learners.kept, key, exchange.path_params["id"])
    if job.batch.ended is not None or job.faults:
        message = f"Cannot cancel a batch with status '{job.status}'."
        raise Refusal(409, message)
    job.batch.cancel()
    await answer(exchange, job.shape())


async def listed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    jobs = [each for each in learners.kept.every(key) if isinstance(each, Job)]
    await answer(exchange, uploads.page([job.shape() for job in reversed(jobs)]))


async def _looked(learners: Learners, exchange: Exchange) -> Job:
    """The batch that is asked for, moved on; once it has ended, with its files."""
    key = authenticate(exchange)
    job = _find(learners.kept, key, exchange.path_params["id"])
    if job.faults:
        return job
    await batches.look(learners, exchange, key, job.batch, job)
    if job.batch.ended is not None and not job.outputs:
        job.outputs = {"output": None, "error": None}
        for name, wanted in (("output", True), ("error", False)):
            lines = list(_lines(job.batch, wanted))
            if lines:
                content = b"".join(line + b"\n" for line in lines)
                named = f"{job.batch.id}_{name}.jsonl"
                job.outputs[name] = uploads.keep(learners.kept, key, named, "batch_output", content).id
    return job


def _find(kept: Kept, key: str, id: str) -> Job:
    found = kept.get(key, id)
    if not isinstance(found, Job):
        raise Refusal(404, f"No batch found with id '{id[:200]}'.")
    return found


def _lines(batch: Batch, well: bool) -> Iterator[bytes]:
    """The lines of the file of answers, or of the file of errors."""
    for each in batch.answers:
        if (each.status == 200) == well:
            yield _line(each, "batch_cancelled" if batch.cancelled else "batch_expired")


def _line(each: Answered, unasked: str) -> bytes:
    head = {"id": new_id("batch_req_"), "custom_id": each.custom_id}
    if each.body is None:
        return as_json({**head, "response": None, "error": {"code": unasked, "message": _EXPIRED}})
    start = as_json({**head, "response": {"status_code": each.status, "request_id": new_request_id()}})
    return start[:-2] + b',"body":' + each.body + b'},"error":null}'
