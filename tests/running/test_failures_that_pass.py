"""What a failed call says of trying again, for each failure as the SDK raises it from the practice server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Failure, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts, runs


def failure_of(provider: Provider, access: Access, script: str, stream: bool = False) -> Failure:
    """What becomes of one request under a script, with the SDK's own retries off."""
    root = access.base_url.partition(provider.address.practice_path)[0]
    told: Any = {"faults": fault_scripts.read(script)}
    httpx2.put(f"{root}/control", headers={"x-api-key": access.key}, json=told).raise_for_status()
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=stream)
    call = replace(provider.compose(settings, None), client=provider.sdk.patience.written({}, 0, 0.5))
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20)
    assert run.failure is not None
    return run.failure


@pytest.mark.parametrize(
    "script", ["408", "409", "429", "500", "502", "503", "504", "529", "drop", "hang 5", "broken json"]
)
def test_it_can_be_tried_again(provider: Provider, access: Access, script: str) -> None:
    assert failure_of(provider, access, script).retryable is True


@pytest.mark.parametrize("script", ["400", "401", "402", "403", "404", "413", "400 credit", "html"])
def test_it_cannot_be_mended_by_waiting(provider: Provider, access: Access, script: str) -> None:
    assert failure_of(provider, access, script).retryable is False


def test_openais_429_for_an_empty_account_is_no_rate_limit(practice: str) -> None:
    openai = providers.get("openai")
    access = Access("sk-practice-no-credit", practice + openai.address.practice_path)
    assert failure_of(openai, access, "429 quota").retryable is False


@pytest.mark.parametrize("script", ["drop after 4", "error event after 4"])
def test_a_stream_that_broke_can_be_asked_for_again(provider: Provider, access: Access, script: str) -> None:
    assert failure_of(provider, access, script, stream=True).retryable is True


@pytest.mark.parametrize("script", [
    "408", "409", "429", "500", "502", "503", "504", "529", "html 502", "drop", "hang", "slow 3", "broken json",
    "error event", "early end",
])  # fmt: skip
def test_the_script_knows_what_passes(script: str) -> None:
    (entry,) = fault_scripts.read(script)
    assert fault_scripts.is_passing(entry) is True


@pytest.mark.parametrize(
    "script", ["400", "401", "402", "403", "404", "413", "429 quota", "429 credit", "html", "html 404"]
)
def test_the_script_knows_what_stays(script: str) -> None:
    (entry,) = fault_scripts.read(script)
    assert fault_scripts.is_passing(entry) is False
