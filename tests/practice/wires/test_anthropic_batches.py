"""Anthropic's Message Batches, with the SDK, as its guide uses them; and what Anthropic serves and this server does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2
import pytest
from starlette.applications import Starlette

from firstcall.practice.pace import Pace
from tests.practice.wires.conftest import KEY

NOT_SERVED = "The practice server does not serve"


def ask(id: str, question: str, **changes: Any) -> Any:
    params = {
        "model": "claude-haiku-4-5",
        "max_tokens": 200,
        "messages": [{"role": "user", "content": question}],
    }
    return {"custom_id": id, "params": params | changes}


def counts(batch: Any) -> dict[str, int]:
    return {kind: count for kind, count in batch.request_counts.model_dump().items() if count}


def test_a_batch_from_creation_to_its_results(claudes: anthropic.Anthropic) -> None:
    batch = claudes.messages.batches.create(
        requests=[
            ask("fr", "What is the capital of France?"),
            ask("it", "What is the capital of Italy?", model="claude-haiku-5-5"),
        ]
    )
    assert (batch.processing_status, batch.results_url, counts(batch)) == (
        "in_progress",
        None,
        {"processing": 2},
    )
    batch = claudes.messages.batches.retrieve(batch.id)
    assert (batch.processing_status, counts(batch)) == ("ended", {"succeeded": 2})
    assert batch.ended_at and batch.created_at <= batch.ended_at < batch.expires_at
    found = {each.custom_id: each.result for each in claudes.messages.batches.results(batch.id)}
    for id, capital in (("fr", "Paris"), ("it", "Rome")):
        result = found[id]
        assert result.type == "succeeded"
        assert capital in "".join(block.text for block in result.message.content if block.type == "text")
    assert found["fr"].type == "succeeded" and found["fr"].message.usage.output_tokens
    assert found["fr"].message.usage.service_tier == "batch"


def test_what_is_refused_is_errored(claudes: anthropic.Anthropic) -> None:
    asked = [
        ask("well", "Hi"),
        ask("old", "Hi", model="claude-3-opus"),
        ask("told", "Hi", stream=True),
        ask("odd", "Hi", top=1),
    ]
    batch = claudes.messages.batches.create(requests=asked)
    found = {each.custom_id: each.result for each in claudes.messages.batches.results(batch.id)}
    assert counts(claudes.messages.batches.retrieve(batch.id)) == {"succeeded": 1, "errored": 3}
    said = {id: result.error.error.message for id, result in found.items() if result.type == "errored"}
    assert said == {
        "old": "model: claude-3-opus",
        "told": "stream: messages of a batch cannot be streamed",
        "odd": "top: Extra inputs are not permitted",
    }


@pytest.mark.parametrize(
    ("requests", "sentence"),
    [
        ([], "requests: List should have at least 1 item after validation, not 0"),
        ([ask("a b", "Hi")], "requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"),
        ([ask("a", "Hi"), ask("a", "Hi")], "requests.1.custom_id: a is the custom_id of another request too"),
        ([{"custom_id": "a"}], "requests.0.params: Field required"),
        ([ask(str(number), "Hi") for number in range(201)], f"{NOT_SERVED} batches of more than 200 requests."),
    ],
)  # fmt: skip
def test_batches_that_are_refused(claudes: anthropic.Anthropic, requests: Any, sentence: str) -> None:
    with pytest.raises(anthropic.BadRequestError) as caught:
        claudes.messages.batches.create(requests=requests)
    assert caught.value.api_message == sentence


@pytest.fixture
def slow(app: Starlette, url: str) -> Iterator[anthropic.Anthropic]:
    """A learner whose model takes a minute for its first token."""
    app.state.learners.set_pace("sk-practice-slow-claude", Pace(60.0, 0.0))
    with anthropic.Anthropic(
        api_key="sk-practice-slow-claude", base_url=f"{url}/anthropic", max_retries=0
    ) as client:
        yield client
    app.state.learners.forget("sk-practice-slow-claude")


def test_a_batch_takes_its_time_and_can_be_cancelled_and_deleted(slow: anthropic.Anthropic) -> None:
    one, two = (slow.messages.batches.create(requests=[ask("a", "Hi")]) for _ in range(2))
    assert slow.messages.batches.retrieve(one.id).processing_status == "in_progress"
    with pytest.raises(anthropic.BadRequestError, match="it has to be canceled before it is deleted"):
        slow.messages.batches.delete(one.id)
    with pytest.raises(anthropic.AnthropicError, match="Has it finished processing"):
        slow.messages.batches.results(one.id)
    assert slow.messages.batches.cancel(one.id).processing_status == "canceling"
    ended = slow.messages.batches.retrieve(one.id)
    assert (ended.processing_status, counts(ended)) == ("ended", {"canceled": 1})
    assert [each.result.type for each in slow.messages.batches.results(one.id)] == ["canceled"]
    assert [each.id for each in slow.messages.batches.list()] == [two.id, one.id]
    assert [each.id for each in slow.messages.batches.list(limit=1)] == [two.id, one.id]
    assert slow.messages.batches.delete(one.id).type == "message_batch_deleted"
    with pytest.raises(anthropic.NotFoundError):
        slow.messages.batches.retrieve(one.id)


def test_nobody_sees_the_batch_of_another(claudes: anthropic.Anthropic, url: str) -> None:
    batch = claudes.messages.batches.create(requests=[ask("a", "Hi")])
    with anthropic.Anthropic(
        api_key="sk-practice-other", base_url=f"{url}/anthropic", max_retries=0
    ) as other:
        with pytest.raises(anthropic.NotFoundError):
            other.messages.batches.retrieve(batch.id)


def test_the_beta_resource_reads_the_same_batches(claudes: anthropic.Anthropic) -> None:
    batch = claudes.beta.messages.batches.create(requests=[ask("a", "Hi")])
    assert [each.result.type for each in claudes.beta.messages.batches.results(batch.id)] == ["succeeded"]


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/v1/skills", 404, "The practice server does not serve GET /v1/skills."),
        ("POST", "/v1/skills", 404, "The practice server does not serve POST /v1/skills."),
        ("POST", "/v1/complete", 404, "The practice server does not serve POST /v1/complete."),
        ("GET", "/v1/organizations/me", 404, "The practice server does not serve GET /v1/organizations/me."),
        (
            "POST",
            "/v1/chat/completions",
            404,
            "The practice server does not serve POST /v1/chat/completions.",
        ),
        ("POST", "/v1/nowhere", 404, "Not found"),
        ("GET", "/v1/messages", 405, "Method Not Allowed"),
    ],
)
def test_other_paths(url: str, method: str, path: str, status: int, sentence: str) -> None:
    answer = httpx2.request(method, f"{url}/anthropic{path}", headers={"x-api-key": KEY})
    assert (answer.status_code, answer.json()["error"]["message"]) == (status, sentence)
