"""Documents in the requests of the official SDKs: PDF are counted by their pages, texts are read, others refused."""

from __future__ import annotations

import base64
from typing import Any

import anthropic
import openai
import pytest
from google import genai
from google.genai import types

from firstcall.practice.wires.anthropic.documents import PAGE_TOKENS
from tests.practice.model.test_documents import encoded_pdf, pdf
from tests.practice.model.test_pictures import drawn
from tests.practice_fixture import (
    ANTHROPIC,
    CHAT,
    GEMINI,
    GOOGLE,
    MESSAGES,
    OPENAI,
    claude,
    gemini,
    gpt,
    post,
    said,
)

RESPONSES = "/openai/v1/responses"
WHAT = "Summarize this document."
STORY = "The lighthouse keeper was called Amaranta. She lived on a rock."
KEEPER_SAID = "The lighthouse keeper was called Amaranta."
WHO = "According to the text, who is the lighthouse keeper?"
UNREAD = "cannot read what stands on them"


def encoded(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def block(data: str, **more: Any) -> dict[str, Any]:
    source = {"type": "base64", "media_type": "application/pdf", "data": data}
    return {"type": "document", "source": source} | more


def asked(*parts: Any, text: str = WHAT) -> list[Any]:
    return [{"role": "user", "content": [*parts, {"type": "text", "text": text}]}]


def file(data: str, kind: str = "application/pdf") -> dict[str, Any]:
    return {"type": "file", "file": {"filename": "a", "file_data": f"data:{kind};base64,{data}"}}


def input_file(data: str, kind: str = "application/pdf") -> dict[str, Any]:
    return {"type": "input_file", "filename": "a", "file_data": f"data:{kind};base64,{data}"}


# PDF


def test_claude_counts_pages_and_says_what_it_knows(claudes: anthropic.Anthropic) -> None:
    def ask(*parts: Any) -> anthropic.types.Message:
        return claudes.messages.create(**claude(messages=asked(*parts)))

    one, three = ask(block(encoded_pdf(1))), ask(block(encoded_pdf(3), title="Notes"))
    assert one.usage.input_tokens - ask().usage.input_tokens == pytest.approx(PAGE_TOKENS, abs=2)
    assert three.usage.input_tokens - one.usage.input_tokens == pytest.approx(2 * PAGE_TOKENS, abs=3)
    text = three.content[0].text
    assert "number of pages: 3" in text and UNREAD in text


def test_gpt_counts_pages_and_says_what_it_knows(gpts: openai.OpenAI) -> None:
    def ask(*parts: Any) -> Any:
        return gpts.chat.completions.create(**gpt(model="gpt-4o", messages=asked(*parts)))

    def respond(*parts: Any) -> Any:
        text = {"type": "input_text", "text": WHAT}
        return gpts.responses.create(model="gpt-4o", input=[{"role": "user", "content": [*parts, text]}])

    two = ask(file(encoded_pdf(2)))
    assert two.usage.prompt_tokens - ask().usage.prompt_tokens == 2 * 765
    assert "number of pages: 2" in two.choices[0].message.content
    response = respond(input_file(encoded_pdf(2)))
    assert response.usage.input_tokens - respond().usage.input_tokens == 2 * 765
    assert UNREAD in response.output_text
    low = respond({**input_file(encoded_pdf(2)), "detail": "low"})
    assert low.usage.input_tokens - respond().usage.input_tokens == 2 * 85


@pytest.mark.parametrize(("resolution", "page"), [(None, 560), ("LOW", 280), ("HIGH", 1120)])
def test_gemini_counts_pages_and_says_what_it_knows(
    geminis: genai.Client, resolution: str | None, page: int
) -> None:
    level = types.MediaResolution(f"MEDIA_RESOLUTION_{resolution}") if resolution else None
    part = types.Part.from_bytes(data=pdf(4), mime_type="application/pdf")
    answer = geminis.models.generate_content(
        model="gemini-3.5-flash-lite",
        contents=[part, WHAT],
        config=types.GenerateContentConfig(media_resolution=level),
    )
    assert answer.usage_metadata and answer.usage_metadata.prompt_tokens_details
    details = {each.modality: each.token_count for each in answer.usage_metadata.prompt_tokens_details}
    assert details[types.MediaModality.DOCUMENT] == 4 * page
    assert "number of pages: 4" in (answer.text or "")


def test_another_question_beside_a_document_is_answered(claudes: anthropic.Anthropic) -> None:
    messages = asked(block(encoded_pdf(1)), text="What is the capital of France?")
    assert "Paris" in claudes.messages.create(**claude(messages=messages)).content[0].text


def test_a_document_elsewhere_is_not_fetched_and_that_is_said(
    claudes: anthropic.Anthropic, gpts: openai.OpenAI, geminis: genai.Client
) -> None:
    address = "https://example.com/a.pdf"
    source = {"type": "document", "source": {"type": "url", "url": address}}
    away = {"type": "input_file", "file_url": address}
    text = {"type": "input_text", "text": WHAT}
    part = types.Part.from_uri(file_uri=address, mime_type="application/pdf")
    said = [
        claudes.messages.create(**claude(messages=asked(source))).content[0].text,
        gpts.responses.create(model="gpt-4o", input=[{"role": "user", "content": [away, text]}]).output_text,
        geminis.models.generate_content(model="gemini-3.5-flash-lite", contents=[part, WHAT]).text,
    ]
    assert all("fetches nothing" in str(each) for each in said)


def test_many_megabytes_of_pdf_are_taken(url: str) -> None:
    large = encoded(pdf(1) + b" " * (6 * 1024 * 1024))
    inline = {"inlineData": {"mimeType": "application/pdf", "data": large}}
    for path, body, headers in (
        (MESSAGES, claude(messages=asked(block(large))), ANTHROPIC),
        (CHAT, gpt(messages=asked(file(large))), OPENAI),
        (f"{GEMINI}:generateContent", gemini(contents=[{"parts": [inline, {"text": WHAT}]}]), GOOGLE),
    ):
        assert "number of pages: 1" in post(url + path, body, headers).text


# Texts


def test_texts_are_read(claudes: anthropic.Anthropic, gpts: openai.OpenAI, geminis: genai.Client) -> None:
    """As if they stood in the question: the same words count the same."""
    texts = [
        {"type": "text", "media_type": "text/plain", "data": STORY},
        {"type": "content", "content": STORY},
        {"type": "content", "content": [{"type": "text", "text": STORY}]},
    ]
    found = {"type": "search_result", "source": "https://example.com", "title": "Rocks"}
    brought = {**found, "content": [{"type": "text", "text": STORY}], "citations": {"enabled": True}}
    message = claudes.messages.create(**claude(messages=asked(brought, text=WHO)))
    assert message.content[0].text == KEEPER_SAID
    bare = claudes.messages.create(**claude(messages=asked(text=WHO))).usage.input_tokens
    for source in texts:
        messages = asked({"type": "document", "source": source}, text=WHO)
        message = claudes.messages.create(**claude(messages=messages))
        assert bare + 10 < message.usage.input_tokens < bare + 30
        assert message.content[0].text == KEEPER_SAID
    text = {"type": "input_text", "text": WHO}
    given = input_file(encoded(STORY), "text/plain; charset=utf-8")
    response = gpts.responses.create(model="gpt-4o", input=[{"role": "user", "content": [given, text]}])
    assert response.output_text == KEEPER_SAID
    part = types.Part.from_bytes(data=STORY.encode(), mime_type="text/markdown")
    answer = geminis.models.generate_content(model="gemini-3.5-flash-lite", contents=[part, WHO])
    assert (answer.text or "") == KEEPER_SAID


def test_a_document_that_a_tool_brought_is_read_and_counted(claudes: anthropic.Anthropic) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "fetch", "input": {}}
    text = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": STORY}}

    def ask(*brought: Any) -> anthropic.types.Message:
        result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [text, *brought]}
        turns = [{"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
        tool = {"name": "fetch", "input_schema": {"type": "object"}}
        start = [{"role": "user", "content": "Fetch the story."}]
        return claudes.messages.create(**claude(messages=[*start, *turns], tools=[tool]))

    both = ask(block(encoded_pdf(1)))
    assert both.usage.input_tokens - ask().usage.input_tokens == pytest.approx(PAGE_TOKENS, abs=2)
    assert both.content[0].text.endswith(STORY)


# Refused


PLACE = "messages.0.content.0.pdf.source.base64.data"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (block(encoded("hello")), f"{PLACE}: The PDF specified was not valid."),
        (block("no base64!"), f"{PLACE}: The PDF specified was not valid."),
        (block(encoded(pdf(1) + b"<</Encrypt 5 0 R>>")), f"{PLACE}: The PDF specified was not valid."),
        (block(encoded_pdf(101)), f"{PLACE}: A maximum of 100 PDF pages may be provided."),
        ({"type": "document", "source": {"type": "base64", "media_type": DOCX, "data": ""}},
         "messages.0.content.0.document.source.base64.media_type: Input should be 'application/pdf'"),
        ({"type": "document"}, "messages.0.content.0.document.source: Field required"),
    ],
)  # fmt: skip
def test_claude_refuses_a_document(url: str, document: dict[str, Any], sentence: str) -> None:
    assert said(post(url + MESSAGES, claude(messages=asked(document)), ANTHROPIC)) == (400, sentence)


