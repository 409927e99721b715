"""Documents in a Messages request: which are refused, in which words, and how much a page counts.

Shapes: anthropic 2.14.0 `types/document_block_param.py` and its sources. The sentence: anthropics/claude-code
5174. Pages: https://platform.claude.com/docs/en/build-with-claude/pdf-support.
"""

from __future__ import annotations

import binascii
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

from firstcall.practice.model.documents import Document, NoDocument, elsewhere, looked_at
from firstcall.practice.model.pictures import decoded

PAGE_TOKENS = 2250
"""Anthropic gives 1,500 to 3,000, by how much stands on a page, its picture included: what stands on it is not read here."""
PDF = "pdf"
"""What kind of error is told of a `pdf`, not of a `document`."""


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @property
    def text(self) -> str:
        return ""


class PdfSource(_Source):
    """`data` is looked at while the request is read, and kept no longer."""

    type: Literal["base64"]
    media_type: Literal["application/pdf"]
    data: Document

    @field_validator("data", mode="plain")
    @classmethod
    def _look(cls, data: object) -> Document:
        if not isinstance(data, str):
            raise PydanticCustomError("string_type", "Input should be a valid string")
        try:
            return looked_at(decoded(data))
        except (binascii.Error, NoDocument) as error:
            raise PydanticCustomError(PDF, "The PDF specified was not valid.") from error

    @property
    def shown(self) -> tuple[Document, ...]:
        return (self.data,)


class TextSource(_Source):
    type: Literal["text"]
    media_type: Literal["text/plain"]
    data: str

    @property
    def text(self) -> str:
        return self.data

    @property
    def shown(self) -> tuple[Document, ...]:
        return ()


class UrlSource(_Source):
    type: Literal["url"]
    url: str

    @property
    def shown(self) -> tuple[Document, ...]:
        return (elsewhere(self.url),)


class FileSource(_Source):
    type: Literal["file"]
    file_id: str

    @property
    def shown(self) -> tuple[Document, ...]:
        return (elsewhere(self.file_id),)


def tokens(document: Document) -> int:
    return PAGE_TOKENS * max(1, document.pages)
