"""The providers that have an SDK, and so a wire, of their own. One that is called with another's SDK differs from it in
name, address and models alone: the contract in `tests/providers` holds it to that, and `tests/plugins` opens its pages."""

from __future__ import annotations

from firstcall import providers
from firstcall.programs.read import vendors
from firstcall.providers import Provider


def every() -> list[Provider]:
    homes = {home.id for home in vendors.homes()}
    return [provider for id, provider in providers.every().items() if id in homes]


IDS = [provider.id for provider in every()]
WAYS = sorted(way.handle for provider in every() for way in provider.ways)
"""Each of these by each of its ways, by handle."""
