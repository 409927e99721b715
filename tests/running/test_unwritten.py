"""A call that was made has a row, whatever came of it and whatever a server says of its usage."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs

Control = Callable[..., None]


@pytest.fixture
def control(practice: str, access: Access) -> Control:
    def put(*faults: dict[str, object]) -> None:
        httpx2.put(
            f"{practice}/control",
            headers={"authorization": f"Bearer {access.key}"},
            json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}, "faults": list(faults)},
        ).raise_for_status()

    return put


def streamed(provider: Provider, method: str) -> Call:
    """A streamed call by one of the SDK's methods, tried once."""
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Say hi."),), max_tokens=200, stream=True
    )
    call = provider.compose(settings, None)
    arguments = {name: value for name, value in call.arguments.items() if name != "stream"}
    if method.endswith(".create") or len(provider.sdk.methods) == 1:
        arguments["stream"] = True
    return dataclasses.replace(
        call, method=method, arguments=arguments, client=provider.sdk.patience.written({}, 0)
    )


METHODS = ("create", "stream")


def full(provider: Provider, method: str) -> str:
    """The SDK's method that is asked for a stream with an argument, or the one that always streams; for one that has
    no argument for it, that method."""
    return next(
        (name for name in provider.sdk.methods if name.endswith(f".{method}")), provider.sdk.methods[-1]
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", [{"fault": "drop"}, {"fault": "html", "status": 200}])
def test_a_stream_that_breaks_before_its_first_event_has_a_row(
    provider: Provider, access: Access, control: Control, method: str, fault: dict[str, object]
) -> None:
    control(fault)
    run = runs.start(streamed(provider, full(provider, method)), provider, access, step="t", mode="practice")
    assert run.wait(20)
    assert run.record is not None and run.record.error is not None and run.record.attempts == 1


@pytest.mark.parametrize("method", METHODS)
def test_a_stream_that_is_stopped_before_its_first_event_has_a_row(
    provider: Provider, access: Access, control: Control, method: str
) -> None:
    control({"fault": "hang", "seconds": 60})
    run = runs.start(streamed(provider, full(provider, method)), provider, access, step="t", mode="practice")
    while not run.recorder.exchanges:
        run.wait(0.01)
    run.stop()
    assert run.wait(20)
    assert run.record is not None and run.record.stopped


@pytest.mark.parametrize("method", METHODS)
def test_a_usage_that_cannot_be_read_leaves_the_bare_row(
    provider: Provider, access: Access, control: Control, method: str
) -> None:

    def odd(names: Any) -> Any:
        raise OverflowError("tokens beyond counting")

    calling = dataclasses.replace(provider.calling, usage_so_far=odd)
    control({"fault": "drop", "after_tokens": 2})
    run = runs.start(
        streamed(provider, full(provider, method)),
        dataclasses.replace(provider, calling=calling),
        access, step="t", mode="practice",
    )  # fmt: skip
    assert run.wait(20)
    assert run.record is not None and run.record.model == models.DEFAULT[provider.id]
    assert run.record.usage is not None and run.record.estimated  # what came is counted all the same


def test_a_price_that_cannot_be_worked_out_leaves_the_bare_row(
    provider: Provider, access: Access, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    control()

    def odd(*arguments: Any) -> Any:
        raise ArithmeticError("no such amount")

    monkeypatch.setattr("firstcall.ledger.prices.price_of", odd)
    run = runs.start(
        streamed(provider, full(provider, "create")), provider, access, step="t", mode="practice"
    )
    assert run.wait(20)
    assert run.state == "done" and run.record is not None
    assert run.record.usd is None and run.record.seconds > 0
