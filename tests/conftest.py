"""What every test stands on: a clean environment, no way out of this machine, a practice server."""

from __future__ import annotations

import gc
import importlib
import itertools
import logging
import os
import socket
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from firstcall.providers import Access, Provider
from tests import certificates, own_sdk

_VENDORS = ("ANTHROPIC_", "OPENAI_", "GEMINI_", "GOOGLE_", "OLLAMA_", "FIRSTCALL_")
hypothesis.settings.register_profile("without a deadline", deadline=None)
hypothesis.settings.load_profile("without a deadline")  # how fast the machine is, no test is about
# Asked for by `tests/all.py --quick`.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=10)
# Garbage of some megabytes may lie: with Python's 700 a tenth of the time goes into looking for it.
gc.set_threshold(5_000)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not walk through it time and again."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of programs in another language than Python can be left out by their mark.

    Files of which a single test takes half a minute come first: begun last, one worker would end alone.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    with_one_provider(items)
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            if item.callspec.params.get("language", "python") != "python":
                item.add_marker("languages")


CONTRACTS = {"providers", "plugins"}
"""The folders whose tests are the providers' own: for each of them, with `--quick` too."""


def with_one_provider(items: list[pytest.Item]) -> None:
    """Tests that open a page are for each provider in turn; for all of them with `--attack`.

    What a page does with a provider is that provider's contract, which is tested with every one. Whose turn it is
    follows from the test's own name, whichever tests run beside it. With `--quick` all other tests are for one of them,
    too, but for the contracts.
    """
    groups: dict[tuple[str, ...], dict[str, pytest.Item]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            named, id = _provider_of(item.callspec.params)
            if named:
                others = [part for part in item.callspec.id.split("-") if part != id]
                groups.setdefault((named, str(item.path), item.originalname, *others), {})[id] = item
    for (named, path, *name), by_provider in groups.items():
        turn = zlib.crc32("-".join([Path(path).stem, *name]).encode()) % len(by_provider)
        for place, (_, item) in enumerate(sorted(by_provider.items())):
            opens_pages = item.get_closest_marker("in_turn") or "AppTest" in vars(
                getattr(item, "module", item)
            )
            if place != turn and named == "provider" and opens_pages:
                item.add_marker("attack")
            elif place != turn and Path(path).parent.name not in CONTRACTS:
                item.add_marker("thorough")


def _provider_of(params: Mapping[str, object]) -> tuple[str, str]:
    """Under which name a test is given a provider, and which: its id or the provider itself. Both are empty without."""
    if (provider := params.get("provider")) is not None:
        return "provider", str(getattr(provider, "id", provider))
    return ("id", str(params["id"])) if params.get("id") in providers.ways() else ("", "")


@pytest.fixture(autouse=True, scope="session")
def certificates_read_once() -> None:
    """Each HTTP client reads all certificates, which takes longer than what a test asks with it."""
    certificates.read_once()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, base URL or proxy of the machine reaches a test; the ledger stays in memory."""
    for name in list(os.environ):
        if (name.startswith(_VENDORS) and name != "FIRSTCALL_CHROMIUM") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FIRSTCALL_LEDGER", ":memory:")


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not ip_address(address[0]).is_loopback:
            raise OSError(f"tests do not leave this machine: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """What is written into any log. For pytest's own `caplog` each test would pay, a millisecond for its handlers."""
    records: list[logging.LogRecord] = []
    made = logging.getLogRecordFactory()

    def kept(*record: Any, **more: Any) -> logging.LogRecord:
        records.append(made(*record, **more))
        return records[-1]

    monkeypatch.setattr(logging, "_logRecordFactory", kept)
    return records


_WAITS = (
    ("_base_client", "INITIAL_RETRY_DELAY"),
    ("_api_client", "_RETRY_INITIAL_DELAY"),
    ("_api_client", "_RETRY_JITTER"),
)
"""Where the SDKs say how long they wait between their own tries."""
MANY_TESTS = 100


@pytest.fixture(autouse=True, scope="session")
def sdks_are_there(request: pytest.FixtureRequest) -> None:
    """Among many tests each SDK is loaded sooner or later: loaded first, it never waits in earnest (`short_waits`)."""
    if len(request.session.items) < MANY_TESTS:
        return
    for module, (name, _) in itertools.product({one.sdk.module for one in own_sdk.every()}, _WAITS):
        with suppress(ImportError):
            importlib.import_module(f"{module}.{name}")


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The SDKs' own retries wait a hundredth of their time: how often they try is tested, not our patience.

    A test that looks at these waits is marked `real_waits`.
    """
    if request.node.get_closest_marker("real_waits"):
        return
    for provider, (name, seconds) in itertools.product(providers.every().values(), _WAITS):
        client = sys.modules.get(f"{provider.sdk.module}.{name}")
        if client is not None:
            monkeypatch.setattr(client, seconds, 0.005)


@pytest.fixture(scope="session")
def practice() -> Iterator[str]:
    """The practice server alone, answering at once, on a free loopback port; gives its base URL."""
    with serve(create_app(INSTANT)) as url:
        yield url


@pytest.fixture(params=own_sdk.IDS)
def provider(request: pytest.FixtureRequest) -> Provider:
    """Each provider with an SDK of its own, in turn: what is tested of them is written once."""
    return providers.get(request.param)


@pytest.fixture
def access(practice: str, provider: Provider, request: pytest.FixtureRequest) -> Access:
    """A practice key of this test alone."""
    return Access(f"sk-practice-{abs(hash(request.node.nodeid))}", practice + provider.address.practice_path)
