"""Whose client, whose method, whose address stands in a program: asked of the providers, not written down here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from firstcall import providers
from firstcall.providers import Provider

_CLOUDS = ("Azure{}", "{}Bedrock", "{}Vertex", "{}Foundry")
"""How the SDKs name a client that calls the same models at a cloud."""


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
    return provider.sdk.client.rpartition(".")[0]


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
        elif name == own or name in {cloud.format(own) for cloud in _CLOUDS}:
            return home, name != own
    return None


def of_method(method: str) -> Provider | None:
    """The home of the SDK that has a method, such as `messages.create`."""
    return next((home for home in homes() if method in home.sdk.methods), None)


def at(url: Any, home: Provider) -> Provider | None:
    """Who is called by a client of `home` at a base URL, `None` where it is nobody known."""
    host = host_of(url)
    for provider in (home, *providers.every().values()):
        if provider.sdk == home.sdk and host is not None and host == host_of(provider.address.base_url):
            return provider
    return None


def of_key(key: str) -> Provider | None:
    """Whose key a text looks like."""
    for provider in providers.every().values():
        if key.removeprefix("Bearer").strip().startswith(provider.address.key_prefixes or ("\0",)):
            return provider
    return None


def of_header(name: str) -> Provider | None:
    """Who takes its key in a header of this name. A bearer token is most people's way, and so is this protocol."""
    alone = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    for home in homes() if name.lower() != "authorization" else ():
        if (cell := home.table.get("Auth header")) is not None and alone.search(cell.code):
            return home
    return of_method("chat.completions.create")


def host_of(url: Any) -> str | None:
    """The host of a base URL, `None` where it is no text or no URL."""
    if not isinstance(url, str):
        return None
    try:
        return urlsplit(url.strip()).hostname
    except ValueError:
        return None
