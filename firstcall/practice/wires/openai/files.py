"""Files in requests to OpenAI: PDF are counted by their pages, texts are read, others are not served.

Shapes: openai 3.57.0 `types/chat/chat_completion_content_part_param.py`, `types/responses/response_input_file_param.py`.
Sentences: vercel/ai 7266 (Chat Completions), 7776 (Responses); that of a broken PDF is the one that vector stores give,
openai/openai-node 1496. A page is put before the model as text and as a picture
(https://developers.openai.com/api/docs/guides/file-inputs): the picture is counted, of an assumed size; the text is not
read here.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Any

from firstcall.practice.model import documents
from firstcall.practice.model.documents import Document, NoDocument
from firstcall.practice.model.pictures import Picture, decoded
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import not_served
from firstcall.practice.wires.openai.fields import Field, check_value, missing

PAGE = Picture("", width=1224, height=1584)
"""A page of letter paper, two pixels to the point."""
_TEXT, _DETAIL = Field((str,)), Field((str,), choices=("auto", "low", "high"))
_IN_CHAT = "an application/pdf MIME type (e.g. 'data:application/pdf;base64,SGVsbG8sIFdvcmxkIQ==')"
_IN_RESPONSES = "a valid file MIME type (e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ==')"
_SUPPORTED = "Please see https://platform.openai.com/docs/assistants/tools/file-search#supported-files for supported file types."
_TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "application/csv")
_PDF = "application/pdf"


def check(file: Mapping[str, Any], where: str, *, chat: bool) -> Document | str:
    """What is known of a file: its pages, or its text. Raises `Refusal`."""
    for name in ("file_data", "file_id", "file_url", "filename"):
        check_value(f"{where}.{name}", file.get(name), _TEXT)
    check_value(f"{where}.detail", file.get("detail"), _DETAIL)
    if file.get("file_data") is not None:
        return _read(file["file_data"], f"{where}.file_data", chat)
    address = file.get("file_id") or file.get("file_url")
    if address is None:
        raise missing(f"{where}.file_id")
    return documents.elsewhere(address)


def _read(address: str, where: str, chat: bool) -> Document | str:
    kind, comma, encoded = address.partition(",")
    if not (kind.startswith("data:") and kind.endswith(";base64") and comma):
        raise _wrong(where, "a value without the 'data:' prefix", chat)
    kind = kind.removeprefix("data:").removesuffix(";base64").partition(";")[0]
    if chat and kind != _PDF:
        raise _wrong(where, f"unsupported MIME type '{kind[:80]}'", chat)
    try:
        data = decoded(encoded)
    except binascii.Error as error:
        raise _wrong(where, "an invalid base64-encoded value", chat) from error
    if kind.startswith(_TEXTS):
        return data.decode("utf-8", "replace")
    if kind != _PDF:
        raise not_served(f"files of the type {kind[:80]}", where)
    try:
        return documents.looked_at(data)
    except NoDocument as error:
        raise Refusal(400, "The file could not be parsed.", param=where, code="invalid_file") from error


def _wrong(where: str, got: str, chat: bool) -> Refusal:
    wanted, more = (_IN_CHAT, "") if chat else (_IN_RESPONSES, _SUPPORTED)
    said = f"Invalid file data: '{where}'. Expected a base64-encoded data URL with {wanted}, but got {got}."
    return Refusal(400, said, param=where, code="invalid_value", see=more)
