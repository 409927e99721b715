"""Google's files: uploaded in two requests, named by their address in later ones, kept for two days at Google.

Shapes: google-genai 3.6.1 `files.py`, `_api_client.py` (`upload_file`), `types.File`; https://ai.google.dev/api/files. The
second request of an upload comes without a key: at Google its address is enough, so here the key stands in that.
Files are kept as `firstcall.practice.kept` says.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
import string
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.kept import Kept
from firstcall.practice.learners import Learners
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google import listing
from firstcall.practice.wires.google.errors import DOOR, authenticate, headers, not_served, refused
from firstcall.practice.wires.google.request import fields_of
from firstcall.practice.wires.google.shapes import FILE_TO_COME

MOST_BYTES = 4 * 1024 * 1024
_LIVES = timedelta(hours=48)
_LETTERS = string.ascii_lowercase + string.digits
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_ADDRESS = re.compile(r"(?:.*/v1(?:beta)?/)?files/([^/?#:]{1,100})")
_TOKEN = "upload_id"
_OVER = {"x-goog-upload-status": "final"}
"""Without it the SDK sends the bytes again, three times."""


@dataclass(frozen=True, slots=True)
class File:
    """`root` is the address of the wire up to the version of its API."""

    id: str
    display_name: str
    kind: str
    content: bytes
    created: datetime
    root: str

    @property
    def name(self) -> str:
        return f"files/{self.id}"

    def shape(self) -> dict[str, Any]:
        return {
            "name": self.name,
            **({"displayName": self.display_name} if self.display_name else {}),
            "mimeType": self.kind,
            "sizeBytes": str(len(self.content)),
            "createTime": _moment(self.created),
            "updateTime": _moment(self.created),
            "expirationTime": _moment(self.created + _LIVES),
            "sha256Hash": base64.b64encode(hashlib.sha256(self.content).hexdigest().encode()).decode(),
            "uri": f"{self.root}/{self.name}",
            "state": "ACTIVE",
            "source": "UPLOADED",
        }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


async def upload(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Either request of an upload: `start` announces the file, `upload, finalize` brings it."""
    scope, command = exchange.scope, exchange.headers.get("x-goog-upload-command", "")
    root = f"{scope['scheme']}://{exchange.headers.get('host', '')}{scope.get('root_path', '')}"
    if command == "start":
        address = f"{root}/upload/{version}/files"
        return await DOOR.answer(
            learners, exchange, partial(_announced, learners.kept, exchange.headers, address), _told_where
        )
    if command.replace(" ", "") == "upload,finalize":
        keep = partial(_received, learners.kept, exchange.query.get(_TOKEN, ""), f"{root}/{version}")
        return await DOOR.answer(learners, exchange, keep, _told, form=True)
    raise not_served("uploads other than resumable ones in one piece")


def _announced(kept: Kept, sent: Mapping[str, str], address: str, key: str, body: bytes) -> str:
    """The address that the bytes are to be sent to. Raises `Refusal`."""
    file = fields_of(body, FILE_TO_COME).get("file", {})
    id = file.get("name", "").removeprefix("files/")
    if id and not _ID.fullmatch(id):
        raise refused(
            "* CreateFileRequest.file.name: File name must be at most 40 characters that are lowercase alphanumeric or "
            "dashes (-), and cannot start or end with a dash\n"
        )
    if id and kept.get(key, f"files/{id}") is not None:
        raise Refusal(409, f"File {id} already exists.")
    size = sent.get("x-goog-upload-header-content-length", "0")
    if len(size) > 18 or not size.isdecimal() or int(size) > MOST_BYTES:
        raise not_served(f"files of more than {MOST_BYTES // 1024**2} MB")
    kind = sent.get("x-goog-upload-header-content-type") or file.get("mimeType") or "application/octet-stream"
    to_come = {"id": id, "displayName": file.get("displayName", ""), "kind": kind}
    token = base64.urlsafe_b64encode(as_json(to_come)).decode()
    return f"{address}?{urlencode({_TOKEN: token, 'upload_protocol': 'resumable', 'key': key})}"


async def _told_where(exchange: Exchange, address: str) -> None:
    fields = {"x-goog-upload-status": "active", "x-goog-upload-url": address}
    await exchange.answer(200, b"", {**headers(time.perf_counter()), **fields})


def _received(kept: Kept, token: str, root: str, key: str, body: bytes) -> dict[str, Any]:
    try:
        to_come = parsed(base64.urlsafe_b64decode(token))
        id, display_name, kind = (str(to_come[name])[:512] for name in ("id", "displayName", "kind"))
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise Refusal(400, "Upload has already been terminated.", headers=_OVER) from error
    if len(body) > MOST_BYTES:
        raise Refusal(
            400,
            f"The practice server does not serve files of more than {MOST_BYTES // 1024**2} MB.",
            headers=_OVER,
        )
    id = id or "".join(secrets.choice(_LETTERS) for _ in range(12))
    file = File(id, display_name, kind, body, datetime.now(UTC), root)
    kept.put(key, file.name, file, len(body) + 500)
    return file.shape()


async def _told(exchange: Exchange, shape: dict[str, Any]) -> None:
    await exchange.answer(200, as_json({"file": shape}), {**headers(time.perf_counter()), **_OVER})


async def every(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Newest first."""
    key = authenticate(exchange)
    found = [each.shape() for each in reversed(learners.kept.every(key)) if isinstance(each, File)]
    await listing.answer(exchange, listing.page(found, "files", exchange.query, 10))


async def one(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    await listing.answer(exchange, find(learners.kept, key, exchange.path_params["id"]).shape())


async def delete(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    learners.kept.remove(key, find(learners.kept, key, exchange.path_params["id"]).name)
    await listing.answer(exchange, {})


def find(kept: Kept, key: str, id: str) -> File:
    """Raises `Refusal` 403 for one that is not there (any longer), as for another's."""
    found = kept.get(key, f"files/{id[:100]}")
    if not isinstance(found, File):
        raise Refusal(403, f"You do not have permission to access the File {id[:100]} or it may not exist.")
    return found


def filled(fields: Mapping[str, Any], kept: Kept, key: str) -> dict[str, Any]:
    """The fields of a request with the files that its turns name in their places. Raises `Refusal`."""
    contents = [
        {**content, "parts": [_filled(part, kept, key) for part in content["parts"]]}
        if "parts" in content
        else content
        for content in fields.get("contents", ())
    ]
    return {**fields, "contents": contents} if contents else dict(fields)


def _filled(part: Mapping[str, Any], kept: Kept, key: str) -> Mapping[str, Any]:
    address = _ADDRESS.fullmatch(part.get("fileData", {}).get("fileUri", ""))
    if address is None:
        return part
    file = find(kept, key, address[1])
    rest = {name: part[name] for name in part if name != "fileData"}
    return {
        **rest,
        "inlineData": {"mimeType": part["fileData"].get("mimeType") or file.kind, "data": file.content},
    }
