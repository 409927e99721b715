"""What a wire says that programs look like is what its installed SDK has."""

from __future__ import annotations

import importlib
import inspect
import re

from firstcall.providers import Kind, Provider


def parameters(kind: Kind, method: str) -> set[str]:
    module, _, owner = kind.owner.rpartition(".")
    found = getattr(getattr(importlib.import_module(module), owner), method.rpartition(".")[2])
    return set(inspect.signature(found).parameters) | inside(kind)


def inside(kind: Kind) -> set[str]:
    """The names of those arguments that stand in the dict of one."""
    if kind.inside is None:
        return set()
    module, _, owner = kind.inside.owner.rpartition(".")
    return set(getattr(importlib.import_module(module), owner).model_fields)


def named(kind: Kind) -> set[str]:
    """The arguments that a wire speaks of, but for the one that asks an ordinary method for a stream."""
    stop, thinking = kind.stop, kind.thinking
    found = {*kind.arguments, *kind.required, *kind.limit.names, *kind.sampling.arguments, *kind.effort[:1]}
    found |= {kind.messages, kind.system, kind.streaming.options, *kind.meant.values()}
    found |= {stop.argument if stop else "", thinking.argument if thinking else ""}
    return found - {"", kind.streaming.argument}


def test_its_arguments_are_those_of_the_sdk(provider: Provider) -> None:
    for kind in provider.sdk.kinds:
        for method in kind.methods:
            assert named(kind) <= parameters(kind, method), method


def test_names_of_other_wires_and_names_that_are_gone_are_not_the_sdks(provider: Provider) -> None:
    for kind in provider.sdk.kinds:
        for method in kind.methods:
            assert not parameters(kind, method) & {*kind.meant, *kind.sampling.gone}, method


def test_an_ordinary_method_can_be_asked_for_a_stream(provider: Provider) -> None:
    for kind in provider.sdk.kinds:
        plain = [method for method in kind.methods if method not in kind.streaming.methods]
        argument = kind.streaming.argument
        assert kind.streaming.methods if not argument else argument in parameters(kind, plain[0])


def test_the_app_calls_methods_of_these_kinds(provider: Provider) -> None:
    assert set(provider.methods) <= {method for kind in provider.sdk.kinds for method in kind.methods}


def test_its_clients_arguments_are_those_of_the_sdk(provider: Provider) -> None:
    module, _, name = provider.sdk.client.rpartition(".")
    taken = set(inspect.signature(getattr(importlib.import_module(module), name)).parameters)
    sdk = provider.sdk
    if "kwargs" in taken:  # the others are its HTTP client's
        taken |= set(inspect.signature(type(provider.calling.http_client())).parameters)
    if sdk.options is not None:
        module, _, name = sdk.options.owner.rpartition(".")
        taken |= set(getattr(importlib.import_module(module), name).model_fields)
    assert sdk.client_arguments | sdk.app_decides | sdk.app_signs_in | sdk.refused <= taken


def test_clouds_and_exceptions_are_there_and_what_is_gone_is_not(provider: Provider) -> None:
    package, old = importlib.import_module(provider.sdk.module), provider.sdk.old
    assert all(hasattr(package, name) for name in (*provider.sdk.clouds, *old.errors.values()))
    assert not any(
        hasattr(package, name) for name in (old.errors_in or "no name", *(gone.name for gone in old.names))
    )


def test_a_reply_is_read_at_the_places_that_are_right(provider: Provider) -> None:
    for kind in provider.sdk.kinds:
        for place in kind.places.values():
            own = re.findall(rf"\b{kind.named}((?:\.\w+|\[\d\])+)", place.path)
            assert own
            assert all(any(path.startswith(right) for path in own) for right in place.right[:1])
