"""Images in the requests of the official SDKs: counted, told of, cached, refused."""

from __future__ import annotations

import base64
from typing import Any

import anthropic
import openai
import pytest

from firstcall import models
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import images
from tests.practice.model.test_pictures import encoded
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

RESPONSES = "/openai/v1/responses"
PNG = encoded(800, 90)
BROKEN = base64.b64encode(base64.b64decode(PNG)[:60]).decode()
TEXT = base64.b64encode(b"just text").decode()
WHAT = "What is in this image?"
BLIND = ("PNG", "800", "90", "cannot see")


def block(data: str = PNG, media_type: str = "image/png", **more: Any) -> dict[str, Any]:
    return {"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}} | more


def part(address: str = f"data:image/png;base64,{PNG}", **more: Any) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": address} | more}


def asked(*parts: dict[str, Any], text: str = WHAT) -> list[Any]:
    return [{"role": "user", "content": [*parts, {"type": "text", "text": text}]}]


def test_claude_counts_an_image_by_its_size_and_says_what_it_knows(claudes: anthropic.Anthropic) -> None:
    bare = claudes.messages.count_tokens(model="claude-haiku-4-5", messages=asked()).input_tokens
    counted = claudes.messages.count_tokens(model="claude-haiku-4-5", messages=asked(block())).input_tokens
    assert counted - bare == pytest.approx(29 * 4, abs=1)
    message = claudes.messages.create(**claude(messages=asked(block())))
    assert message.usage.input_tokens == counted
    assert all(each in message.content[0].text for each in BLIND)


def test_gpt_counts_an_image_by_its_size_and_says_what_it_knows(gpts: openai.OpenAI) -> None:
    def ask(*parts: dict[str, Any]) -> openai.types.chat.ChatCompletion:
        return gpts.chat.completions.create(**gpt(model="gpt-4o", messages=asked(*parts)))

    completion, low = ask(part()), ask(part(detail="low"))
    bare = ask().usage.prompt_tokens
    assert (completion.usage.prompt_tokens - bare, low.usage.prompt_tokens - bare) == (425, 85)
    assert all(each in completion.choices[0].message.content for each in BLIND)


def test_the_responses_api_counts_an_image_too(gpts: openai.OpenAI) -> None:
    text = {"type": "input_text", "text": WHAT}
    image = {"type": "input_image", "image_url": f"data:image/png;base64,{PNG}", "detail": "auto"}

    def ask(*parts: Any) -> Any:
        return gpts.responses.create(model="gpt-6-luna", input=[{"role": "user", "content": [*parts, text]}])

    response = ask(image)
    assert response.usage.input_tokens - ask().usage.input_tokens == 90
    assert all(each in response.output_text for each in BLIND)
    assert gpts.responses.input_items.list(response.id).data[0].content[0].image_url.endswith(PNG)


def test_another_question_beside_an_image_is_answered(claudes: anthropic.Anthropic) -> None:
    message = claudes.messages.create(
        **claude(messages=asked(block(), text="What is the capital of France?"))
    )
    assert "Paris" in message.content[0].text


def test_an_image_on_the_web_is_not_fetched_and_that_is_said(
    claudes: anthropic.Anthropic, gpts: openai.OpenAI
) -> None:
    address = "https://example.com/cat.png"
    source = {"type": "image", "source": {"type": "url", "url": address}}
    message = claudes.messages.create(**claude(messages=asked(source)))
    completion = gpts.chat.completions.create(**gpt(messages=asked(part(address))))
    for text in (message.content[0].text, completion.choices[0].message.content):
        assert "fetches nothing" in text


def test_an_image_that_a_tool_brought_is_counted_and_told(claudes: anthropic.Anthropic) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "screenshot", "input": {}}
    text = {"type": "text", "text": "done"}

    def ask(*brought: dict[str, Any]) -> anthropic.types.Message:
        result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [text, *brought]}
        turns = [{"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
        tool = {"name": "screenshot", "input_schema": {"type": "object"}}
        start = [{"role": "user", "content": "Take a screenshot."}]
        return claudes.messages.create(**claude(messages=[*start, *turns], tools=[tool]))

    with_image = ask(block())
    assert with_image.usage.input_tokens - ask().usage.input_tokens == pytest.approx(29 * 4, abs=2)
    assert "done" in with_image.content[0].text


def test_another_image_is_another_prompt_for_the_cache(claudes: anthropic.Anthropic) -> None:
    def read(image: str) -> int:
        marked = block(image, cache_control={"type": "ephemeral"})
        message = claudes.messages.create(**claude(model="claude-sonnet-5-5", messages=asked(marked)))
        return message.usage.cache_read_input_tokens

    large, other = encoded(1500, 900), encoded(1500, 901)
    assert read(large) == 0 and read(large) > 1024
    assert read(other) == 0


PLACE = "messages.0.content.0.image.source.base64"


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (block(""), f"{PLACE}: image cannot be empty"),
        (block("no base64!"), f"{PLACE}: invalid base64 data"),
        (block(BROKEN), "Could not process image"),
        (block(TEXT), "Could not process image"),
        (block(media_type="image/jpeg"),
         f"{PLACE}.data: Image does not match the provided media type image/jpeg"),
        (block(media_type="image/bmp"),
         f"{PLACE}.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"),
        (block(encoded(8001, 1)),
         f"{PLACE}.data: At least one of the image dimensions exceed max allowed size: 8000 pixels"),
        ({"type": "image"}, "messages.0.content.0.image.source: Field required"),
        (block(3), f"{PLACE}.data: Input should be a valid string"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_claude_refuses_an_image(url: str, image: dict[str, Any], sentence: str) -> None:
    assert said(post(url + MESSAGES, claude(messages=asked(image)), ANTHROPIC)) == (400, sentence)
    neighbour = block(encoded(8000, 1))
    assert post(url + MESSAGES, claude(messages=asked(neighbour)), ANTHROPIC).status_code == 200


MANY = "At least one of the image dimensions exceed max allowed size for many-image requests: 2000 pixels"


@pytest.mark.parametrize(
    ("sizes", "model", "sentence"),
    [
        ([(9, 9)] * 100, "claude-haiku-4-5", ""),
        ([(9, 9)] * 101, "claude-haiku-4-5", "Too much media: 0 document pages + 101 images > 100"),
        ([(9, 9)] * 101, "claude-haiku-5-5", ""),
        ([(9, 9)] * 19 + [(2001, 9)], "claude-haiku-4-5", ""),
        ([(9, 9)] * 20 + [(2000, 9)], "claude-haiku-4-5", ""),
        ([(9, 9)] * 20 + [(2001, 9)], "claude-haiku-4-5", f"messages.0.content.20.image.source.base64.data: {MANY}"),
    ],
    ids=range(6),
)  # fmt: skip
def test_claude_refuses_too_many_images_and_too_large_ones_among_many(
    url: str, sizes: list[tuple[int, int]], model: str, sentence: str
) -> None:
    made = {size: block(encoded(*size)) for size in set(sizes)}
    body = claude(model=model, messages=asked(*(made[size] for size in sizes)))
    answer = post(url + MESSAGES, body, ANTHROPIC)
    assert answer.status_code == 200 if not sentence else said(answer) == (400, sentence)


@pytest.mark.parametrize("kind", [part(), {"type": "file", "file": {}}], ids=["image", "file"])
def test_a_model_that_reads_text_alone_takes_no_image(kind: dict[str, Any]) -> None:
    """None of those that are served today: GPT-4 of 2023 is one."""
    blind, sighted = models.find("gpt-4"), models.find("gpt-4o")
    assert blind is not None and blind.images is None and sighted is not None
    with pytest.raises(Refusal) as refused:
        images.read([*asked(), *asked(kind)], blind)
    said = f"Invalid content type. {kind['type']} is only supported by certain models."
    assert (refused.value.message, refused.value.param) == (said, "messages.[1].content.[0].type")
    assert images.read(asked(), blind) == asked()
    assert images.read(asked(part()), sighted)[0]["content"][0]["shown"].format == "PNG"


def test_claude_refuses_an_image_in_a_result_where_it_stands(url: str) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "screenshot", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [block("no base64!")]}
    turns = [*asked(), {"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
    assert said(post(url + MESSAGES, claude(messages=turns), ANTHROPIC)) == (
        400,
        "messages.2.content.0.tool_result.content.0.image.source.base64: invalid base64 data",
    )


WANTED = "Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=')"
WRONG = [
    (PNG, "{lead} '{place}'. " + WANTED + ", but got a value without the 'data:' prefix."),
    ("data:image/png;base64,", "{lead} '{place}'. " + WANTED + ", but got empty base64-encoded bytes."),
    ("data:image/png;base64,no base64!", "Invalid base64 image_url."),
    (f"data:image/png;base64,{TEXT}", "You uploaded an unsupported image. Please make sure your image has of one the "
     "following formats: ['png', 'jpeg', 'gif', 'webp']."),
    (f"data:image/png;base64,{BROKEN}", "You uploaded an unsupported image. Please make sure your image is valid."),
]  # fmt: skip


@pytest.mark.parametrize(("address", "sentence"), WRONG, ids=range(len(WRONG)))
def test_openai_refuses_an_image(url: str, address: str, sentence: str) -> None:
    told = sentence.format(lead="Invalid image URL:", place="messages[0].content[0].image_url.url")
    assert said(post(url + CHAT, gpt(messages=asked(part(address))), OPENAI)) == (400, told)
    image = {"type": "input_image", "image_url": address}
    body = {"model": "gpt-6-luna", "input": [{"role": "user", "content": [image]}]}
    told = sentence.format(lead="Invalid", place="input[0].content[0].image_url")
    assert said(post(url + RESPONSES, body, OPENAI)) == (400, told)


@pytest.mark.parametrize("image", [{}, {"image_url": 3}, {"image_url": {}}, {"image_url": {"url": 3}},
                                   {"image_url": {"url": "https://x", "detail": "most"}}])  # fmt: skip
def test_an_image_of_the_wrong_shape_is_refused(url: str, image: dict[str, Any]) -> None:
    status, sentence = said(post(url + CHAT, gpt(messages=asked({"type": "image_url"} | image)), OPENAI))
    assert status == 400 and ("image_url" in sentence or "Supported values" in sentence)
