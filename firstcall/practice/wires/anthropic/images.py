"""Images in a Messages request: which are refused, and in which words.

Shapes: anthropic 2.14.0 `types/base64_image_source_param.py`, `url_image_source_param.py`. Sentences:
anthropics/claude-code 12750 (empty), 19631 and can1357/oh-my-pi 10633 (too many bytes), 15746 (another format),
11576 (too many pixels), 56511 (broken), anthropics/anthropic-sdk-typescript 603 (no base64).
"""

from __future__ import annotations

import binascii
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from firstcall.practice.model.pictures import NoPicture, Picture, decoded, elsewhere, looked_at

MOST_BYTES = 10 * 1024 * 1024
"""Of one image, as base64."""
MOST_PIXELS = 8000
"""Of each side."""
WHOLE = "image_as_a_whole"
"""What kind of error is told of the source, not of its `data`."""
NOWHERE = "image_not_read"
"""What kind of error is told without its place."""


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Base64Source(_Source):
    """`data` is read while the request is, and kept no longer: what stays of it is the picture."""

    type: Literal["base64"]
    media_type: Literal["image/jpeg", "image/png", "image/gif", "image/webp"]
    data: Picture

    @field_validator("data", mode="plain")
    @classmethod
    def _look(cls, data: object, info: ValidationInfo) -> Picture:
        return _picture(data, info.data.get("media_type", ""))

    @property
    def picture(self) -> Picture:
        return self.data


class UrlSource(_Source):
    type: Literal["url"]
    url: str

    @property
    def picture(self) -> Picture:
        return elsewhere(self.url)


class FileSource(_Source):
    type: Literal["file"]
    file_id: str

    @property
    def picture(self) -> Picture:
        return elsewhere(self.file_id)


Source = Annotated[Base64Source | UrlSource | FileSource, Field(discriminator="type")]


def _picture(data: object, media_type: str) -> Picture:
    if not isinstance(data, str):
        raise PydanticCustomError("string_type", "Input should be a valid string")
    if not data:
        raise PydanticCustomError(WHOLE, "image cannot be empty")
    if len(data) > MOST_BYTES:
        said = f"image exceeds {MOST_BYTES // 1024**2} MB maximum: {len(data)} bytes > {MOST_BYTES} bytes"
        raise PydanticCustomError(WHOLE, said)
    try:
        picture = looked_at(decoded(data))
    except binascii.Error as error:
        raise PydanticCustomError(WHOLE, "invalid base64 data") from error
    except NoPicture as error:
        raise PydanticCustomError(NOWHERE, "Could not process image") from error
    if max(picture.width, picture.height) > MOST_PIXELS:
        said = f"At least one of the image dimensions exceed max allowed size: {MOST_PIXELS} pixels"
        raise PydanticCustomError("image_size", said)
    if media_type and media_type != f"image/{picture.format.lower()}":
        said = f"Image does not match the provided media type {media_type}"
        raise PydanticCustomError("image_type", said)
    return picture
