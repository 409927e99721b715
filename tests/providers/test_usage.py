"""What a call used and cost: each provider's own counts, as they come over the wire, in and out literally.

The prices a million tokens of 2026-11: claude-sonnet-5 $2 in, $0.20 cached, $2.50 written, $10 out;
gpt-5.6-luna $0.20 in, $0.02 cached, $0.25 written, $1.20 out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from firstcall import providers
from firstcall.calls import Call, Record, Usage
from firstcall.ledger import prices
from firstcall.providers import Access
from firstcall.running import runs
from tests.literal_server import answering, in_place_of

MESSAGES = [{"role": "user", "content": "Hi"}]
CLAUDE = {"model": "claude-sonnet-5", "max_tokens": 4000, "messages": MESSAGES}
GPT = {"model": "gpt-5.6-luna", "messages": MESSAGES}
RESPONSE = {"model": "gpt-5.6-luna", "input": MESSAGES}
COUNTED = {"stream": True, "stream_options": {"include_usage": True}}
SHAPES = {
    "Claude, plain": Call("anthropic", "messages.create", CLAUDE),
    "Claude, streamed": Call("anthropic", "messages.stream", CLAUDE),
    "Claude, events": Call("anthropic", "messages.create", {**CLAUDE, "stream": True}),
    "GPT, plain": Call("openai", "chat.completions.create", GPT),
    "GPT, streamed": Call("openai", "chat.completions.create", {**GPT, **COUNTED}),
    "GPT, events": Call(
        "openai", "chat.completions.stream", {**GPT, "stream_options": {"include_usage": True}}
    ),
    "Responses, plain": Call("openai", "responses.create", RESPONSE),
    "Responses, streamed": Call("openai", "responses.create", {**RESPONSE, "stream": True}),
    "Responses, events": Call("openai", "responses.stream", RESPONSE),
}


def claude_message(usage: Mapping[str, Any], content: list[Any], stop_reason: str | None) -> dict[str, Any]:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5", "content": content,
        "stop_reason": stop_reason, "stop_sequence": None, "usage": usage,
    }  # fmt: skip


def claude_events(usage: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The prompt's counts come with the first event, the reply's with the last but one."""
    at_last = {name: value for name, value in usage.items() if name.startswith("output")}
    begun = {**usage, "output_tokens": 1}
    begun.pop("output_tokens_details", None)
    return [
        {"type": "message_start", "message": claude_message(begun, [], None)},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello"}},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": at_last,
        },
        {"type": "message_stop"},
    ]


