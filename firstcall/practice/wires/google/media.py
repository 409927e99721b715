"""Images and documents among the parts of a turn: which are refused, and what is known of the others.

Shapes: google-genai 3.6.1 `types.Blob`, `FileData`, `PartMediaResolution`. Sentences: another format
(google-gemini/gemini-cli 3054, Mai-with-u/MaiBot 1435, ogkalu2/comic-translate 399), broken images (google-gemini/gemini-cli
5064), no pages (13808). Formats: https://ai.google.dev/gemini-api/docs/image-understanding, document-processing.
Sound and films are counted and not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.models import Model
from firstcall.practice.model import documents, pictures
from firstcall.practice.model.documents import Document, NoDocument
from firstcall.practice.model.pictures import NoPicture, Picture
from firstcall.practice.model.request import Shown
from firstcall.practice.wires.google.errors import refused

Content = Mapping[str, Any]
_TYPES = ("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif")
_TEXTS = (
    "text/",
    "application/json",
    "application/javascript",
    "application/x-javascript",
    "application/x-python",
)
_UNREAD = ("audio/", "video/")
_PDF = "application/pdf"
_LEVEL = "MEDIA_RESOLUTION_"
PAGE_TOKENS = {"low": 280, "": 560, "medium": 560, "high": 1120, "ultra_high": 1120}
"""Of a page of a PDF, by resolution: https://ai.google.dev/gemini-api/docs/media-resolution."""


def read(contents: Sequence[Content], resolution: str = "") -> tuple[Content, ...]:
    """The turns with what is `shown` in the place of each image and PDF, and the text of files that are text.
    `resolution` is that of a request, for all that say none of their own. Raises `Refusal` for what is neither."""
    return tuple(
        {**content, "parts": [_read(part, resolution) for part in content.get("parts", ())]}
        for content in contents
    )


def _read(part: Mapping[str, Any], resolution: str) -> Mapping[str, Any]:
    media = part.get("inlineData") or part.get("fileData") or {}
    type = media.get("mimeType", "")
    if not type or type.startswith(_UNREAD):
        return part
    rest = {name: part[name] for name in part if name not in ("inlineData", "fileData", "mediaResolution")}
    found = _away(media, type) if "fileData" in part else _looked_at(media.get("data", b""), type)
    if isinstance(found, str):
        return {**rest, "text": found}
    return {**rest, "shown": found, "detail": _level(part.get("mediaResolution")) or _level(resolution)}


def _away(media: Mapping[str, Any], type: str) -> Shown:
    address = media.get("fileUri", "")
    return pictures.elsewhere(address) if type.startswith("image/") else documents.elsewhere(address)


def _looked_at(data: bytes, type: str) -> Shown | str:
    if type in _TYPES:
        return _picture(data)
    if type == _PDF:
        return _document(data)
    if type.startswith(_TEXTS):
        return data.decode("utf-8", "replace")
    raise refused(f"Unsupported MIME type: {type[:100]}")


def _document(data: bytes) -> Document:
    try:
        return documents.looked_at(data)
    except NoDocument as error:
        raise refused("The document has no pages.") from error


def _picture(data: bytes) -> Picture:
    try:
        return pictures.looked_at(data)
    except NoPicture as error:
        raise refused(
            "Unable to process input image. Please retry or report in "
            "https://developers.generativeai.google/guide/troubleshooting"
        ) from error


def _level(said: Any) -> str:
    """`low`, `medium`, `high`, `ultra_high`, or nothing."""
    named = said.get("level") if isinstance(said, dict) else said
    level = named.removeprefix(_LEVEL).lower() if isinstance(named, str) else ""
    return level if level in PAGE_TOKENS else ""


def shown_in(content: Content) -> list[Shown]:
    return [part["shown"] for part in content.get("parts", ()) if "shown" in part]


def tokens(content: Content, model: Model) -> Counter[str]:
    """What the pictures and documents of a turn count for this model, by modality."""
    found: Counter[str] = Counter()
    for part in content.get("parts", ()):
        if isinstance(part.get("shown"), Document):
            found["DOCUMENT"] += PAGE_TOKENS[part["detail"]] * max(1, part["shown"].pages)
        elif "shown" in part and model.images is not None:
            found["IMAGE"] += pictures.tokens(part["shown"], model.images, part["detail"])
    return found
