"""OpenAI's files and batches, with the SDK, as its guide uses them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx2
import openai
import pytest
from starlette.applications import Starlette

from firstcall.practice.pace import Pace
from tests.practice.wires.conftest import KEY

CHAT = "/v1/chat/completions"


def line(id: str, question: str, **changes: Any) -> dict[str, Any]:
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": question}], "temperature": 0}
    return {"custom_id": id, "method": "POST", "url": CHAT, "body": body | changes}


def uploaded(gpts: openai.OpenAI, lines: list[dict[str, Any]] | bytes) -> str:
    content = lines if isinstance(lines, bytes) else "\n".join(map(json.dumps, lines)).encode()
    return gpts.files.create(file=("requests.jsonl", io.BytesIO(content)), purpose="batch").id


def handed_in(
    gpts: openai.OpenAI, lines: list[dict[str, Any]] | bytes, endpoint: Any = CHAT
) -> openai.types.Batch:
    return gpts.batches.create(
        input_file_id=uploaded(gpts, lines), endpoint=endpoint, completion_window="24h"
    )


def lines_of(gpts: openai.OpenAI, file: str | None) -> Mapping[str, Any]:
    assert file
    return {each["custom_id"]: each for each in map(json.loads, gpts.files.content(file).text.splitlines())}


def test_a_batch_from_upload_to_download(gpts: openai.OpenAI) -> None:
    asked = [line("one", "What is the capital of France?"), line("two", "What is the capital of Italy?")]
    batch = gpts.batches.create(
        input_file_id=uploaded(gpts, asked),
        endpoint=CHAT,
        completion_window="24h",
        metadata={"for": "a test"},
    )
    assert (
        batch.status == "in_progress" and batch.metadata == {"for": "a test"} and batch.output_file_id is None
    )
    batch = gpts.batches.retrieve(batch.id)
    assert (batch.status, batch.model, batch.error_file_id) == ("completed", "gpt-4o-mini", None)
    assert batch.request_counts and batch.request_counts.model_dump() == {
        "total": 2,
        "completed": 2,
        "failed": 0,
    }
    found = lines_of(gpts, batch.output_file_id)
    for id, capital in (("one", "Paris"), ("two", "Rome")):
        answer = found[id]["response"]
        completion = openai.types.chat.ChatCompletion.model_validate(answer["body"])
        assert answer["status_code"] == 200 and found[id]["error"] is None
        assert capital in (completion.choices[0].message.content or "")
    assert batch.usage and batch.usage.total_tokens == sum(
        each["response"]["body"]["usage"]["total_tokens"] for each in found.values()
    )


def test_what_is_refused_is_in_the_file_of_errors(gpts: openai.OpenAI) -> None:
    batch = handed_in(
        gpts, [line("well", "Hi"), line("cold", "Hi", temperature=9), line("told", "Hi", stream=True)]
    )
    batch = gpts.batches.retrieve(batch.id)
    assert batch.request_counts and batch.request_counts.model_dump() == {
        "total": 3,
        "completed": 1,
        "failed": 2,
    }
    assert list(lines_of(gpts, batch.output_file_id)) == ["well"]
    errors = lines_of(gpts, batch.error_file_id)
    assert errors["cold"]["response"]["status_code"] == 400
    assert errors["cold"]["response"]["body"]["error"]["param"] == "temperature"
    assert errors["told"]["response"]["body"]["error"]["param"] == "stream"


@pytest.mark.parametrize(
    ("endpoint", "body", "kind"),
    [
        ("/v1/responses", {"model": "gpt-6-luna", "input": "What is the capital of France?"}, "response"),
        ("/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hi"}, "list"),
        ("/v1/completions", {"model": "gpt-3.5-turbo-instruct", "prompt": "Hi"}, "text_completion"),
        ("/v1/moderations", {"input": "Hi"}, None),
    ],
)
def test_other_endpoints(gpts: openai.OpenAI, endpoint: str, body: dict[str, Any], kind: str | None) -> None:
    batch = handed_in(gpts, [{"custom_id": "a", "method": "POST", "url": endpoint, "body": body}], endpoint)
    batch = gpts.batches.retrieve(batch.id)
    assert batch.status == "completed"
    assert lines_of(gpts, batch.output_file_id)["a"]["response"]["body"].get("object") == kind


@pytest.mark.parametrize(
    ("content", "code", "number"),
    [
        (b'{"custom_id": "a"', "invalid_json_line", 1),
        (b"", "empty_file", None),
        ([line("a", "Hi"), line("a", "Hi")], "duplicate_custom_id", 2),
        ([line("a", "Hi"), line("b", "Hi", model="gpt-4o")], "mismatched_model", 2),
        ([line("a", "Hi"), {**line("b", "Hi"), "url": "/v1/responses"}], "invalid_url", 2),
        ([{"custom_id": "a", "method": "POST", "url": CHAT}], "missing_required_parameter", 1),
        ([{**line("a", "Hi"), "method": "GET"}], "invalid_value", 1),
    ],
)
def test_a_file_that_is_not_in_order_fails(
    gpts: openai.OpenAI, content: Any, code: str, number: int | None
) -> None:
    batch = handed_in(gpts, content)
    assert batch.status == "failed" and batch.failed_at and batch.errors and batch.errors.data
    assert (batch.errors.data[0].code, batch.errors.data[0].line) == (code, number)
    assert gpts.batches.retrieve(batch.id).status == "failed"


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"input_file_id": "file-none"}, 404, "No such File object: file-none"),
        (
            {"endpoint": "/v1/images/edits"},
            400,
            "The practice server does not serve batches of /v1/images/edits.",
        ),
        ({"endpoint": "/v1/chat"}, 400, "Invalid value: '/v1/chat'."),
        ({"completion_window": "1h"}, 400, "Invalid value: '1h'."),
    ],
)
def test_batches_that_are_refused(gpts: openai.OpenAI, changes: Any, status: int, sentence: str) -> None:
    fields = {
        "input_file_id": uploaded(gpts, [line("a", "Hi")]),
        "endpoint": CHAT,
        "completion_window": "24h",
    }
    with pytest.raises(openai.APIStatusError) as caught:
        gpts.batches.create(**fields | changes)
    assert caught.value.status_code == status
    assert isinstance(caught.value.body, dict) and caught.value.body["message"].startswith(sentence)


def test_too_many_requests_are_said_to_be_too_many_for_this_server(gpts: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="does not serve batches of more than 200 requests"):
        handed_in(gpts, [line(str(number), "Hi") for number in range(201)])
    batch = handed_in(gpts, [line(str(number), "Hi") for number in range(200)])
    assert gpts.batches.retrieve(batch.id).status == "completed"


def test_answers_of_one_batch_are_bounded(gpts: openai.OpenAI) -> None:
    body = {"model": "text-embedding-3-large", "input": ["The quick brown fox jumps"] * 60}
    asked = [{"custom_id": str(n), "method": "POST", "url": "/v1/embeddings", "body": body} for n in range(3)]
    batch = gpts.batches.retrieve(handed_in(gpts, asked, "/v1/embeddings").id)
    assert batch.status == "expired" and batch.request_counts
    assert batch.request_counts.model_dump() == {"total": 3, "completed": 1, "failed": 2}
    assert list(lines_of(gpts, batch.output_file_id)) == ["0"]
    errors = lines_of(gpts, batch.error_file_id)
    assert {id: each["error"]["code"] for id, each in errors.items()} == {
        "1": "batch_expired",
        "2": "batch_expired",
    }


@pytest.fixture
def slow(app: Starlette, url: str) -> Iterator[openai.OpenAI]:
    """A learner whose model takes a minute for its first token."""
    app.state.learners.set_pace("sk-practice-slow", Pace(60.0, 0.0))
    with openai.OpenAI(api_key="sk-practice-slow", base_url=f"{url}/openai/v1", max_retries=0) as client:
        yield client
    app.state.learners.forget("sk-practice-slow")


def test_a_batch_takes_its_time_and_can_be_cancelled(slow: openai.OpenAI) -> None:
    batch = handed_in(slow, [line("a", "Hi")])
    assert slow.batches.retrieve(batch.id).status == "validating"
    assert [each.id for each in slow.batches.list()] == [batch.id]
    assert slow.batches.cancel(batch.id).status == "cancelling"
    batch = slow.batches.retrieve(batch.id)
    assert batch.status == "cancelled" and batch.cancelled_at and batch.output_file_id is None
    assert lines_of(slow, batch.error_file_id)["a"]["error"]["code"] == "batch_cancelled"
    with pytest.raises(openai.ConflictError):
        slow.batches.cancel(batch.id)


def test_files_are_listed_read_and_deleted_and_are_nobody_elses(gpts: openai.OpenAI, url: str) -> None:
    text = "Zeile eins\r\nÄ, ö und\nü".encode()
    file = gpts.files.create(file=("notes ä.txt", text), purpose="user_data")
    assert (file.bytes, file.filename, file.purpose, file.status) == (
        len(text),
        "notes ä.txt",
        "user_data",
        "processed",
    )
    assert file.expires_at is None
    assert gpts.files.content(file.id).read() == text
    assert gpts.files.retrieve(file.id) == file
    assert file.id in [each.id for each in gpts.files.list(purpose="user_data")]
    assert file.id not in [each.id for each in gpts.files.list(purpose="batch")]
    with openai.OpenAI(api_key="sk-practice-other", base_url=f"{url}/openai/v1", max_retries=0) as other:
        with pytest.raises(openai.NotFoundError, match="No such File object"):
            other.files.retrieve(file.id)
    assert gpts.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        gpts.files.content(file.id)


FORM = "multipart/form-data; boundary=x"
PURPOSE = b'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--x--'
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n{}\r\n--x--'


@pytest.mark.parametrize(
    ("kind", "body", "param"),
    [
        (FORM, PURPOSE, "file"),
        (FORM, FILE, "purpose"),
        ("multipart/form-data", FILE, "file"),
        ("application/json", b'{"file": "a"}', "file"),
        (FORM, b"\xff\x00--x--x--x\r\n\r\n--x", "file"),
    ],
)
def test_an_upload_that_is_no_form_is_refused(url: str, kind: str, body: bytes, param: str) -> None:
    headers = {"authorization": f"Bearer {KEY}", "content-type": kind}
    answer = httpx2.post(f"{url}/openai/v1/files", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
