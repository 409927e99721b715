"""`/api/generate` and embeddings with the official Python SDK."""

from __future__ import annotations

import json
import math
from typing import Any

import ollama
import pytest

from firstcall.practice.wires.ollama import memory
from tests.practice_fixture import post

MODEL = "llama3.2"


def test_a_prompt_is_answered_whole_or_in_lines(client: ollama.Client) -> None:
    asked: dict[str, Any] = {"model": MODEL, "prompt": "Hello, who are you?", "options": {"temperature": 0}}
    whole = client.generate(**asked)
    parts = list(client.generate(**asked, stream=True))
    assert whole.response and "".join(part.response for part in parts) == whole.response
    assert (whole.done_reason, parts[-1].eval_count) == ("stop", whole.eval_count)
    assert parts[0].context is None and parts[-1].context


def test_system_thinking_and_json_are_obeyed(client: ollama.Client) -> None:
    pirate = client.generate(
        model=MODEL, prompt="Who are you?", system="You are a pirate.", options={"top_k": 1}
    )
    assert "arr" in pirate.response.lower()
    thinks = client.generate(model="qwen3:0.6b", prompt="What is the capital of France?")
    assert thinks.thinking and "Paris" in thinks.response
    found = client.generate(model=MODEL, prompt="Ada is 36. Give her age as JSON.", format="json")
    assert isinstance(json.loads(found.response), dict)


def test_the_context_goes_on_from_there(client: ollama.Client) -> None:
    first = client.generate(model=MODEL, prompt="My name is Ada.")
    again = client.generate(model=MODEL, prompt="What is my name?", context=first.context)
    assert "Ada" in again.response and len(again.context or ()) > len(first.context or ())
    assert "Ada" not in client.generate(model=MODEL, prompt="What is my name?", context=[1, 2, 3]).response
    assert client.generate(model=MODEL, prompt="Hi", raw=True).context is None


@pytest.mark.parametrize("numbers", [[-1], [70_000], [True], ["a"], [1, 2], memory.kept([])[:1], [0x5B5D]])
def test_numbers_that_say_nothing_are_no_memory(numbers: list[Any]) -> None:
    assert memory.told(numbers) == []
    assert memory.told(memory.kept([("user", "Grüße “”")])) == [("user", "Grüße “”")]


def test_without_a_prompt_the_model_is_loaded_or_put_away(client: ollama.Client) -> None:
    assert client.generate(model=MODEL).done_reason == "load"
    gone = client.generate(model=MODEL, keep_alive=0)
    assert (gone.done_reason, gone.response, gone.eval_count) == ("unload", "", None)


def near(one: Any, other: Any) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("model", "length"), [("all-minilm", 384), ("nomic-embed-text", 768), ("mxbai-embed-large", 1024)]
)
def test_like_is_near_and_unlike_is_far(client: ollama.Client, model: str, length: int) -> None:
    texts = [
        "The dog plays in the garden.",
        "A puppy is playing outside.",
        "Interest rates were raised again.",
    ]
    made = client.embed(model=model, input=texts)
    dog, puppy, rates = made.embeddings
    assert len(dog) == length and math.isclose(near(dog, dog), 1, abs_tol=1e-6)
    assert near(dog, puppy) > near(dog, rates) + 0.1
    assert (made.prompt_eval_count or 0) > 10 and (made.total_duration or 0) > (made.load_duration or 0) > 0


def test_shortened_vectors_have_length_one_too(client: ollama.Client) -> None:
    (short,) = client.embed(model="embeddinggemma", input="Hello", dimensions=128).embeddings
    assert len(short) == 128 and math.isclose(near(short, short), 1, abs_tol=1e-6)
    (same,) = client.embed(model="embeddinggemma", input="Hello", dimensions=5000).embeddings
    assert len(same) == 768
    assert client.embed(model="embeddinggemma", input="").embeddings == []


def test_the_older_path_gives_one_vector_of_some_length(client: ollama.Client) -> None:
    old = client.embeddings(model="all-minilm", prompt="Hello").embedding
    (new,) = client.embed(model="all-minilm", input="Hello").embeddings
    length = math.sqrt(near(old, old))
    assert length > 2 and [each / length for each in old] == pytest.approx(list(new))
    assert client.embeddings(model="all-minilm", prompt="").embedding == []


def test_long_texts_are_cut_unless_that_is_refused(url: str) -> None:
    body = {"model": "all-minilm", "input": "rain " * 600}
    assert post(f"{url}/ollama/api/embed", body, {}).json()["prompt_eval_count"] == 512
    refused = post(f"{url}/ollama/api/embed", body | {"truncate": False}, {})
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "the input length exceeds the context length",
    )
