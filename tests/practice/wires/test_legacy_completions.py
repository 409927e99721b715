"""Legacy completions, with the SDK."""

from __future__ import annotations

from typing import Any

import openai
import pytest

INSTRUCT = "gpt-3.5-turbo-instruct"


def asked(**changes: Any) -> dict[str, Any]:
    return {"model": INSTRUCT, "prompt": "Say this is a test", "max_tokens": 60, "temperature": 0} | changes


@pytest.mark.parametrize("id", [INSTRUCT, "davinci-002", "babbage-002"])
def test_a_text_goes_on(gpts: openai.OpenAI, id: str) -> None:
    made = gpts.completions.create(**asked(model=id, prompt="What is the capital of France?"))
    assert "Paris" in made.choices[0].text
    assert (made.object, made.model, made.choices[0].finish_reason) == ("text_completion", id, "stop")
    assert made.usage and made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens


def test_sixteen_tokens_unless_more_are_asked_for(gpts: openai.OpenAI) -> None:
    made = gpts.completions.create(model=INSTRUCT, prompt="Count to 100.")
    assert made.usage and made.usage.completion_tokens == 16
    assert made.choices[0].finish_reason == "length"


def test_a_stream_says_the_same(gpts: openai.OpenAI) -> None:
    whole = gpts.completions.create(**asked())
    chunks = list(gpts.completions.create(**asked(stream=True, stream_options={"include_usage": True})))
    assert "".join(choice.text for chunk in chunks for choice in chunk.choices) == whole.choices[0].text
    assert chunks[-2].choices[0].finish_reason == "stop" and chunks[-1].usage == whole.usage


def test_several_prompts_and_several_of_each(gpts: openai.OpenAI) -> None:
    prompts = ["What is the capital of France?", "What is the capital of Italy?"]
    made = gpts.completions.create(**asked(prompt=prompts, n=2, best_of=2))
    assert [choice.index for choice in made.choices] == [0, 1, 2, 3]
    assert ["Paris" in choice.text for choice in made.choices] == [True, True, False, False]


def test_echo_logprobs_and_stop(gpts: openai.OpenAI) -> None:
    made = gpts.completions.create(**asked(echo=True, logprobs=2, prompt="Count to 9.", stop="4")).choices[0]
    assert made.text.startswith("Count to 9.") and "3" in made.text and "4" not in made.text
    found = made.logprobs
    assert found and found.tokens and found.text_offset and found.token_logprobs and found.top_logprobs
    assert found.text_offset[0] == len("Count to 9.")
    assert len(found.tokens) == len(found.token_logprobs) == len(found.top_logprobs) == len(found.text_offset)
    for token, at in zip(found.tokens, found.text_offset, strict=True):
        assert made.text[at:].startswith(token) or at + len(token) > len(made.text)
    streamed = list(
        gpts.completions.create(**asked(echo=True, logprobs=2, prompt="Count to 9.", stop="4", stream=True))
    )
    assert "".join(choice.text for chunk in streamed for choice in chunk.choices) == made.text


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"model": "gpt-4o-mini"}, 404, "This is a chat model and not supported in the v1/completions endpoint. Did you mean"),
        ({"model": "gpt-5.5-pro"}, 404, "This model is only supported in v1/responses and not in v1/completions."),
        ({"model": "text-davinci-003"}, 404, "The model `text-davinci-003` has been deprecated, learn more here:"),
        ({"prompt": [[1, 2]]}, 400, "The practice server does not serve prompts that are given as tokens"),
        ({"prompt": []}, 400, "Invalid 'prompt': empty array."),
        ({"max_tokens": 4_096}, 400, "This model's maximum context length is 4096 tokens, however you requested"),
        ({"logprobs": 6}, 400, "Invalid 'logprobs': integer above maximum value."),
        ({"extra_body": {"messages": []}}, 400, "Unrecognized request argument supplied: messages"),
        ({"prompt": ["x"] * 65, "n": 2}, 400, "The practice server does not serve more than 128 completions"),
    ],
)  # fmt: skip
def test_what_is_refused(gpts: openai.OpenAI, changes: dict[str, Any], status: int, sentence: str) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        gpts.completions.create(**asked(**changes))
    assert caught.value.status_code == status
    assert isinstance(caught.value.body, dict) and caught.value.body["message"].startswith(sentence)
