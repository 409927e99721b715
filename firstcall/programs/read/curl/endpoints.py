"""Which provider, and which kind of call, stands at a URL."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from firstcall import providers
from firstcall.programs.read import vendors
from firstcall.providers import Kind, Provider


def endpoint(url: str) -> tuple[Provider, Kind] | None:
    """The provider and the kind of call that stand at a URL, where both are known."""
    try:
        path = urlsplit(url).path.rstrip("/")
    except ValueError:
        return None
    provider = whose(url)
    kinds = provider.sdk.kinds if provider is not None else ()
    found = next((kind for kind in kinds if _pattern(kind).search(path)), None)
    return (provider, found) if provider is not None and found is not None else None


def whose(url: str) -> Provider | None:
    """The provider at a URL, by its host."""
    host = vendors.host_of(url)
    known = providers.every().values()
    return next((one for one in known if host and vendors.host_of(one.address.base_url) == host), None)


def _pattern(kind: Kind) -> re.Pattern[str]:
    """The end of the path of a kind of call, whatever the version in front of it."""
    written = re.sub(r"^/v\d+", "", kind.path)
    return re.compile(re.escape(written).replace(r"\{model\}", r"(?P<model>[^/:]+)") + "$")


def model_in(kind: Kind, url: str) -> str:
    found = _pattern(kind).search(urlsplit(url).path)
    return found["model"] if found and "model" in found.groupdict() else ""
