"""Images: what is read of them, and what they count, against numbers that were published or measured."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO

import pytest
from PIL import Image

from firstcall import models
from firstcall.practice.model import pictures
from firstcall.practice.model.pictures import FORMATS, NoPicture, Picture, UnknownFormat, looked_at

SIZES = [
    (256, 256),
    (512, 512),
    (1024, 1024),
    (1280, 720),
    (1920, 1080),
    (2560, 1440),
    (3840, 2160),
    (4032, 3024),
]


def encoded(width: int, height: int, format: str = "PNG") -> str:
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, format)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("format", FORMATS)
def test_format_and_size_are_read(format: str) -> None:
    picture = looked_at(encoded(80, 9, format))
    assert (picture.format, picture.width, picture.height) == (format, 80, 9)
    assert picture == looked_at(encoded(80, 9, format).rstrip("=")) != looked_at(encoded(80, 10, format))


def test_what_is_no_image_is_told_from_what_is_broken() -> None:
    with pytest.raises(binascii.Error):
        looked_at("no base64!")
    for unknown in (b"", b"hello", b"<svg/>", b"%PDF-1.7"):
        with pytest.raises(UnknownFormat):
            looked_at(base64.b64encode(unknown).decode())
    whole = base64.b64decode(encoded(300, 300))
    for broken in (whole[:40], whole[:50] + b"\0\0\0" + whole[53:]):
        with pytest.raises(NoPicture):
            looked_at(base64.b64encode(broken).decode())


@pytest.mark.parametrize(
    ("model", "detail", "expected"),
    [  # https://huggingface.co/datasets/JOHNISKING/image-token-cost, without the prompt around the image
        ("claude-opus-5-5", "auto", [100, 361, 1369, 1196, 2691, 2952, 2952, 3888]),
        ("claude-haiku-4-5", "auto", [100, 361, 1369, 1196, 1560, 1560, 1560, 1564]),
        ("gpt-6-luna", "auto", [77, 308, 1229, 1104, 2448, 4320, 9792, 14364]),
        ("gpt-6-luna", "high", [77, 308, 1229, 1104, 2448, 2931, 2931, 2942]),
        ("gpt-5.5", "auto", [77, 308, 1229, 1104, 2448, 4320, 9792, 11868]),
    ],
)
def test_an_image_counts_what_was_measured(model: str, detail: str, expected: list[int]) -> None:
    assert [counted(model, *size, detail) for size in SIZES] == expected


@pytest.mark.parametrize(
    ("model", "size", "detail", "expected"),
    [  # the examples of https://developers.openai.com/api/docs/guides/images-vision
        ("gpt-4o", (1024, 1024), "high", 765),
        ("gpt-4o", (2048, 4096), "high", 1105),
        ("gpt-4o", (4096, 8192), "low", 85),
        ("gpt-4.1-mini", (1024, 1024), "auto", 1659),  # 1,024 patches at 1.62
        ("gpt-4.1-mini", (1800, 2400), "auto", 2353),  # 1,452 patches at 1.62
    ],
)
def test_an_image_counts_what_openai_says(
    model: str, size: tuple[int, int], detail: str, expected: int
) -> None:
    assert counted(model, *size, detail) == expected


@pytest.mark.parametrize(
    "model", [model for model in models.every() if model.images], ids=lambda model: model.id
)
@pytest.mark.parametrize("size", [(1, 1), (1, 8000), (8000, 1), (10**7, 10**7)], ids=str)
def test_no_image_counts_nothing_or_more_than_its_bound(model: models.Model, size: tuple[int, int]) -> None:
    assert model.images is not None
    count = pictures.tokens(Picture("", "PNG", *size), model.images)
    assert count >= 1
    if model.images.most:
        assert count <= model.images.most * model.images.factor + 1


def counted(model: str, width: int, height: int, detail: str) -> int:
    rule = getattr(models.find(model), "images", None)
    assert rule is not None
    return pictures.tokens(Picture("", "PNG", width, height), rule, detail)
