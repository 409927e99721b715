"""Plugs in what lies beside it: a provider on a known wire, and a wire with its provider.

The folders are searched as those of the app are. Nothing is registered anywhere.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstcall import models, providers
from firstcall.practice import wires
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from firstcall.providers import Access, Provider
from firstcall.server import server

HERE = Path(__file__).parent
PLUGINS = ("morse", "nimbus")


@pytest.fixture(scope="package", autouse=True)
def plugged_in() -> Iterator[None]:
    """For the tests of this folder only: the rest of the suite is not run for made-up providers."""
    searched: list[tuple[list[object], object]] = [
        (models.FOLDERS, HERE / "models"),
        (providers.__path__, str(HERE / "providers")),
        (wires.__path__, str(HERE / "wires")),
        (sys.path, str(HERE / "sdk")),
    ]  # type: ignore[list-item]
    for places, folder in searched:
        places.append(folder)
    _look_again()
    yield
    for places, folder in searched:
        places.remove(folder)
    _look_again()


def _look_again() -> None:
    """Forget which providers were found, and the practice server that was made for them."""
    providers.every.cache_clear()
    server.local.cache_clear()


@pytest.fixture(scope="package")
def practice(plugged_in: None) -> Iterator[str]:
    """A practice server with the plugged-in vendors mounted."""
    with serve(create_app(INSTANT)) as url:
        yield url


@pytest.fixture(params=PLUGINS)
def provider(request: pytest.FixtureRequest) -> Provider:
    return providers.get(request.param)


@pytest.fixture
def access(practice: str, provider: Provider, request: pytest.FixtureRequest) -> Access:
    key = f"sk-practice-{abs(hash(request.node.nodeid))}"
    return Access(key, practice + provider.address.practice_path)
