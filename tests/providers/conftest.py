"""The contract holds for every way of calling a provider, also for those that have no SDK of their own."""

from __future__ import annotations

import pytest

from firstcall import providers
from firstcall.providers import Provider


@pytest.fixture(params=sorted(providers.ways()))
def provider(request: pytest.FixtureRequest) -> Provider:
    """Each provider found, by each of its ways, in turn: the contract is written once."""
    return providers.get(request.param)