def test_pages_of_all_documents_together_are_bounded_by_the_model(url: str) -> None:
    hundred, one = block(encoded_pdf(100)), block(encoded_pdf(1))
    two = claude(messages=asked(hundred, one))
    sentence = "messages.0.content.1.pdf.source.base64.data: A maximum of 100 PDF pages may be provided."
    assert said(post(url + MESSAGES, two, ANTHROPIC)) == (400, sentence)
    picture = {"type": "base64", "media_type": "image/png", "data": encoded(drawn(9, 9))}
    mixed = claude(messages=asked(block(encoded_pdf(99)), *[{"type": "image", "source": picture}] * 2))
    sentence = "Too much media: 99 document pages + 2 images > 100"
    assert said(post(url + MESSAGES, mixed, ANTHROPIC)) == (400, sentence)
    # of a hundred pages of text and pictures 225,000 tokens come together
    assert "prompt is too long" in said(post(url + MESSAGES, claude(messages=asked(hundred)), ANTHROPIC))[1]
    assert post(url + MESSAGES, two | {"model": "claude-haiku-5-5"}, ANTHROPIC).status_code == 200


WANTED = "Expected a base64-encoded data URL with"
IN_CHAT = f"{WANTED} an application/pdf MIME type (e.g. 'data:application/pdf;base64,SGVsbG8sIFdvcmxkIQ==')"
IN_RESPONSES = f"{WANTED} a valid file MIME type (e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ==')"


