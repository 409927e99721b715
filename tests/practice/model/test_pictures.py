"""Images: what is read of them, and what they count, against numbers that were published or measured."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO

import pytest
from PIL import Image

from firstcall import models
from firstcall.practice.model import pictures
from firstcall.practice.model.pictures import FORMATS, NoPicture, Picture, UnknownFormat, decoded, looked_at

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


def drawn(width: int, height: int, format: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, format)
    return file.getvalue()


def encoded(width: int, height: int, format: str = "PNG") -> str:
    return base64.b64encode(drawn(width, height, format)).decode()


@pytest.mark.parametrize("format", FORMATS)
def test_format_and_size_are_read(format: str) -> None:
    picture = looked_at(drawn(80, 9, format))
    assert (picture.format, picture.width, picture.height) == (format, 80, 9)
    assert picture != looked_at(drawn(80, 10, format))


def test_what_is_no_image_is_told_from_what_is_broken() -> None:
    for unknown in (b"", b"hello", b"<svg/>", b"%PDF-1.7"):
        with pytest.raises(UnknownFormat):
            looked_at(unknown)
    whole = drawn(300, 300)
    for broken in (whole[:40], whole[:50] + b"\0\0\0" + whole[53:]):
        with pytest.raises(NoPicture):
            looked_at(broken)


def test_base64_is_read_with_its_padding_and_without() -> None:
    long = bytes(range(256)) * 40_000
    for data in (b"", b"a", b"ab", b"abc", long):
        text = base64.b64encode(data).decode()
        assert decoded(text) == decoded(text.rstrip("=")) == data
    for wrong in ("no base64!", "§§§§"):
        with pytest.raises(binascii.Error):
            decoded(wrong)


def test_what_a_telephone_takes_is_read_by_its_head() -> None:
    """Its picture is in tiles, of which each says its size, and one part says that of all together."""

    def part(width: int, height: int) -> bytes:
        return b"\0\0\0\x14ispe\0\0\0\0" + width.to_bytes(4, "big") + height.to_bytes(4, "big")

    head = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    picture = looked_at(head + part(512, 512) + part(4032, 3024))
    assert (picture.format, picture.width, picture.height) == ("HEIF", 4032, 3024)
    with pytest.raises(NoPicture):
        looked_at(head)


@pytest.mark.parametrize(
    ("model", "detail", "expected"),
    [  # https://huggingface.co/datasets/JOHNISKING/image-token-cost, without the prompt around the image
        ("claude-opus-5-5", "auto", [100, 361, 1369, 1196, 2691, 2952, 2952, 3888]),
        ("claude-haiku-4-5", "auto", [100, 361, 1369, 1196, 1560, 1560, 1560, 1564]),
        ("gemini-3.8-flash", "auto", [1089, 1089, 1089, 1100, 1100, 1100, 1100, 1064]),
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
    if model.images.budget:
        assert count <= model.images.budget


def counted(model: str, width: int, height: int, detail: str) -> int:
    rule = getattr(models.find(model), "images", None)
    assert rule is not None
    return pictures.tokens(Picture("", "PNG", width, height), rule, detail)
