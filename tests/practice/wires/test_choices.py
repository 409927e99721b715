"""Several replies to one request: `n` on Chat Completions, in one piece and streamed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import openai
import pytest

from firstcall.practice.model.limits import LimitedReply, Together, shared
from firstcall.practice.model.speaker import Asked, speak_often

QUESTION: list[Any] = [{"role": "user", "content": "Tell me a joke."}]
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def gpt(**changes: Any) -> dict[str, Any]:
    return {"model": "gpt-4o-mini", "messages": QUESTION} | changes


def test_so_many_choices_each_with_its_index(gpts: openai.OpenAI) -> None:
    several = gpts.chat.completions.create(**gpt(n=8, seed=3))
    assert [choice.index for choice in several.choices] == list(range(8))
    said = [choice.message.content for choice in several.choices]
    assert all(said) and len(set(said)) > 1
    assert {choice.finish_reason for choice in several.choices} == {"stop"}


def test_the_prompt_counts_once_and_every_reply_counts(gpts: openai.OpenAI) -> None:
    one, three = (gpts.chat.completions.create(**gpt(n=n, temperature=0)).usage for n in (1, 3))
    assert one and three
    assert three.prompt_tokens == one.prompt_tokens
    assert three.completion_tokens == 3 * one.completion_tokens


def test_a_seed_gives_the_same_choices_again_and_the_first_is_that_of_one(gpts: openai.OpenAI) -> None:
    first, again, alone = (
        [choice.message.content for choice in gpts.chat.completions.create(**gpt(n=n, seed=7)).choices]
        for n in (4, 4, 1)
    )
    assert first == again
    assert first[:1] == alone


def test_streamed_choices_come_in_turn_and_say_the_same(gpts: openai.OpenAI) -> None:
    chunks = list(
        gpts.chat.completions.create(**gpt(n=3, seed=7, stream=True, stream_options={"include_usage": True}))
    )
    said, ends, order = defaultdict[int, str](str), {}, []
    for chunk in chunks:
        for choice in chunk.choices:
            said[choice.index] += choice.delta.content or ""
            order += [choice.index] if choice.delta.content else []
            ends |= {choice.index: choice.finish_reason} if choice.finish_reason else {}
    whole = gpts.chat.completions.create(**gpt(n=3, seed=7))
    assert [said[choice.index] for choice in whole.choices] == [
        choice.message.content for choice in whole.choices
    ]
    assert ends == {0: "stop", 1: "stop", 2: "stop"}
    assert order[:3] == [0, 1, 2]
    assert chunks[-1].usage == whole.usage


def test_each_choice_has_the_limit_the_stops_and_the_logprobs(gpts: openai.OpenAI) -> None:
    cut = gpts.chat.completions.create(**gpt(n=2, max_tokens=4, logprobs=True))
    assert cut.usage and cut.usage.completion_tokens == 8
    for choice in cut.choices:
        assert choice.finish_reason == "length"
        assert choice.logprobs and choice.logprobs.content and len(choice.logprobs.content) == 4


def test_each_choice_calls_the_tool_with_an_id_of_its_own(gpts: openai.OpenAI) -> None:
    asked = gpt(
        n=2,
        tools=[WEATHER],
        tool_choice="required",
        messages=[{"role": "user", "content": "Weather in Paris?"}],
    )
    calls = [choice.message.tool_calls for choice in gpts.chat.completions.create(**asked).choices]
    assert [call and call[0].function.arguments for call in calls] == ['{"city": "Paris"}'] * 2
    assert len({call[0].id for call in calls if call}) == 2


def test_the_helper_of_the_sdk_reads_every_streamed_choice(gpts: openai.OpenAI) -> None:
    with gpts.chat.completions.stream(**gpt(n=2, seed=1)) as stream:
        final = stream.get_final_completion()
    assert len(final.choices) == 2 and all(choice.message.content for choice in final.choices)


@pytest.mark.parametrize(("n", "kind"), [(0, "below minimum value"), (129, "above maximum value")])
def test_from_1_to_128(gpts: openai.OpenAI, n: int, kind: str) -> None:
    with pytest.raises(openai.BadRequestError, match=f"Invalid 'n': integer {kind}"):
        gpts.chat.completions.create(**gpt(n=n))
    assert len(gpts.chat.completions.create(**gpt(n=128, max_tokens=2)).choices) == 128


@pytest.mark.parametrize(
    ("model", "effort", "takes"),
    [
        ("gpt-6-luna", "none", True),
        ("gpt-6-luna", "low", False),
        ("gpt-5-nano", "low", False),
        ("gpt-5.2", "none", True),
    ],
)
def test_only_a_model_that_does_not_reason_takes_it(
    gpts: openai.OpenAI, model: str, effort: Any, takes: bool
) -> None:
    asked = gpt(model=model, reasoning_effort=effort, n=2)
    if takes:
        assert len(gpts.chat.completions.create(**asked).choices) == 2
        return
    with pytest.raises(openai.BadRequestError, match="'n' does not support 2 with this model"):
        gpts.chat.completions.create(**asked)


def test_many_long_replies_are_bounded_together() -> None:
    asked = Asked("", (("user", "Count to 3000."),), 0.0, alternatives=False)
    room = shared(16_000, 100)
    together = Together([LimitedReply(tokens, room) for tokens in speak_often(asked, 100)])
    assert sum(1 for _ in together) == together.token_count == 100 * room <= 20_000
    assert {reply.ending for reply in together.replies} == {"limit"}
    assert shared(16_000, 1) == 16_000
    assert together.in_a_row == room
