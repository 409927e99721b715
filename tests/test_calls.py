"""Which failures pass, and how usages add up: literal, and compared with what the SDKs do."""

from __future__ import annotations

import builtins
import importlib

import httpx2
import pytest

from firstcall import providers
from firstcall.calls import Call, Usage
from firstcall.calls.failures import STATUS_OF, class_passes, of_status
from firstcall.providers import Access
from tests import own_sdk


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_it_passes(status: int) -> None:
    assert of_status(status).passes


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 413, 422])
def test_it_does_not_pass(status: int) -> None:
    assert not of_status(status).passes


@pytest.mark.parametrize("code", ["insufficient_quota", "contract_spend_limit_reached"])
def test_waiting_brings_no_money(code: str) -> None:
    assert not of_status(429, code).passes


def test_a_rate_limit_with_its_code_passes() -> None:
    assert of_status(429, "rate_limit_exceeded").passes


@pytest.mark.parametrize(
    "name", ["APITimeoutError", "APIConnectionError", "RemoteProtocolError", "JSONDecodeError"]
)
def test_a_broken_line_passes(name: str) -> None:
    assert class_passes(name) is True


@pytest.mark.parametrize("name", ["APIError", "APIStatusError", "Exception"])
def test_a_class_that_stands_for_many_things_says_nothing(name: str) -> None:
    assert class_passes(name) is None


@pytest.mark.parametrize("id", own_sdk.IDS)
def test_what_is_worth_retrying_all_passes(id: str) -> None:
    """A class by what it stands for, a number by its kind; those of Python and of the HTTP library for the line have none."""
    errors = providers.get(id).sdk.errors
    by_number = [of_status(int(name)).passes for name in errors.passing if name.isdigit()]
    classes = [
        name for name in errors.worth if not (name.isdigit() or "." in name or hasattr(builtins, name))
    ]
    by_class = [class_passes(name) for name in classes]
    assert by_number + by_class and all(by_number + by_class)


@pytest.mark.parametrize("id", ["anthropic", "openai"])
def test_the_sdk_tries_again_after_the_same_statuses(id: str) -> None:
    provider = providers.get(id)
    no_call = Call(provider.id, provider.sdk.methods[0], {})
    with provider.calling.connect(Access("sk-none", "http://127.0.0.1:9"), no_call, None) as client:
        for status in range(400, 600):
            assert client._should_retry(httpx2.Response(status)) is of_status(status).passes, status


@pytest.mark.parametrize("package", ["anthropic", "openai"])
def test_the_sdks_classes_stand_for_these_statuses(package: str) -> None:
    sdk = importlib.import_module(package)
    for name, status in STATUS_OF.items():
        told = getattr(getattr(sdk, name, None), "status_code", None)
        assert told in (None, status), name


def test_usages_add_up_kind_by_kind() -> None:
    assert Usage(1, 20, 300, 4000, 50_000) + Usage(2, 30, 400, 5000, 60_000) == Usage(
        3, 50, 700, 9000, 110_000
    )


def test_the_total_is_input_and_output() -> None:
    assert Usage(100, 20, cached_tokens=40, cache_write_tokens=30, reasoning_tokens=7).total_tokens == 120
