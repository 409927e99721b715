"""OpenAI's files: what a program uploads, and what its batches leave behind.

Shapes: openai 3.57.0 `types/file_create_params.py`, `file_object.py`, `file_deleted.py`. "No such File object" is the
vendor's sentence as recorded in many public tests of its callers; the others are worded after those of Chat. Files
are kept as `firstcall.practice.kept` says, and read by batches and by messages that name them.
"""

from __future__ import annotations

import base64
import mimetypes
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from firstcall.practice import forms
from firstcall.practice.exchange import Exchange
from firstcall.practice.kept import Kept
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import DOOR, answer, authenticate, headers, new_id, not_served
from firstcall.practice.wires.openai.fields import missing, unknown_choice

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
MOST_BYTES = 4 * 1024 * 1024
_BATCH_SECONDS = 30 * 24 * 3600
"""So long OpenAI keeps a file for batches; here it is kept for shorter."""


@dataclass(frozen=True, slots=True)
class File:
    id: str
    name: str
    purpose: str
    content: bytes
    created_at: int

    @property
    def address(self) -> str:
        """A data URL."""
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(self.content).decode()}"

    @property
    def shape(self) -> dict[str, Any]:
        expires = self.created_at + _BATCH_SECONDS if self.purpose.startswith("batch") else None
        return {
            "id": self.id,
            "object": "file",
            "bytes": len(self.content),
            "created_at": self.created_at,
            "expires_at": expires,
            "filename": self.name,
            "purpose": self.purpose,
            "status": "processed",
            "status_details": None,
        }


def keep(kept: Kept, key: str, name: str, purpose: str, content: bytes) -> File:
    file = File(new_id("file-"), name, purpose, content, int(time.time()))
    kept.put(key, file.id, file, len(content) + 200)
    return file


def find(kept: Kept, key: str, id: str, param: str = "id") -> File:
    """Raises `Refusal` 404 for one that is not there (any longer)."""
    found = kept.get(key, id)
    if not isinstance(found, File):
        raise Refusal(404, f"No such File object: {id[:200]}", param=param)
    return found


def filled(kept: Kept, key: str, messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Messages of Chat Completions with the files that they name in their places. Raises `Refusal`."""
    return [_filled_message(kept, key, message, at) for at, message in enumerate(messages)]


def _filled_message(kept: Kept, key: str, message: Mapping[str, Any], at: int) -> Mapping[str, Any]:
    content = message.get("content")
    if not isinstance(content, list):
        return message
    where = f"messages[{at}].content"
    return {
        **message,
        "content": [_filled(kept, key, part, f"{where}[{n}]") for n, part in enumerate(content)],
    }


def _filled(kept: Kept, key: str, part: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """A part with the data of the file it names, as a data URL; an image is named so by the Responses API alone."""
    kind = part["type"]
    inner = part.get(kind) if kind in ("file", "image_url") else None
    id = inner.get("file_id") if isinstance(inner, dict) else None
    if inner is None or not isinstance(id, str) or inner.get("file_data") is not None:
        return part
    file = find(kept, key, id, f"{where}.{kind}.file_id")
    rest = {name: inner[name] for name in inner if name != "file_id"}
    return {**part, kind: rest | {"file_data" if kind == "file" else "url": file.address}}


async def upload(vendor: str, learners: Learners, exchange: Exchange) -> None:
    make = partial(_uploaded, learners.kept, exchange.headers.get("content-type", ""))
    await DOOR.answer(learners, exchange, make, answer, form=True)


def _uploaded(kept: Kept, kind: str, key: str, body: bytes) -> dict[str, Any]:
    parts = forms.named(kind, body)
    purpose, file = parts.get("purpose"), parts.get("file")
    if file is None or not file.is_file:
        raise missing("file")
    if purpose is None:
        raise missing("purpose")
    if purpose.text not in PURPOSES:
        raise unknown_choice("purpose", purpose.text, PURPOSES)
    if len(file.content) > MOST_BYTES:
        raise not_served(f"files of more than {MOST_BYTES // 1024 // 1024} MB", "file")
    return keep(kept, key, file.filename, purpose.text, file.content).shape


async def listed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """All at once, newest first: a learner has few (`types/file_list_params.py` has pages for more)."""
    key = authenticate(exchange)
    purpose = exchange.query.get("purpose")
    found = [each for each in learners.kept.every(key) if isinstance(each, File)]
    shapes = [file.shape for file in reversed(found) if purpose in (None, file.purpose)]
    await answer(exchange, page(shapes))


def page(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "object": "list",
        "data": shapes,
        "first_id": shapes[0]["id"] if shapes else None,
        "last_id": shapes[-1]["id"] if shapes else None,
        "has_more": False,
    }


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    await answer(exchange, find(learners.kept, key, exchange.path_params["id"]).shape)


async def content(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    file = find(learners.kept, key, exchange.path_params["id"])
    fields = {"content-type": "application/octet-stream", **headers(time.perf_counter())}
    await exchange.answer(200, file.content, fields)


async def delete(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key, id = authenticate(exchange), exchange.path_params["id"]
    find(learners.kept, key, id)
    learners.kept.remove(key, id)
    await answer(exchange, {"id": id, "object": "file", "deleted": True})
