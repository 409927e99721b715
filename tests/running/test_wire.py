"""The recorder: exact bytes, times in order, secrets gone, broken off at once."""

from __future__ import annotations

import time

import httpx2

from firstcall import providers
from firstcall.calls import Call
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.redaction import REDACTED
from firstcall.running.wire import Exchange, Recorder

STREAM = Call(
    "anthropic", "messages.stream",
    {"model": "claude-haiku-4-5", "max_tokens": 300, "messages": [{"role": "user", "content": "Count to 30."}]},
)  # fmt: skip


def start(access: Access, call: Call = STREAM) -> runs.Run:
    return runs.start(call, providers.get("anthropic"), access, step="test", mode="practice")


def test_every_chunk_is_kept_with_its_time(practice: str) -> None:
    run = start(Access("sk-practice-wire", f"{practice}/anthropic"))
    assert run.wait(20)
    (exchange,) = run.recorder.exchanges
    times = [seconds for seconds, _ in exchange.chunks]
    assert times == sorted(times) and len(times) > 5
    assert exchange.body.startswith(b"event: message_start")
    assert [name for _, name in exchange.events()][-1].startswith("event: message_stop")


def test_a_stop_before_the_first_token_is_immediate_and_kept(practice: str) -> None:
    key = "sk-practice-slow"
    httpx2.put(
        f"{practice}/control", headers={"x-api-key": key}, json={"faults": [{"fault": "hang", "seconds": 60}]}
    ).raise_for_status()
    run = start(Access(key, f"{practice}/anthropic"))
    while not run.recorder.exchanges:
        assert not run.wait(0.01)
    before = time.monotonic()
    run.stop()
    assert run.state == "stopped"
    assert time.monotonic() - before < 30  # the server would have kept it for 60
    assert run.record is not None and run.record.stopped


def test_a_stopped_stream_keeps_and_counts_what_came(practice: str) -> None:
    key = "sk-practice-stopper"
    httpx2.put(
        f"{practice}/control",
        headers={"x-api-key": key},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 20}},
    ).raise_for_status()
    run = start(Access(key, f"{practice}/anthropic"))
    while not run.text:
        assert not run.wait(0.01), run.failure
    run.stop()
    assert run.wait(5) and run.state == "stopped"
    assert run.text and run.record is not None and run.record.usage is not None
    assert run.record.estimated and run.record.usage.input_tokens > 0 and run.record.usage.output_tokens > 0


def test_a_secret_is_removed_from_any_header() -> None:
    recorder = Recorder(secrets=("sk-secret",))
    headers = recorder.headers(
        httpx2.Headers({"x-note": "my sk-secret here", "authorization": "Bearer sk-secret"})
    )
    assert headers == [("x-note", f"my {REDACTED} here"), ("authorization", f"Bearer {REDACTED}")]


def test_events_are_split_where_they_end_and_timed_by_their_last_byte() -> None:
    exchange = Exchange(
        "POST", "http://x", [], b"", 0.0, chunks=[(0.1, b"data: a\n\ndata"), (0.2, b": b\r\n\r\ndata: c")]
    )
    assert exchange.events() == [(0.1, "data: a"), (0.2, "data: b"), (0.2, "data: c")]
