"""Images in requests of Google's SDK: counted, told of, cached, refused."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from google import genai
from google.genai import types

from tests.practice.model.test_pictures import drawn
from tests.practice_fixture import GEMINI, GOOGLE, gemini, post, said

MODEL = "gemini-3.5-flash-lite"
PNG = drawn(800, 90)
WHAT = "What is in this image?"
BROKEN = "Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"


def ask(geminis: genai.Client, *parts: Any, **config: Any) -> types.GenerateContentResponse:
    return geminis.models.generate_content(
        model=MODEL, contents=[*parts, WHAT], config=types.GenerateContentConfig(**config)
    )


def shown(answer: types.GenerateContentResponse) -> int | None:
    details = answer.usage_metadata and answer.usage_metadata.prompt_tokens_details
    found = [each.token_count for each in details or () if each.modality == types.MediaModality.IMAGE]
    return found[0] if found else None


def test_an_image_counts_by_its_shape_and_the_reply_says_what_is_known(geminis: genai.Client) -> None:
    image = types.Part.from_bytes(data=PNG, mime_type="image/png")
    answer = ask(geminis, image)
    assert shown(answer) == 99 * 11
    assert all(each in (answer.text or "") for each in ("PNG", "800", "90", "cannot see"))
    counted = geminis.models.count_tokens(model=MODEL, contents=[image, WHAT]).total_tokens
    assert answer.usage_metadata and answer.usage_metadata.prompt_token_count == counted
    assert shown(ask(geminis)) is None


@pytest.mark.parametrize(
    ("of_all", "of_one", "expected"),
    [("LOW", None, 256), ("MEDIUM", None, 529), ("HIGH", None, 1089), ("LOW", "HIGH", 1089), (None, "ULTRA_HIGH", 2209)],
)  # fmt: skip
def test_the_resolution_of_an_image_or_of_all_decides(
    geminis: genai.Client, of_all: str | None, of_one: str | None, expected: int
) -> None:
    level = types.PartMediaResolutionLevel(f"MEDIA_RESOLUTION_{of_one}") if of_one else None
    image = types.Part.from_bytes(data=drawn(64, 64), mime_type="image/png", media_resolution=level)
    config = {"media_resolution": types.MediaResolution(f"MEDIA_RESOLUTION_{of_all}")} if of_all else {}
    assert shown(ask(geminis, image, **config)) == expected


def test_an_image_on_the_web_is_not_fetched_and_that_is_said(geminis: genai.Client) -> None:
    image = types.Part.from_uri(file_uri="https://example.com/cat.png", mime_type="image/png")
    answer = ask(geminis, image)
    assert "fetches nothing" in (answer.text or "") and shown(answer) == 1089


def test_another_image_is_another_prompt_for_the_cache(geminis: genai.Client) -> None:
    def read(*images: bytes) -> int:
        parts = [types.Part.from_bytes(data=each, mime_type="image/png") for each in images]
        usage = ask(geminis, *parts).usage_metadata
        return (usage and usage.cached_content_token_count) or 0

    images = [drawn(300, 300 + number) for number in range(5)]
    assert read(*images) == 0 and read(*images) > 4096
    assert read(*images[:4], drawn(200, 500)) == 0


def inline(mime_type: str, data: bytes | str) -> dict[str, Any]:
    encoded = data if isinstance(data, str) else base64.b64encode(data).decode()
    return {"inlineData": {"mimeType": mime_type, "data": encoded}}


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (inline("image/png", PNG[:60]), BROKEN),
        (inline("image/png", b"just text"), BROKEN),
        (inline("image/png", b""), BROKEN),
        (inline("image/gif", drawn(9, 9, "GIF")), "Unsupported MIME type: image/gif"),
        (inline("image/jpg", drawn(9, 9, "JPEG")), "Unsupported MIME type: image/jpg"),
        (inline("image/png", "data:image/png;base64,"),
         "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed for "
         '"data:image/png;base64,"'),
    ],
)  # fmt: skip
def test_an_image_is_refused(url: str, image: dict[str, Any], sentence: str) -> None:
    def answer(part: dict[str, Any]) -> tuple[int, str]:
        body = gemini(contents=[{"role": "user", "parts": [part, {"text": WHAT}]}])
        return said(post(f"{url}{GEMINI}:generateContent", body, GOOGLE))

    assert answer(image) == (400, sentence)
    neighbour = inline("image/jpeg", drawn(9, 9, "JPEG"))
    assert post(
        f"{url}{GEMINI}:generateContent", gemini(contents=[{"parts": [neighbour]}]), GOOGLE
    ).is_success
    web_safe = neighbour["inlineData"]["data"].translate(str.maketrans("+/", "-_"))
    assert post(f"{url}{GEMINI}:generateContent",
                gemini(contents=[{"parts": [inline("image/jpeg", web_safe)]}]), GOOGLE).is_success  # fmt: skip