@pytest.mark.parametrize(
    ("data", "kind", "chat", "responses"),
    [
        ("no base64!", "application/pdf", "but got an invalid base64-encoded value.",
         "but got an invalid base64-encoded value. Please see"),
        (encoded("hello"), "application/pdf", "The file could not be parsed.", "The file could not be parsed."),
        (encoded("hello"), "text/plain", "but got unsupported MIME type 'text/plain'.", ""),
        (encoded("hello"), DOCX, "but got unsupported MIME type 'application/vnd.",
         f"The practice server does not serve files of the type {DOCX}."),
        (encoded_pdf(1), "application/pdf", "", ""),
    ],
)  # fmt: skip
def test_openai_refuses_a_file(url: str, data: str, kind: str, chat: str, responses: str) -> None:
    body = {"model": "gpt-4o", "input": [{"role": "user", "content": [input_file(data, kind)]}]}
    answers = [(post(url + CHAT, gpt(messages=asked(file(data, kind))), OPENAI), chat, IN_CHAT),
               (post(url + RESPONSES, body, OPENAI), responses, IN_RESPONSES)]  # fmt: skip
    for answer, sentence, wanted in answers:
        assert answer.status_code == (400 if sentence else 200)
        if sentence:
            assert sentence in said(answer)[1]
        if "but got" in sentence:
            assert wanted in said(answer)[1]


@pytest.mark.parametrize("wrong", [None, 3, {}, {"file_data": 3}, {"file_data": "AAAA"}, {"file_id": 3}])
def test_a_file_of_the_wrong_shape_is_refused(url: str, wrong: Any) -> None:
    messages = asked({"type": "file", "file": wrong})
    assert post(url + CHAT, gpt(messages=messages), OPENAI).status_code == 400
    part = {"type": "input_file"} | (wrong if isinstance(wrong, dict) else {})
    body = {"model": "gpt-4o", "input": [{"role": "user", "content": [part]}]}
    assert post(url + RESPONSES, body, OPENAI).status_code == 400


def test_no_request_says_of_itself_what_was_looked_at(url: str) -> None:
    part = {"type": "text", "text": "Hello", "shown": {"seal": ""}, "detail": "high"}
    answer = post(url + CHAT, gpt(messages=[{"role": "user", "content": [part]}]), OPENAI)
    assert answer.status_code in {200, 400}


def test_a_pdf_is_no_image(url: str) -> None:
    image = {"type": "image_url", "image_url": {"url": f"data:application/pdf;base64,{encoded_pdf(1)}"}}
    status, sentence = said(post(url + CHAT, gpt(messages=asked(image)), OPENAI))
    assert status == 400 and sentence.endswith(", but got unsupported MIME type 'application/pdf'.")


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [("application/pdf", b"hello", "The document has no pages."),
     (DOCX, b"hello", f"Unsupported MIME type: {DOCX}"),
     ("application/octet-stream", b"hello", "Unsupported MIME type: application/octet-stream")],
)  # fmt: skip
def test_gemini_refuses_a_document(url: str, kind: str, data: bytes, sentence: str) -> None:
    def answer(kind: str, data: bytes) -> Any:
        part = {"inlineData": {"mimeType": kind, "data": encoded(data)}}
        body = gemini(contents=[{"role": "user", "parts": [part, {"text": WHAT}]}])
        return post(f"{url}{GEMINI}:generateContent", body, GOOGLE)

    assert said(answer(kind, data)) == (400, sentence)
    assert answer("application/pdf", pdf(1)).status_code == 200
    assert answer("text/csv", b"a,b").status_code == 200
