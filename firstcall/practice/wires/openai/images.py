"""Images in requests to OpenAI: which are refused, what is known of the others. Files are in `files`.

Shapes: openai 3.57.0 `types/chat/chat_completion_content_part_image_param.py`. Sentences: Alibaba-NLP/OmniSearch 3
(no data URL), anomalyco/opencode 23983 (empty), sipherxyz/comfyui-art-venture 75 (no base64), STranslate/STranslate
277 (another format), marketing-factory/ai-filemetadata 26 (broken), mkht/PSOpenAI 43 (no image).
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firstcall.models import Model
from firstcall.practice.model import pictures
from firstcall.practice.model.documents import Document
from firstcall.practice.model.pictures import NoPicture, Picture, UnknownFormat, decoded, elsewhere, looked_at
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import files
from firstcall.practice.wires.openai.fields import Field, check_value, missing

_DETAIL = Field((str,), choices=("low", "high", "auto", "original"))
_KINDS = frozenset({"image_url", "file"})
_WANTED = "Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=')"
_UNSUPPORTED = "You uploaded an unsupported image. Please make sure your image"


def read(
    messages: Iterable[Mapping[str, Any]], model: Model, *, chat: bool = True
) -> list[Mapping[str, Any]]:
    """The messages with what is `shown` in the place of each image and PDF, and the text of files that are text.
    Raises `Refusal` for what is neither; `chat` where Chat Completions is asked, which takes fewer kinds of files."""
    return [_read(message, place, model, chat) for place, message in enumerate(messages)]


def _read(message: Mapping[str, Any], place: int, model: Model, chat: bool) -> Mapping[str, Any]:
    content = message.get("content")
    if not isinstance(content, list) or _KINDS.isdisjoint(part["type"] for part in content):
        return message
    if model.images is None:
        raise _text_alone(content, place)
    parts = [_part(part, f"messages[{place}].content[{at}]", chat) for at, part in enumerate(content)]
    return {**message, "content": parts}


def _text_alone(content: Sequence[Mapping[str, Any]], place: int) -> Refusal:
    """For a model that reads nothing but text (vllm-project/vllm 11629, browser-use/web-ui 274)."""
    at = next(at for at, part in enumerate(content) if part["type"] in _KINDS)
    message = f"Invalid content type. {content[at]['type']} is only supported by certain models."
    return Refusal(400, message, param=f"messages.[{place}].content.[{at}].type")


def _part(part: Mapping[str, Any], where: str, chat: bool) -> Mapping[str, Any]:
    if part["type"] not in _KINDS:
        return part
    rest = {name: part[name] for name in part if name not in _KINDS}
    if part["type"] == "file":
        return rest | _file(part, f"{where}.file", chat)
    where += ".image_url"
    image = part.get("image_url")
    if image is None:
        raise missing(where)
    check_value(where, image, Field((dict,)))
    if image.get("url") is None:
        raise missing(f"{where}.url")
    check_value(f"{where}.url", image["url"], Field((str,)))
    check_value(f"{where}.detail", image.get("detail"), _DETAIL)
    picture = picture_at(image["url"], f"{where}.url", "Invalid image URL:")
    return {**rest, "shown": picture, "detail": image.get("detail") or "auto"}


def _file(part: Mapping[str, Any], where: str, chat: bool) -> dict[str, Any]:
    file = part.get("file")
    if file is None:
        raise missing(where)
    check_value(where, file, Field((dict,)))
    found = files.check(file, where, chat=chat)
    if isinstance(found, str):
        return {"type": "text", "text": found}
    return {"shown": found, "detail": file.get("detail") or "auto"}


def picture_at(address: str, where: str, lead: str = "Invalid") -> Picture:
    """What is known of the image at an address, one on the web or a data URL. Raises `Refusal`."""
    if address.startswith(("https://", "http://")):
        return elsewhere(address)
    kind, comma, encoded = address.partition(",")
    if not (kind.startswith("data:image/") and kind.endswith(";base64") and comma):
        got = "a value without the 'data:' prefix"
        if kind.startswith("data:"):
            got = f"unsupported MIME type '{kind.removeprefix('data:').partition(';')[0][:80]}'"
        raise Refusal(400, f"{lead} '{where}'. {_WANTED}, but got {got}.", param=where, code="invalid_value")
    if not encoded:
        got = "empty base64-encoded bytes"
        raise Refusal(400, f"{lead} '{where}'. {_WANTED}, but got {got}.", param=where, code="invalid_value")
    try:
        return looked_at(decoded(encoded))
    except binascii.Error as error:
        raise Refusal(400, "Invalid base64 image_url.", param=where) from error
    except UnknownFormat as error:
        said = f"{_UNSUPPORTED} has of one the following formats: ['png', 'jpeg', 'gif', 'webp']."
        raise Refusal(400, said, code="invalid_image_format") from error
    except NoPicture as error:
        raise Refusal(400, f"{_UNSUPPORTED} is valid.", code="image_parse_error") from error


def is_shown(part: Mapping[str, Any]) -> bool:
    """Whether a part is a picture or a document that was looked at: no request can say that of itself."""
    return isinstance(part.get("shown"), Picture | Document)


def shown_in(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The parts of a message that are pictures or documents."""
    content = message.get("content")
    return [part for part in content if is_shown(part)] if isinstance(content, list) else []


def tokens(part: Mapping[str, Any], model: Model) -> int:
    """What a picture or a document counts for this model."""
    shown = part["shown"]
    if model.images is None:
        return 0
    if isinstance(shown, Document):
        return max(1, shown.pages) * pictures.tokens(files.PAGE, model.images, part["detail"])
    return pictures.tokens(shown, model.images, part["detail"])
