"""A program as bare as it gets: the SDK's client finds its key and its address by itself, and makes one call."""

from __future__ import annotations

import importlib
from typing import Any

from firstcall.providers import Provider
from firstcall.steps.setup import key_check


def client(provider: Provider) -> Any:
    """The SDK's client as a program makes it, with what the environment says."""
    module, _, name = provider.sdk.client.rpartition(".")
    return getattr(importlib.import_module(module), name)()


def key_of(client: Any) -> str | None:
    """The key that a client found, `None` where it needs none; Google's SDK keeps it one object further in."""
    key: str | None = getattr(getattr(client, "_api_client", client), "api_key", None)
    return key


def key_that_answered(provider: Provider) -> str | None:
    """The key with which a call came back well. Raises what the SDK raises."""
    with client(provider) as made:
        for _ in provider.calling.perform(made, key_check.smallest_call(provider), {}):
            pass
        return key_of(made)
