"""Any JSON at all is answered or refused, at each path that takes a body: in the process, without a network."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firstcall.practice.exchange import TooLarge
from firstcall.practice.learners import Learners
from firstcall.practice.pace import INSTANT
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import chatting, embeddings, serving
from firstcall.practice.wires.ollama.compatible import anthropic, lists, openai, responses
from firstcall.practice.wires.ollama.loaded import loaded
from tests.quickly import examples

KEY = "sk-practice-any"
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
NAMES = (
    "role content type text image_url url source function name arguments id tool_calls tool_call_id images input "
    "tool_use_id properties effort"
).split()
VALUES = st.recursive(
    st.sampled_from(
        [None, True, 0, -1, 1.5, 10**400, 1e308, "", "json", "high", "5m", "user", "§", "A" * 8, TOOL]
    )
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
KINDS = ["text", "image", "image_url", "tool_use", "tool_result", "thinking"]
BLOCK = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS)},
    optional={
        name: VALUES for name in ("text", "source", "id", "name", "input", "content", "thinking", "image_url")
    },
)
CALL = st.fixed_dictionaries({}, optional={"id": VALUES, "function": st.fixed_dictionaries(
    {}, optional={"name": VALUES, "arguments": VALUES | st.just({}) | st.just("{}")})})  # fmt: skip
MESSAGE = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant", "system", "tool", "Tool", ""])},
    optional={
        "content": st.text(max_size=5) | st.lists(BLOCK, max_size=3) | VALUES,
        "tool_calls": st.lists(CALL, max_size=2) | VALUES,
        "images": VALUES,
        "thinking": VALUES,
        "tool_name": VALUES,
        "tool_call_id": VALUES,
    },
)
OPTIONS = st.dictionaries(
    st.sampled_from(["num_ctx", "num_predict", "seed", "stop", "temperature", "top_k"]), VALUES
)
FIELDS = ["model", "messages", "stream", "format", "options", "think", "keep_alive", "tools", "truncate", "shift", "raw",
          "logprobs", "top_logprobs", "prompt", "system", "suffix", "context", "images", "input", "dimensions", "name",
          "max_tokens", "stop", "stop_sequences", "response_format", "reasoning", "reasoning_effort", "thinking",
          "output_config", "stream_options", "temperature", "encoding_format"]  # fmt: skip
USUAL: dict[str, Any] = {
    "max_tokens": 20,
    "messages": [{"role": "user", "content": "Hi"}],
    "prompt": "Hi",
    "input": "Hi",
}
REPLIES = [chatting.composed_chat, chatting.composed_generate, openai.composed_chat, openai.composed_completion,
    responses.composed_response,
           anthropic.composed_message]  # fmt: skip
ANSWERS = [embeddings._embed, embeddings._embeddings, lists._embeddings]


@pytest.mark.parametrize("compose", REPLIES, ids=lambda each: f"{each.__module__}.{each.__name__}")
@given(
    model=st.sampled_from(["llama3.2", "gemma3", "qwen3:0.6b", "gpt-oss:20b"]),
    changes=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3),
    likely=st.fixed_dictionaries(
        {}, optional={"messages": st.lists(MESSAGE, max_size=4), "options": OPTIONS}
    ),
)
@example(model="llama3.2", changes={"images": [None]}, likely={})
@example(model="llama3.2", changes={"tools": [None]}, likely={})
@examples(120)
def test_a_reply_is_told_or_refused(
    compose: Any, model: str, changes: dict[str, Any], likely: dict[str, Any]
) -> None:
    learners = Learners(INSTANT)
    try:
        reply = compose(
            "ollama", learners, 0, KEY, json.dumps({**USUAL, "model": model, **changes, **likely}).encode()
        )
    except Refusal as refusal:
        assert refusal.status in (400, 404, 500, 501) and 0 < len(refusal.message) < 1000
        return
    told = [*reply.opening(), *(reply.delta(piece) for piece in reply.limited), *reply.closing()]
    assert all(isinstance(each, bytes) for each in told) and told[-1]
    assert reply.broken_event() and reply.error_event("api_error")
    assert reply.whole([], finished=True) and all(each.expires_at for each in loaded(learners.kept, KEY))


NUMBERS = [
    *((compose, {"options": {name: ...}}) for compose in REPLIES[:2] for name in ("temperature", "num_ctx")),
    *((compose, {"keep_alive": ...}) for compose in REPLIES[:2]),
    *((compose, {"temperature": ...}) for compose in REPLIES[2:]),
    *((compose, {"max_tokens": ...}) for compose in (*REPLIES[2:4], REPLIES[5])),
]


def with_number(change: dict[str, Any], number: float) -> dict[str, Any]:
    return {
        name: with_number(value, number) if isinstance(value, dict) else number
        for name, value in change.items()
    }


@pytest.mark.parametrize(
    ("compose", "change"), NUMBERS, ids=[f"{each.__name__}-{change}" for each, change in NUMBERS]
)
def test_a_number_that_go_cannot_hold_is_refused_where_it_is_read(
    compose: Any, change: dict[str, Any]
) -> None:
    def told(number: float) -> Any:
        body = json.dumps({**USUAL, "model": "llama3.2", **with_number(change, number)})
        return compose("ollama", Learners(INSTANT), 0, KEY, body.encode())

    assert told(1).whole([], finished=True)
    for number in (10**400, -(10**400)):
        with pytest.raises(Refusal) as refused:
            told(number)
        assert refused.value.status == 400 and "cannot unmarshal number" in refused.value.message


@pytest.mark.parametrize("make", ANSWERS, ids=lambda each: f"{each.__module__}.{each.__name__}")
@given(changes=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3))
@examples(60)
def test_vectors_are_made_or_refused(make: Any, changes: dict[str, Any]) -> None:
    body = json.dumps({**USUAL, "model": "all-minilm", **changes}).encode()
    before = (0,) if make is embeddings._embed else ()
    try:
        assert make("ollama", Learners(INSTANT), *before, KEY, body)
    except Refusal as refusal:
        assert refusal.status in (400, 404, 500, 501)


@given(body=st.binary(max_size=30) | VALUES.map(lambda each: json.dumps(each).encode()))
@examples(100)
def test_a_body_that_is_no_request_is_refused_in_few_words(body: bytes) -> None:
    for make in (serving._shown, serving._pulling):
        try:
            assert make("ollama", KEY, body)
        except Refusal as refusal:
            assert 0 < len(refusal.message) < 1000
        except TooLarge:
            pytest.fail("so little is not too large")
