"""How many requests a call took: the SDK's own retries count, and the row in the ledger says so."""

from __future__ import annotations

from dataclasses import replace

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts, runs
from tests.having import with_retries


def made(provider: Provider, access: Access, script: str, *, stream: bool, max_retries: int = 2) -> runs.Run:
    """A call under a script of failures."""
    root = access.base_url.partition(provider.address.practice_path)[0]
    told = {"faults": fault_scripts.read(script)}
    httpx2.put(f"{root}/control", headers={"x-api-key": access.key}, json=told).raise_for_status()
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=stream)
    call = replace(provider.compose(settings, None), client=provider.sdk.patience.written({}, max_retries))
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20)
    return run


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("script", "attempts"),
    [("ok", 1), ("429 retry-after 0.01, ok", 2), ("429 retry-after 0.01 x2, ok", 3), ("500, ok", 2)],
)
def test_each_request_of_a_call_is_an_attempt(
    provider: Provider, access: Access, script: str, attempts: int, stream: bool
) -> None:
    run = made(provider, access, script, stream=stream)
    tries = bool(provider.sdk.patience.retries)  # one that cannot be told to try again meets the first answer
    assert (run.reply is not None) is (tries or attempts == 1)
    assert run.record is not None and run.record.attempts == (attempts if tries else 1)


def test_a_call_that_gave_up_counts_all_its_attempts(provider: Provider, access: Access) -> None:
    run = made(provider, access, "429 retry-after 0.01 x3", stream=False)
    assert run.failure is not None and run.failure.status == 429
    assert run.record is not None and run.record.attempts == (3 if provider.sdk.patience.retries else 1)


def test_a_400_is_one_attempt(provider: Provider, access: Access) -> None:
    run = made(provider, access, "400, ok", stream=False)
    assert run.record is not None and run.record.attempts == 1


def test_with_the_sdks_retries_off_a_429_is_one_attempt(provider: Provider, access: Access) -> None:
    run = made(provider, access, "429 retry-after 0.01, ok", stream=False, max_retries=0)
    assert run.record is not None and run.record.attempts == 1


@with_retries
def test_the_usage_is_that_of_the_one_reply(provider: Provider, access: Access) -> None:
    at_once = made(provider, access, "ok", stream=False).record
    at_last = made(provider, access, "429 retry-after 0.01, ok", stream=False).record
    assert at_once is not None and at_last is not None and at_once.usage is not None
    assert at_last.usage is not None and at_last.usage.input_tokens == at_once.usage.input_tokens
