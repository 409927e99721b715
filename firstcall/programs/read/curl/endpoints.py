"""Which provider, and which kind of call, stands at a URL."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from firstcall.programs.read import vendors
from firstcall.providers import Kind, Provider


def endpoint(url: str) -> tuple[Provider, Kind] | None:
    """The provider and the kind of call that stand at a URL, where both are known."""
    try:
        path = urlsplit(url).path.rstrip("/")
    except ValueError:
        return None
    provider = vendors.whose(url)
    kinds = provider.sdk.kinds if provider is not None else ()
    found = next((kind for kind in kinds if _pattern(kind).search(path)), None)
    return (provider, found) if provider is not None and found is not None else None


def _pattern(kind: Kind) -> re.Pattern[str]:
    """The end of the path of a kind of call, whatever the version in front of it."""
    written = re.sub(r"^/v\d+", "", kind.path)
    return re.compile(re.escape(written).replace(r"\{model\}", r"(?P<model>[^/:]+)") + "$")


def model_in(kind: Kind, url: str) -> str:
    found = _pattern(kind).search(urlsplit(url).path)
    return found["model"] if found and "model" in found.groupdict() else ""
