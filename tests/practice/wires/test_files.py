"""Files that a program uploads with the official SDKs: listed, looked at, named in a message, deleted; nobody else's."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import anthropic
import httpx2
import openai
import pytest
from google import genai
from google.genai import types

from firstcall.practice.wires.anthropic.documents import PAGE_TOKENS
from tests.practice.model.test_documents import pdf
from tests.practice.model.test_pictures import drawn
from tests.practice_fixture import ANTHROPIC, claude, said

KEEPER = b"The lighthouse keeper was called Amaranta. She lived on a rock."
KEEPER_SAID = "The lighthouse keeper was called Amaranta."
WHO = "According to the text, who is the lighthouse keeper?"
FLASH = "gemini-3.5-flash-lite"


def about(file_id: str, kind: str = "document", text: str = WHO) -> list[Any]:
    block = {"type": kind, "source": {"type": "file", "file_id": file_id}}
    return [{"role": "user", "content": [block, {"type": "text", "text": text}]}]


# Anthropic


@pytest.mark.parametrize("beta", [False, True])
def test_claude_reads_the_files_that_were_uploaded(
    claudes: anthropic.Anthropic, tmp_path: Path, beta: bool
) -> None:
    api: Any = claudes.beta if beta else claudes
    text = api.files.upload(file=("notes.txt", KEEPER))
    (tmp_path / "three.pdf").write_bytes(pdf(3))
    paper = api.files.upload(file=tmp_path / "three.pdf")
    image = api.files.upload(file=("a.png", io.BytesIO(drawn(800, 90)), "image/png"))
    assert (paper.mime_type, paper.filename, paper.size_bytes) == (
        "application/pdf",
        "three.pdf",
        len(pdf(3)),
    )
    assert text.id.startswith("file_") and text.type == "file" and text.downloadable is False

    def ask(file_id: str, kind: str = "document") -> Any:
        return api.messages.create(**claude(messages=about(file_id, kind)))

    assert ask(text.id).content[0].text == KEEPER_SAID
    assert ask(paper.id).usage.input_tokens == pytest.approx(3 * PAGE_TOKENS + 20, abs=10)
    counted = claudes.messages.count_tokens(model="claude-haiku-4-5", messages=about(image.id, "image"))
    assert 100 < counted.input_tokens < 150
    with pytest.raises(
        anthropic.BadRequestError, match=r"messages\.0.content.0.image.source.file.file_id: The file's"
    ):
        ask(text.id, "image")
    for file in (text, paper, image):
        assert api.files.delete(file.id).id == file.id
    with pytest.raises(anthropic.NotFoundError, match=f"File not found: {text.id}"):
        ask(text.id)


def test_claudes_files_are_listed_page_by_page(claudes: anthropic.Anthropic) -> None:
    claudes = claudes.with_options(api_key="sk-practice-lists")
    made = [claudes.files.upload(file=(f"{number}.txt", KEEPER)).id for number in range(5)]
    assert [file.id for file in claudes.files.list(limit=2)] == made[::-1]
    assert [file.id for file in claudes.beta.files.list(limit=2)] == made[::-1]
    assert [file.id for file in claudes.files.list(ids=made[1:3])] == made[2:0:-1]
    assert claudes.files.retrieve_metadata(made[0]).filename == "0.txt"
    assert list(claudes.with_options(api_key="sk-practice-other").files.list()) == []
    with pytest.raises(anthropic.NotFoundError):
        claudes.with_options(api_key="sk-practice-other").files.delete(made[0])
    with pytest.raises(anthropic.BadRequestError) as caught:
        claudes.files.download(made[0])
    assert caught.value.body["error"]["details"] == {"error_code": "file_not_downloadable"}  # type: ignore[index]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"data": {"other": "x"}}, "file: Field required"),
        ({"files": {"file": ("a.txt", b"")}}, "file: File must not be empty"),
        ({"files": {"file": ("a.txt", bytes(4 * 1024 * 1024 + 1))}},
         "The practice server does not serve files of more than 4 MB."),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"expires_in_seconds": "60"}},
         "expires_in_seconds: Input should be between 3600 and 7776000"),
    ],
)  # fmt: skip
def test_anthropic_refuses_an_upload(url: str, form: dict[str, Any], sentence: str) -> None:
    sent = {name: ANTHROPIC[name] for name in ("x-api-key", "anthropic-version")}
    assert said(httpx2.post(f"{url}/anthropic/v1/files", headers=sent, **form)) == (400, sentence)
    fits = {"files": {"file": ("a.txt", b"x")}, "data": {"expires_in_seconds": "3600"}}
    assert httpx2.post(f"{url}/anthropic/v1/files", headers=sent, **fits).json()["expires_at"] is not None  # type: ignore[arg-type]


# Google


def test_gemini_reads_the_files_that_were_uploaded(geminis: genai.Client, tmp_path: Path) -> None:
    (tmp_path / "keeper.txt").write_bytes(KEEPER)
    text = geminis.files.upload(file=tmp_path / "keeper.txt")
    paper = geminis.files.upload(
        file=io.BytesIO(pdf(3)),
        config={"mime_type": "application/pdf", "name": "paper", "display_name": "Three"},
    )
    assert (text.mime_type, text.size_bytes, text.state) == (
        "text/plain",
        len(KEEPER),
        types.FileState.ACTIVE,
    )
    assert (paper.name, paper.display_name) == ("files/paper", "Three")
    answer = geminis.models.generate_content(model=FLASH, contents=[text, WHO])
    assert (answer.text or "") == KEEPER_SAID
    streamed = geminis.models.generate_content_stream(model=FLASH, contents=[text, WHO])
    assert "".join(chunk.text or "" for chunk in streamed) == KEEPER_SAID
    counted = geminis.models.count_tokens(model=FLASH, contents=[paper, "Summarize this document."])
    assert counted.total_tokens == pytest.approx(3 * 560, abs=20)
    assert [file.name for file in geminis.files.list(config={"page_size": 1})] == ["files/paper", text.name]
    assert geminis.files.get(name="files/paper").uri == paper.uri
    with pytest.raises(genai.errors.ClientError, match="File paper already exists"):
        geminis.files.upload(file=io.BytesIO(b"x"), config={"mime_type": "text/plain", "name": "paper"})
    geminis.files.delete(name="paper")
    with pytest.raises(
        genai.errors.ClientError, match="You do not have permission to access the File paper or it may"
    ):
        geminis.models.generate_content(model=FLASH, contents=[paper, WHO])
    elsewhere = types.Part.from_uri(
        file_uri="https://example.com/files/paper.pdf", mime_type="application/pdf"
    )
    geminis.models.generate_content(model=FLASH, contents=[elsewhere, "Summarize this document."])


def test_google_refuses_an_upload(geminis: genai.Client, url: str) -> None:
    def upload(content: bytes, **config: Any) -> types.File:
        return geminis.files.upload(file=io.BytesIO(content), config={"mime_type": "text/plain", **config})

    with pytest.raises(
        genai.errors.ServerError, match="The practice server does not serve files of more than 4 MB"
    ):
        upload(bytes(4 * 1024 * 1024 + 1))
    with pytest.raises(genai.errors.ClientError, match="File name must be at most 40 characters"):
        upload(b"x", name="files/Not So")
    at = f"{url}/google/upload/v1beta/files?key=sk-practice-raw"
    for token in ("", "&upload_id=W1tb", "&upload_id=e30=", "&upload_id=%00"):
        answer = httpx2.post(at + token, headers={"x-goog-upload-command": "upload, finalize"}, content=b"x")
        assert said(answer) == (400, "Upload has already been terminated.")
    answer = httpx2.post(at, json={"file": {}})
    assert said(answer) == (
        501,
        "The practice server does not serve uploads other than resumable ones in one piece.",
    )


def test_gemini_takes_files_with_its_asynchronous_client(url: str) -> None:
    async def ask() -> str:
        async with genai.Client(
            api_key="sk-practice-aio", http_options={"base_url": f"{url}/google"}
        ).aio as gemini:
            file = await gemini.files.upload(file=io.BytesIO(KEEPER), config={"mime_type": "text/plain"})
            return (await gemini.models.generate_content(model=FLASH, contents=[file, WHO])).text or ""

    assert asyncio.run(ask()) == KEEPER_SAID


# OpenAI


def test_gpt_reads_the_files_that_were_uploaded(gpts: openai.OpenAI) -> None:
    text = gpts.files.create(file=("keeper.txt", KEEPER), purpose="user_data")
    paper = gpts.files.create(file=("three.pdf", pdf(3)), purpose="user_data")
    image = gpts.files.create(file=("a.png", drawn(800, 90)), purpose="vision")

    def respond(*parts: dict[str, str], **more: Any) -> Any:
        content: Any = [*parts, {"type": "input_text", "text": WHO}]
        return gpts.responses.create(model="gpt-4o", input=[{"role": "user", "content": content}], **more)

    first = respond({"type": "input_file", "file_id": text.id})
    assert first.output_text == KEEPER_SAID
    again = gpts.responses.create(model="gpt-4o", previous_response_id=first.id, input=WHO)
    assert again.usage.input_tokens > first.usage.input_tokens + 10
    bare = respond().usage.input_tokens
    assert respond({"type": "input_image", "file_id": image.id}).usage.input_tokens > bare + 200
    assert respond({"type": "input_file", "file_id": paper.id}).usage.input_tokens > bare + 1500
    chat: Any = [{"type": "file", "file": {"file_id": paper.id}}, {"type": "text", "text": "Summarize this."}]
    completion = gpts.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": chat}])
    assert "number of pages: 3" in (completion.choices[0].message.content or "")
    gpts.files.delete(text.id)
    with pytest.raises(openai.NotFoundError, match=f"No such File object: {text.id}"):
        respond({"type": "input_file", "file_id": text.id})
