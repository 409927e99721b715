"""What is told to be gone from an SDK is not in the installed one, and what takes its place is."""

from __future__ import annotations

import importlib
import importlib.util
from operator import attrgetter
from typing import Any

import pytest

from firstcall import providers
from firstcall.providers import Gone, OldCall, Provider, ShutDown


def every(what: str) -> list[tuple[Provider, Any]]:
    found = [
        (provider, one) for provider in providers.every().values() for one in getattr(provider.sdk.old, what)
    ]
    assert found, f"no SDK tells of its old {what}"
    return found


def id_of(value: object) -> str:
    match value:
        case Gone(name=name) | ShutDown(name=name) | Provider(name=name) | OldCall(method=name):
            return name
    return ""


def module_of(provider: Provider) -> Any:
    return importlib.import_module(provider.sdk.module)


def client_of(provider: Provider) -> Any:
    key = {"api_key": "sk-practice-gone"} if provider.address.needs_key else {}
    return getattr(module_of(provider), provider.sdk.client.rpartition(".")[2])(**key)


def has(owner: Any, path: str) -> bool:
    try:
        attrgetter(path)(owner)
    except AttributeError:
        return False
    return True


@pytest.mark.parametrize(("provider", "one"), every("names"), ids=id_of)
def test_a_name_that_is_gone_cannot_be_imported(provider: Provider, one: Gone) -> None:
    module = module_of(provider)
    assert not has(module, one.name)
    assert not one.now.isidentifier() or has(module, one.now)


@pytest.mark.parametrize(("provider", "one"), every("modules"), ids=id_of)
def test_a_file_that_is_gone_cannot_be_imported(provider: Provider, one: Gone) -> None:
    assert importlib.util.find_spec(f"{provider.sdk.module}.{one.name}") is None
    assert not one.now or has(client_of(provider), one.now)


@pytest.mark.parametrize(("provider", "one"), every("members"), ids=id_of)
def test_a_part_of_the_client_that_is_gone_is_not_there(provider: Provider, one: Gone) -> None:
    client = client_of(provider)
    assert not has(client, one.name)
    assert not one.now or has(client, one.now)


@pytest.mark.parametrize(("provider", "one"), every("shut_down"), ids=id_of)
def test_what_the_api_ended_is_still_in_the_sdk(provider: Provider, one: ShutDown) -> None:
    client = client_of(provider)
    assert has(client, one.name) and has(client, one.now)


def test_the_exceptions_have_their_names_of_today(provider: Provider) -> None:
    old = provider.sdk.old
    if old.errors_in:
        assert importlib.util.find_spec(f"{provider.sdk.module}.{old.errors_in}") is None
    assert all(has(module_of(provider), now) for now in old.errors.values())


@pytest.mark.parametrize(("provider", "old"), every("calls"), ids=id_of)
def test_calls_of_old_are_no_calls_today(provider: Provider, old: OldCall) -> None:
    client = client_of(provider)
    assert not has(client, old.method) and has(client, old.now)
    if old.of_module:
        assert has(module_of(provider), old.now) == provider.sdk.old.module_calls


def test_settings_of_the_module_have_their_names_of_today(provider: Provider) -> None:
    assert all(has(module_of(provider), now) for now in provider.sdk.old.renamed.values())
