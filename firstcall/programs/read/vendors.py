"""Whose client, whose method, whose address stands in a program: asked of the providers, not written down here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from firstcall import models, providers
from firstcall.programs.read.spelling import method_of
from firstcall.providers import Kind, OldCall, Other, Provider, Sdk


def homes() -> Iterator[Provider]:
    """One provider for each SDK: the one that its client calls where a program says nothing else."""
    found: dict[str, Provider] = {}
    for provider in providers.every().values():
        before = found.get(provider.sdk.package)
        if before is None or (provider.address.known_to_sdk and not before.address.known_to_sdk):
            found[provider.sdk.package] = provider
    yield from found.values()


def module_of(provider: Provider) -> str:
    """What a program imports: `openai` of `openai.OpenAI`."""
    return provider.sdk.module


def class_of(provider: Provider) -> str:
    return provider.sdk.client.rpartition(".")[2]


def of_client(names: list[str]) -> tuple[Provider, bool] | None:
    """The home of the client class that a call ends in, such as `openai`, `AsyncOpenAI`, and whether it is a cloud's."""
    *before, name = names or [""]
    if not name[:1].isupper():
        return None
    name = name.removeprefix("Async")
    for home in homes():
        own = class_of(home)
        module = before[-1:] == [module_of(home).rpartition(".")[2]]
        if name == "Client" or own == "Client":  # a name that many packages have
            if module and name in {"Client", own}:
                return home, False
        elif name == own or name in home.sdk.clouds:
            return home, name != own
    return None


def kinds() -> Iterator[Kind]:
    """All kinds of calls that are known."""
    for home in homes():
        yield from home.sdk.kinds


def methods() -> dict[str, tuple[Provider, Kind, OldCall | None]]:
    """Every method that makes an API call, today or once: the home of its SDK, the kind of call that it is today."""
    found: dict[str, tuple[Provider, Kind, OldCall | None]] = {}
    for home in homes():
        by_method = {method: kind for kind in home.sdk.kinds for method in kind.methods}
        found |= {old.method: (home, by_method[old.now], old) for old in home.sdk.old.calls}
        found |= {method: (home, kind, None) for method, kind in by_method.items()}
    return found


def transforms() -> Mapping[str, Callable[[Any], dict[str, Any]]]:
    """The functions of SDKs that make a JSON schema of a class, by name."""
    return {
        name: made for home in homes() if home.structured for name, made in home.structured.transforms.items()
    }


def sdk_of(provider_id: str) -> Sdk | None:
    """The SDK by which a provider is called, `None` for one that nobody knows."""
    found = providers.every().get(provider_id)
    return found.sdk if found else None


def first_kind(provider_id: str) -> Kind | None:
    """The kind of call by which a provider's models are asked first, `None` for one that nobody knows."""
    sdk = sdk_of(provider_id)
    return sdk.kinds[0] if sdk is not None and sdk.kinds else None


def kind_of(names: Sequence[str]) -> Kind | None:
    """The kind of call that a chain of names makes, such as `client`, `messages`, `create`."""
    known = methods()
    method = method_of(names, known)
    return known[method][1] if method else None


def at(url: Any, home: Provider) -> Provider | None:
    """Who is called by a client of `home` at a base URL, `None` where it is nobody known."""
    if not isinstance(url, str):
        return None
    known = (one for one in (home, *providers.every().values()) if one.sdk == home.sdk)
    return next((one for one in known if _is_at(url, one)), None)


def _is_at(url: str, provider: Provider) -> bool:
    """Whether a provider stands at a URL, on this machine by its port; one that the learner names by its host alone."""
    address = provider.address
    if provider.servers is not None:
        return host_of(url) is not None and host_of(url) == host_of(address.base_url)
    server = providers.server(address.whole(url))
    return bool(server) and server == providers.server(address.base_url)


def whose(url: str) -> Provider | None:
    """The provider at a URL, by its host, on this machine by its port too, whatever SDK goes there."""
    server = providers.server(url)
    known = (one for one in providers.every().values() if one.servers is None)
    return next((one for one in known if server and providers.server(one.address.base_url) == server), None)


def of_key(key: str) -> Provider | None:
    """Whose key a text looks like."""
    for provider in providers.every().values():
        if key.removeprefix("Bearer").strip().startswith(provider.address.key_prefixes or ("\0",)):
            return provider
    return None


def other_of_key(key: str) -> Other | None:
    """Whose key a text looks like, of those who are no providers here."""
    given = key.removeprefix("Bearer").strip()
    return next(
        (one for one in providers.others().values() if given.startswith(one.key_prefixes or ("\0",))), None
    )


def key_headers() -> dict[str, Provider]:
    """The headers in which a raw request has its key, in lower case, each with the one whom it is for."""
    return {name: home for home in homes() for name in home.address.key_headers}


def model_families() -> tuple[str, ...]:
    """How the ids begin of all vendors' models that are known."""
    return tuple(name for one in models.vendors().values() for name in one.families)


def host_of(url: Any) -> str | None:
    """The host of a base URL, `None` where it is no text or no URL."""
    if not isinstance(url, str):
        return None
    try:
        return urlsplit(url.strip()).hostname
    except ValueError:
        return None
