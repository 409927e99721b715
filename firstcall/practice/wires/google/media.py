"""Images among the parts of a turn: which are refused, and what is known of the others.

Shapes: google-genai 3.6.1 `types.Blob`, `FileData`, `PartMediaResolution`. Sentences: another format
(google-gemini/gemini-cli 3054, Mai-with-u/MaiBot 1435, ogkalu2/comic-translate 399), broken (google-gemini/gemini-cli
5064). Formats: https://ai.google.dev/gemini-api/docs/image-understanding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.models import Model
from firstcall.practice.model import pictures
from firstcall.practice.model.pictures import NoPicture, Picture, elsewhere, looked_at
from firstcall.practice.wires.google.errors import refused

Content = Mapping[str, Any]
_TYPES = ("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif")
_LEVEL = "MEDIA_RESOLUTION_"


def read(contents: Sequence[Content], resolution: str = "") -> tuple[Content, ...]:
    """The turns with a `picture` in the place of each image. `resolution` is that of a request, for all images that
    say none of their own. Raises `Refusal` for what is no image."""
    return tuple(
        {**content, "parts": [_read(part, resolution) for part in content.get("parts", ())]}
        for content in contents
    )


def _read(part: Mapping[str, Any], resolution: str) -> Mapping[str, Any]:
    media = part.get("inlineData") or part.get("fileData") or {}
    if not media.get("mimeType", "").startswith("image/"):
        return part
    picture = elsewhere(media.get("fileUri", "")) if "fileData" in part else _picture(media)
    rest = {name: part[name] for name in part if name not in ("inlineData", "fileData", "mediaResolution")}
    return {**rest, "picture": picture, "detail": _level(part.get("mediaResolution")) or _level(resolution)}


def _picture(blob: Mapping[str, Any]) -> Picture:
    if blob["mimeType"] not in _TYPES:
        raise refused(f"Unsupported MIME type: {blob['mimeType'][:100]}")
    try:
        return looked_at(blob.get("data", b""))
    except NoPicture as error:
        raise refused(
            "Unable to process input image. Please retry or report in "
            "https://developers.generativeai.google/guide/troubleshooting"
        ) from error


def _level(said: Any) -> str:
    """`low`, `medium`, `high`, `ultra_high`, or nothing."""
    named = said.get("level") if isinstance(said, dict) else said
    level = named.removeprefix(_LEVEL).lower() if isinstance(named, str) else ""
    return "" if level == "unspecified" else level


def shown_in(content: Content) -> list[Picture]:
    return [part["picture"] for part in content.get("parts", ()) if "picture" in part]


def tokens(content: Content, model: Model) -> int:
    """What the pictures of a turn count for this model."""
    rule = model.images
    shown = [part for part in content.get("parts", ()) if "picture" in part]
    return sum(pictures.tokens(part["picture"], rule, part["detail"]) for part in shown) if rule else 0