def gpt_completion(usage: Mapping[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": "Hello", "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-5.6-luna",
        "choices": [choice], "usage": usage,
    }  # fmt: skip


def gpt_chunks(usage: Mapping[str, Any]) -> list[dict[str, Any]]:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-5.6-luna"}
    text = {"index": 0, "delta": {"role": "assistant", "content": "Hello"}, "finish_reason": None}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    return [
        {**head, "choices": [text], "usage": None},
        {**head, "choices": [end], "usage": None},
        {**head, "choices": [], "usage": usage},
    ]


def response(usage: Mapping[str, Any] | None, status: str) -> dict[str, Any]:
    """A response: the counts of Chat Completions under the names that they have here."""
    names = {"prompt": "input", "completion": "output"}
    counts = {
        re.sub("prompt|completion", lambda found: names[found[0]], name): value
        for name, value in (usage or {}).items()
    }
    text = {"type": "output_text", "text": "Hello", "annotations": []}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": [text]}
    return {
        "id": "resp_1", "object": "response", "created_at": 1, "model": "gpt-5.6-luna", "status": status,
        "output": [message] if usage else [], "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
        "usage": counts if usage else None,
    }  # fmt: skip


def response_events(usage: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Nothing is counted before the last event."""
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": "", "annotations": []}
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    events = [
        {"type": "response.created", "response": response(None, "in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.content_part.added", **place, "part": part},
        {"type": "response.output_text.delta", **place, "delta": "Hello", "logprobs": []},
        {"type": "response.completed", "response": response(usage, "completed")},
    ]
    return [{**event, "sequence_number": at} for at, event in enumerate(events)]


def body_of(call: Call, usage: Mapping[str, Any]) -> str:
    if call.provider == "anthropic":
        if not call.streamed:
            return json.dumps(claude_message(usage, [{"type": "text", "text": "Hello"}], "end_turn"))
        return "".join(
            f"event: {each['type']}\ndata: {json.dumps(each)}\n\n" for each in claude_events(usage)
        )
    if call.method.startswith("responses."):
        if not call.streamed:
            return json.dumps(response(usage, "completed"))
        return "".join(
            f"event: {each['type']}\ndata: {json.dumps(each)}\n\n" for each in response_events(usage)
        )
    if not call.streamed:
        return json.dumps(gpt_completion(usage))
    return "".join(f"data: {json.dumps(each)}\n\n" for each in gpt_chunks(usage)) + "data: [DONE]\n\n"


def record_of(call: Call, body: str, *, whole: bool = True) -> Record:
    """The row that the ledger gets when a provider answers with this body."""
    kind = "text/event-stream" if call.streamed else "application/json"
    with answering(body, kind, whole=whole) as url:
        provider = in_place_of(providers.of(call), url)
        run = runs.start(call, provider, Access("sk-test", url), step="test", mode="live")
        assert run.wait(20)
    assert run.record is not None
    return run.record


@pytest.fixture(params=SHAPES)
def call(request: pytest.FixtureRequest) -> Call:
    """Each way to make a call, plain and streamed."""
    return SHAPES[request.param]


@pytest.fixture
def claude(call: Call) -> bool:
    return call.provider == "anthropic"


def claude_usage(
    input: int, cached: int | None, written: int | None, output: int, thinking: int | None
) -> Any:
    """As Anthropic sends it: `input_tokens` counts neither cached nor written tokens."""
    details = {} if thinking is None else {"output_tokens_details": {"thinking_tokens": thinking}}
    return {
        "input_tokens": input, "cache_read_input_tokens": cached, "cache_creation_input_tokens": written,
        "output_tokens": output, **details,
    }  # fmt: skip


def gpt_usage(prompt: int, cached: int | None, written: int | None, output: int, thinking: int | None) -> Any:
    """As OpenAI sends it: `prompt_tokens` counts cached and written tokens in."""
    return {
        "prompt_tokens": prompt, "completion_tokens": output, "total_tokens": prompt + output,
        "prompt_tokens_details": {"cached_tokens": cached, "cache_write_tokens": written, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": thinking, "audio_tokens": 0},
    }  # fmt: skip


def test_all_kinds_of_tokens_at_once(call: Call, claude: bool) -> None:
    usage = claude_usage(1000, 4000, 500, 300, 120) if claude else gpt_usage(5500, 4000, 500, 300, 120)
    record = record_of(call, body_of(call, usage))
    assert record.usage == Usage(
        input_tokens=5500, output_tokens=300, cached_tokens=4000, cache_write_tokens=500, reasoning_tokens=120
    )


def test_the_price_of_all_kinds_at_once(call: Call, claude: bool) -> None:
    usage = claude_usage(1000, 4000, 500, 300, 120) if claude else gpt_usage(5500, 4000, 500, 300, 120)
    record = record_of(call, body_of(call, usage))
    # 1000 × $2 + 4000 × $0.20 + 500 × $2.50 + 300 × $10; 1000 × $0.20 + 4000 × $0.02 + 500 × $0.25 + 300 × $1.20
    assert record.usd == (Decimal("0.00705") if claude else Decimal("0.000765"))


def test_a_live_call_is_written_down_as_live(call: Call, claude: bool) -> None:
    usage = claude_usage(10, 0, 0, 3, 0) if claude else gpt_usage(10, 0, 0, 3, 0)
    assert record_of(call, body_of(call, usage)).mode == "live"


def test_the_total_counts_each_token_once(call: Call, claude: bool) -> None:
    usage = claude_usage(1000, 4000, 500, 300, 120) if claude else gpt_usage(5500, 4000, 500, 300, 120)
    record = record_of(call, body_of(call, usage))
    assert record.usage is not None and record.usage.total_tokens == 5800


@pytest.mark.parametrize("unknown", [0, None])
def test_a_call_without_cache_or_thinking(call: Call, claude: bool, unknown: int | None) -> None:
    make = claude_usage if claude else gpt_usage
    record = record_of(call, body_of(call, make(1000, unknown, unknown, 300, unknown if not claude else 0)))
    assert (record.usage, record.estimated) == (Usage(input_tokens=1000, output_tokens=300), False)
    assert record.usd == (Decimal("0.005") if claude else Decimal("0.00056"))


def test_counts_without_their_details(call: Call, claude: bool) -> None:
    usage = (
        {"input_tokens": 1000, "output_tokens": 300}
        if claude
        else {"prompt_tokens": 1000, "completion_tokens": 300, "total_tokens": 1300}
    )
    assert record_of(call, body_of(call, usage)).usage == Usage(input_tokens=1000, output_tokens=300)


KINDS = {
    "input": (Usage(input_tokens=1000), "0.002", "0.0002"),
    "cached": (Usage(input_tokens=1000, cached_tokens=1000), "0.0002", "0.00002"),
    "written": (Usage(input_tokens=1000, cache_write_tokens=1000), "0.0025", "0.00025"),
    "output": (Usage(output_tokens=1000), "0.01", "0.0012"),
    "thinking": (Usage(output_tokens=1000, reasoning_tokens=1000), "0.01", "0.0012"),
}
"""A thousand tokens of one kind alone: our usage, and what they cost at Anthropic and at OpenAI."""

ON_THE_WIRE = {
    "input": (claude_usage(1000, 0, 0, 0, 0), gpt_usage(1000, 0, 0, 0, 0)),
    "cached": (claude_usage(0, 1000, 0, 0, 0), gpt_usage(1000, 1000, 0, 0, 0)),
    "written": (claude_usage(0, 0, 1000, 0, 0), gpt_usage(1000, 0, 1000, 0, 0)),
    "output": (claude_usage(0, 0, 0, 1000, 0), gpt_usage(0, 0, 0, 1000, 0)),
    "thinking": (claude_usage(0, 0, 0, 1000, 1000), gpt_usage(0, 0, 0, 1000, 1000)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_of_token_alone(call: Call, claude: bool, kind: str) -> None:
    usage, claude_usd, gpt_usd = KINDS[kind]
    record = record_of(call, body_of(call, ON_THE_WIRE[kind][not claude]))
    assert (record.usage, record.usd) == (usage, Decimal(claude_usd if claude else gpt_usd))


CHARGED: dict[str, tuple[dict[str, Any], Usage, str]] = {
    # 1000 × $2 + 300 × $2.50 + 200 × $4 + 300 × $10, then in a batch at half of it
    "written for an hour": (
        {"cache_creation": {"ephemeral_5m_input_tokens": 300, "ephemeral_1h_input_tokens": 200}},
        Usage(1500, 300, cache_write_tokens=500, cache_write_1h_tokens=200), "0.00655",
    ),
    "in a batch, for an hour": (
        {"cache_creation": {"ephemeral_1h_input_tokens": 500}, "service_tier": "batch"},
        Usage(1500, 300, cache_write_tokens=500, cache_write_1h_tokens=500, tier="batch"), "0.0035",
    ),
    "more for an hour than written": (
        {"cache_creation": {"ephemeral_1h_input_tokens": 501}},
        Usage(1500, 300, cache_write_tokens=500), "0.00625",
    ),
    "as usual": (
        {"service_tier": "standard", "speed": "standard"}, Usage(1500, 300, cache_write_tokens=500), "0.00625",
    ),
}  # fmt: skip
"""At Anthropic: what stands in the usage beside its counts, what becomes of it, what it costs."""


@pytest.mark.parametrize("shape", ["Claude, plain", "Claude, streamed", "Claude, events"])
@pytest.mark.parametrize("kind", CHARGED)
def test_claude_is_priced_as_its_usage_says_it_was_charged(shape: str, kind: str) -> None:
    more, usage, usd = CHARGED[kind]
    call = SHAPES[shape]
    record = record_of(call, body_of(call, claude_usage(1000, 0, 500, 300, 0) | more))
    assert (record.usage, record.usd) == (usage, Decimal(usd))


# 1000 × $0.20 + 300 × $1.20: $0.00056 at the usual tier
SERVED = {"default": ("standard", "0.00056"), "flex": ("flex", "0.00028"), "priority": ("priority", "0.00112"),
          "scale": ("scale", None), "not a tier": ("standard", "0.00056")}  # fmt: skip


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if SHAPES[shape].provider == "openai"])
@pytest.mark.parametrize("said", SERVED)
def test_gpt_is_priced_at_the_tier_that_the_reply_names_whatever_was_asked_for(shape: str, said: str) -> None:
    call = replace(SHAPES[shape], arguments=SHAPES[shape].arguments | {"service_tier": "priority"})
    body = body_of(call, gpt_usage(1000, 0, 0, 300, 0)).replace('{"id"', f'{{"service_tier": "{said}", "id"')
    record = record_of(call, body)
    tier, usd = SERVED[said]
    assert record.usage == Usage(1000, 300, tier=tier)
    assert record.usd == (None if usd is None else Decimal(usd))


PRACTISED = {
    "flex": (replace(SHAPES["GPT, streamed"], arguments=GPT | COUNTED | {"service_tier": "flex"}), "flex", "0.5"),
    "fast is priority": (replace(SHAPES["GPT, plain"], arguments=GPT | {"service_tier": "fast"}), "priority", "2"),
    "for an hour": (
        replace(SHAPES["Claude, plain"], arguments=CLAUDE | {
            "system": [{"type": "text", "text": "word " * 2_000, "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
        }), "standard", "1",
    ),
}  # fmt: skip
"""Calls to the practice server: the tier that it serves them at, and by how much that changes the price."""


@pytest.mark.parametrize("name", PRACTISED)
def test_a_call_in_practice_is_priced_as_the_practice_server_says_that_it_served_it(
    name: str, practice: str
) -> None:
    call, tier, factor = PRACTISED[name]
    provider = providers.get(call.provider)
    access = Access(f"sk-practice-{name.replace(' ', '-')}", practice + provider.address.practice_path)
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20) and run.record is not None
    usage, usd = run.record.usage, run.record.usd
    assert usage is not None and usd is not None and usage.tier == tier
    plain = prices.price_of(call.provider, str(call.model), replace(usage, tier="standard"))
    assert plain is not None and usd == plain.total_usd * Decimal(factor)
    written = usage.cache_write_1h_tokens
    assert (written > 1_000) == (name == "for an hour") and written == usage.cache_write_tokens
    if written:  # $4 a million in place of $2.50
        minutes = prices.price_of(call.provider, str(call.model), replace(usage, cache_write_1h_tokens=0))
        assert minutes is not None and usd - minutes.total_usd == written * Decimal("0.0000015")


def test_a_broken_stream_that_named_no_count_is_priced_at_the_tier_that_was_asked_for() -> None:
    call = replace(
        SHAPES["GPT, streamed"], arguments=SHAPES["GPT, streamed"].arguments | {"service_tier": "flex"}
    )
    begun = body_of(call, gpt_usage(5500, 4000, 500, 300, 120)).partition("\n\n")[0] + "\n\n"
    record = record_of(call, begun, whole=False)
    assert record.estimated and record.usage == Usage(2, 2, tier="flex")
    assert record.usd == Decimal("0.0000014")  # (2 × $0.20 + 2 × $1.20) / 2


def test_claudes_broken_stream_keeps_the_prompts_counts_and_estimates_the_rest() -> None:
    call = SHAPES["Claude, streamed"]
    begun = body_of(call, claude_usage(1000, 4000, 500, 300, 120)).partition("event: content_block_stop")[0]
    record = record_of(call, begun, whole=False)
    assert record.error is not None and record.estimated
    assert record.usage == Usage(
        input_tokens=5500, output_tokens=2, cached_tokens=4000, cache_write_tokens=500
    )


@pytest.mark.parametrize(
    ("shape", "end"), [("GPT, streamed", "\n\n"), ("Responses, streamed", "event: response.completed")]
)
def test_gpts_broken_stream_is_estimated_whole(shape: str, end: str) -> None:
    call = SHAPES[shape]
    begun = body_of(call, gpt_usage(5500, 4000, 500, 300, 120)).partition(end)[0] + "\n\n"
    record = record_of(call, begun, whole=False)
    assert record.error is not None and record.estimated
    assert record.usage == Usage(
        input_tokens=2, output_tokens=2
    )  # four characters a token: "userHi", "Hello"
