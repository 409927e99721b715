"""The providers that have what a test is about: each in turn, and the others are not asked at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firstcall import models
from firstcall.providers import Provider
from tests import own_sdk


def _each(has: Callable[[Provider], bool]) -> pytest.MarkDecorator:
    """In the place of the fixture `provider`, which is each provider with an SDK of its own."""
    found = [provider for provider in own_sdk.every() if has(provider)]
    assert found, "a test that nobody is asked"
    return pytest.mark.parametrize("provider", found, ids=lambda provider: provider.id)


def _ids(provider: Provider) -> set[str]:
    return {field.id for field in provider.fields} & {"id", "request_id"}


with_keys = _each(lambda provider: provider.address.needs_key)
with_retries = _each(lambda provider: bool(provider.sdk.patience.retries))
"""Whose SDK tries again by itself."""
with_time_out = _each(lambda provider: provider.sdk.patience.usual_seconds is not None)
"""Whose SDK has one by itself, where others wait without end."""
with_asked_wait = _each(lambda provider: provider.sdk.errors.asked_wait is not None)
"""Whose errors say how long to wait."""
with_prices = _each(lambda provider: not models.vendor(provider.id).at_home)
with_ids = _each(lambda provider: bool(_ids(provider)))
"""Whose replies or requests have one."""
without_ids = _each(lambda provider: not _ids(provider))
with_options = _each(lambda provider: provider.sdk.options is not None)
"""Whose SDK takes a client's options with one call too."""
with_whole_urls = _each(lambda provider: not provider.address.takes_host)
"""Whose SDK makes no address of a host alone."""
with_https = _each(lambda provider: provider.address.base_url.startswith("https://"))
