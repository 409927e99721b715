"""Failures on demand at Ollama's wire, as its Python SDK tells them: it retries nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import ollama
import pytest
from starlette.applications import Starlette

WHO = [{"role": "user", "content": "Hello, who are you?"}]
KEY = "sk-practice-ollama"
Failing = Callable[..., ollama.Client]


@pytest.fixture
def failing(app: Starlette, url: str) -> Iterator[Failing]:
    """A client whose next request meets these faults: it has a practice key, by which they are its own."""
    with ollama.Client(host=f"{url}/ollama", headers={"authorization": f"Bearer {KEY}"}) as client:

        def scripted(*faults: dict[str, Any]) -> ollama.Client:
            app.state.learners.script(KEY, faults)
            return client

        yield scripted
        app.state.learners.forget(KEY)


def streamed(client: ollama.Client) -> str:
    return "".join(
        part.message.content or "" for part in client.chat(model="llama3.2", messages=WHO, stream=True)
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "unauthorized"),
        (404, "model not found"),
        (429, "too many requests"),
        (503, "server busy, please try again."),
    ],
)
def test_any_status_is_one_class_without_a_retry(failing: Failing, status: int, said: str) -> None:
    client = failing({"fault": "status", "status": status}, {"fault": "status", "status": 500})
    with pytest.raises(ollama.ResponseError, match=said) as refused:
        client.chat(model="llama3.2", messages=WHO)
    assert refused.value.status_code == status
    with pytest.raises(ollama.ResponseError, match="unexpectedly stopped"):
        streamed(client)
    assert client.chat(model="llama3.2", messages=WHO).message.content


def test_an_error_in_mid_stream_is_a_line_without_a_status(failing: Failing) -> None:
    client = failing({"fault": "error_event", "after_tokens": 3}, {"fault": "error_event"})
    with pytest.raises(ollama.ResponseError, match="server busy") as line:
        streamed(client)
    with pytest.raises(ollama.ResponseError, match="server busy") as plain:
        client.chat(model="llama3.2", messages=WHO)
    assert (line.value.status_code, plain.value.status_code) == (-1, 503)


def test_a_line_that_drops_and_json_that_breaks(failing: Failing) -> None:
    drops = [{"fault": "drop"}, {"fault": "drop", "after_tokens": 2}]
    broken = [{"fault": "broken_json", "after_tokens": 2}, {"fault": "broken_json"}]
    client = failing(*drops, *broken)
    with pytest.raises(httpx.RemoteProtocolError):
        client.chat(model="llama3.2", messages=WHO)
    with pytest.raises(httpx.RemoteProtocolError):
        streamed(client)
    with pytest.raises(json.JSONDecodeError):
        streamed(client)
    with pytest.raises(json.JSONDecodeError):
        client.chat(model="llama3.2", messages=WHO)


def test_a_stream_that_ends_early_is_not_noticed(failing: Failing) -> None:
    client = failing({"fault": "early_end", "after_tokens": 2}, {"fault": "early_end", "after_tokens": 2})
    parts = list(client.chat(model="llama3.2", messages=WHO, stream=True))
    assert len(parts) == 2 and not any(part.done for part in parts)
    assert client.chat(model="llama3.2", messages=WHO).done is False


def test_other_paths_meet_them_too_and_other_keys_do_not(failing: Failing, client: ollama.Client) -> None:
    own = failing({"fault": "status", "status": 503}, {"fault": "html", "status": 502})
    assert client.generate(model="llama3.2", prompt="Hi").response
    with pytest.raises(ollama.ResponseError, match="server busy"):
        own.embed(model="all-minilm", input="Hi")
    with pytest.raises(ollama.ResponseError, match="<!DOCTYPE html>"):
        own.generate(model="llama3.2", prompt="Hi")


def test_a_limit_that_is_set_for_a_key_is_a_full_queue(app: Starlette, url: str) -> None:
    from dataclasses import replace

    app.state.learners.set_pace("sk-practice-often", replace(app.state.learners.pace, requests_per_minute=2))
    with ollama.Client(host=f"{url}/ollama", headers={"authorization": "Bearer sk-practice-often"}) as client:
        for _ in range(2):
            client.generate(model="llama3.2", prompt="Hi")
        with pytest.raises(ollama.ResponseError, match="maximum pending requests exceeded"):
            client.generate(model="llama3.2", prompt="Hi")
