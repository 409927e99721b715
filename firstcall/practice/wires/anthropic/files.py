"""Anthropic's files: what a program uploads and its messages name.

Shapes: anthropic 2.14.0 `types/file_metadata.py`, `deleted_file.py`, `file_not_downloadable_error.py`, `resources/files.py`;
older versions of the SDK list by `after_id`. What may stand in which block:
https://platform.claude.com/docs/en/build-with-claude/files. The sentences are worded after that page. Files are kept as
`firstcall.practice.kept` says.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import parse_qs

from pydantic import ValidationError

from firstcall.practice import forms
from firstcall.practice.exchange import Exchange
from firstcall.practice.kept import Kept
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic import images
from firstcall.practice.wires.anthropic.blocks import (
    Block,
    Brought,
    DocumentBlock,
    ImageBlock,
    ToolResultBlock,
)
from firstcall.practice.wires.anthropic.documents import FileSource, PdfSource, TextSource
from firstcall.practice.wires.anthropic.errors import DOOR, new_id
from firstcall.practice.wires.anthropic.models import admit, answer, page
from firstcall.practice.wires.anthropic.shapes import CountRequest, complaint, version_of

MOST_BYTES = 4 * 1024 * 1024
LIVES_SECONDS = (3600, 7_776_000)
_IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_CURSOR = "page_"

Asked = TypeVar("Asked", bound=CountRequest)
AnyBlock = TypeVar("AnyBlock", Block, Brought)


@dataclass(frozen=True, slots=True)
class File:
    id: str
    name: str
    kind: str
    content: bytes
    created: float
    expires: float | None

    @property
    def shape(self) -> dict[str, Any]:
        return {
            "type": "file",
            "id": self.id,
            "filename": self.name,
            "mime_type": self.kind,
            "size_bytes": len(self.content),
            "created_at": _moment(self.created),
            "expires_at": _moment(self.expires) if self.expires else None,
            "downloadable": False,
        }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


# The routes


async def upload(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(
        learners, exchange, partial(_uploaded, learners.kept, exchange.headers), answer, form=True
    )


def _uploaded(kept: Kept, sent: Mapping[str, str], key: str, body: bytes) -> dict[str, Any]:
    version_of(sent)
    parts = forms.named(sent.get("content-type", ""), body)
    part = parts.get("file")
    if part is None or not part.is_file:
        raise Refusal(400, "file: Field required")
    if not part.content:
        raise Refusal(400, "file: File must not be empty")
    if len(part.content) > MOST_BYTES:
        raise Refusal(
            400, f"The practice server does not serve files of more than {MOST_BYTES // 1024**2} MB."
        )
    now, lives = time.time(), _lives(parts.get("expires_in_seconds"))
    name = PurePosixPath(part.filename).name or "unnamed"
    file = File(new_id("file_011", 21), name, part.kind, part.content, now, now + lives if lives else None)
    kept.put(key, file.id, file, len(file.content) + 300)
    return file.shape


def _lives(said: forms.Part | None) -> int | None:
    """How many seconds a file is to live."""
    if said is None:
        return None
    least, most = LIVES_SECONDS
    text = said.text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise Refusal(400, f"expires_in_seconds: Input should be between {least} and {most}")
    return int(text)


async def listed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Newest first."""
    key, query = admit(exchange), dict(exchange.query)
    wanted = parse_qs(exchange.scope["query_string"].decode("latin-1")).get("ids[]", ())
    kept = [each for each in reversed(learners.kept.every(key)) if isinstance(each, File)]
    shapes = [file.shape for file in kept if not wanted or file.id in wanted]
    if query.get("page", "").startswith(_CURSOR):
        query["after_id"] = query["page"].removeprefix(_CURSOR)
    found = page(shapes, query)
    await answer(
        exchange, found | {"next_page": f"{_CURSOR}{found['last_id']}" if found["has_more"] else None}
    )


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = admit(exchange)
    await answer(exchange, find(learners.kept, key, exchange.path_params["id"]).shape)


async def content(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Only what a tool of Anthropic's has made can be downloaded: here there is none."""
    key = admit(exchange)
    file = find(learners.kept, key, exchange.path_params["id"])
    said = f"File `{file.id}` is not downloadable. Only files that were created by a tool can be downloaded."
    raise Refusal(400, said, error_details={"error_code": "file_not_downloadable"})


async def delete(vendor: str, learners: Learners, exchange: Exchange) -> None:
    key, id = admit(exchange), exchange.path_params["id"]
    find(learners.kept, key, id)
    learners.kept.remove(key, id)
    await answer(exchange, {"id": id, "type": "file_deleted"})


def find(kept: Kept, key: str, id: str) -> File:
    """Raises `Refusal` 404 for one that is not there (any longer)."""
    found = kept.get(key, id)
    if not isinstance(found, File) or (found.expires is not None and found.expires < time.time()):
        raise Refusal(404, f"File not found: {id[:80]}", "not_found_error")
    return found


# In messages


def filled(request: Asked, kept: Kept, key: str) -> Asked:
    """The request with the files that its messages name in their places. Raises `Refusal`."""
    messages = []
    for at, message in enumerate(request.messages):
        if isinstance(message.content, list):
            blocks = _blocks(message.content, f"messages.{at}.content", kept, key)
            message = message.model_copy(update={"content": blocks})
        messages.append(message)
    return request.model_copy(update={"messages": messages})


def _blocks(blocks: list[AnyBlock], where: str, kept: Kept, key: str) -> list[AnyBlock]:
    return [_block(block, f"{where}.{at}", kept, key) for at, block in enumerate(blocks)]


def _block(block: Any, where: str, kept: Kept, key: str) -> Any:
    if isinstance(block, ToolResultBlock) and isinstance(block.content, list):
        return block.model_copy(update={"content": _blocks(block.content, f"{where}.content", kept, key)})
    if isinstance(block, DocumentBlock) and isinstance(block.source, FileSource):
        return _with(block, _document(find(kept, key, block.source.file_id), f"{where}.document.source"))
    if isinstance(block, ImageBlock) and isinstance(block.source, images.FileSource):
        return _with(block, _image(find(kept, key, block.source.file_id), f"{where}.image.source"))
    return block


def _with(block: Any, source: Any) -> Any:
    return block.model_copy(update={"source": source})


def _document(file: File, where: str) -> PdfSource | TextSource:
    if file.kind == "text/plain":
        return TextSource(type="text", media_type="text/plain", data=file.content.decode("utf-8", "replace"))
    _check_kind(file, ("application/pdf", "text/plain"), where)
    return _read(PdfSource, file, where)


def _image(file: File, where: str) -> images.Base64Source:
    _check_kind(file, _IMAGES, where)
    return _read(images.Base64Source, file, where)


def _check_kind(file: File, kinds: Sequence[str], where: str) -> None:
    if file.kind not in kinds:
        said = (
            f"The file's MIME type {file.kind[:80]} is not supported here. Supported are {', '.join(kinds)}."
        )
        raise Refusal(400, f"{where}.file.file_id: {said}")


Source = TypeVar("Source", PdfSource, images.Base64Source)


def _read(shape: type[Source], file: File, where: str) -> Source:
    data = base64.b64encode(file.content).decode()
    try:
        return shape.model_validate({"type": "base64", "media_type": file.kind, "data": data})
    except ValidationError as error:
        raise Refusal(400, complaint(error, where)) from error
