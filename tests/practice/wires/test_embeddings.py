"""OpenAI's embeddings with the official SDK: near and far, shortened, in batches, refused."""

from __future__ import annotations

import math
from typing import Any

import openai
import pytest

from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from tests.practice_fixture import OPENAI, post, said

SMALL = "text-embedding-3-small"


def near(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("more", "length"), [({}, 1536), ({"dimensions": 256}, 256)])
def test_like_is_near_and_unlike_is_far(gpts: openai.OpenAI, more: dict[str, Any], length: int) -> None:
    texts = [
        "The dog plays in the garden.",
        "A puppy is playing outside.",
        "Interest rates were raised again.",
    ]
    made = gpts.embeddings.create(model=SMALL, input=texts, **more)
    dog, puppy, rates = (each.embedding for each in made.data)
    assert len(dog) == length and math.isclose(near(dog, dog), 1, abs_tol=1e-3)
    assert near(dog, puppy) > near(dog, rates) + 0.1
    assert [each.index for each in made.data] == [0, 1, 2]
    assert made.usage.prompt_tokens == made.usage.total_tokens > 10


def test_both_formats_say_the_same(gpts: openai.OpenAI) -> None:
    plain = gpts.embeddings.create(model="text-embedding-3-large", input="Hello", encoding_format="float")
    packed = gpts.embeddings.create(model="text-embedding-3-large", input="Hello")  # the SDK asks for base64
    assert len(plain.data[0].embedding) == 3072
    assert plain.data[0].embedding == pytest.approx(packed.data[0].embedding, abs=1e-6)


def test_tokens_will_do_for_a_text(gpts: openai.OpenAI) -> None:
    assert len(gpts.embeddings.create(model=SMALL, input=[1, 2, 3]).data) == 1
    two = gpts.embeddings.create(model=SMALL, input=[[1, 2, 3], [4]])
    assert len(two.data) == 2 and two.usage.total_tokens == 4


@pytest.mark.parametrize(
    ("refused", "status", "sentence", "taken"),
    [
        ({"model": "text-embedding-4"}, 404, "The model `text-embedding-4` does not exist", {}),
        ({"input": ""}, 400, "Input cannot be an empty string.", {"input": "a"}),
        ({"input": []}, 400, "Input cannot be an empty array.", {"input": ["a"]}),
        ({"input": ["a"] * 2049}, 400, "Invalid 'input': array too long.", {"input": ["a"] * 2}),
        ({"input": [1, "a"]}, 400, "Invalid type for 'input[0]': expected one of a string or array", {"input": ["1", "a"]}),
        ({"input": "word " * 9000}, 400, "This model's maximum context length is 8192 tokens", {"input": "word " * 900}),
        ({"input": ["word " * 8000] * 38}, 400, "Requested ", {"input": ["word " * 800] * 2}),
        ({"dimensions": 1537}, 400, "Invalid value for 'dimensions' = 1537.", {"dimensions": 1536}),
        ({"model": "text-embedding-ada-002", "dimensions": 256}, 400, "This model does not support specifying dimensions.",
         {"model": "text-embedding-ada-002"}),
        ({"encoding_format": "int8"}, 400, "Invalid value: 'int8'.", {"encoding_format": "float"}),
        ({"task": "search"}, 400, "Unknown parameter: 'task'.", {"user": "ann"}),
    ],
)  # fmt: skip
def test_it_refuses_and_takes_its_neighbour(
    url: str, refused: dict[str, Any], status: int, sentence: str, taken: dict[str, Any]
) -> None:
    usual = {"model": SMALL, "input": "Hello"}
    got, message = said(post(f"{url}/openai/v1/embeddings", usual | refused, OPENAI))
    assert got == status and message.startswith(sentence)
    assert post(f"{url}/openai/v1/embeddings", usual | taken, OPENAI).status_code == 200


def test_a_fault_on_demand_meets_it_too(url: str) -> None:
    app = create_app(INSTANT)
    app.state.learners.script("sk-practice-raw", [{"fault": "status", "status": 429}])
    with serve(app) as own:
        assert post(f"{own}/openai/v1/embeddings", {"model": SMALL, "input": "a"}, OPENAI).status_code == 429
        assert post(f"{own}/openai/v1/embeddings", {"model": SMALL, "input": "a"}, OPENAI).status_code == 200
