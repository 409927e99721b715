"""The SDK's client and its HTTP client, which is of `httpx`. The SDK is imported when a call is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.providers import Access


def connect(access: Access, call: Call, http_client: Any) -> Any:
    """The SDK's client at this address. It makes its own HTTP client, and takes the transports of the one given.

    The practice server is told by a key whose call this is. Without a key none is sent, where the SDK by itself
    would take one of ollama.com from the environment (`ollama/_client.py`).
    """
    import ollama

    own = call.client.get("headers")
    key = {"authorization": f"Bearer {access.key}"} if access.key else {}
    headers = {**(own if isinstance(own, Mapping) else {}), **key}
    transports = {"transport": http_client._transport, "mounts": _mounts(http_client)} if http_client else {}
    client = ollama.Client(**{**call.client, "host": access.base_url, "headers": headers, **transports})
    if "authorization" not in map(str.lower, headers):
        client._client.headers.pop("authorization", None)
    return client


def _mounts(http_client: Any) -> dict[str, Any]:
    """The transports of an HTTP client's proxies, by what they are for."""
    return {pattern.pattern: transport for pattern, transport in http_client._mounts.items()}


def http_client(**how: Any) -> Any:
    """An HTTP client as the SDK makes one, with arguments of `httpx.Client`: follows redirects, waits without end."""
    import httpx

    return httpx.Client(**{"follow_redirects": True, "timeout": None, **how})


def raised(status: int | None, wait: float | None, late: bool) -> Exception:
    """The exception that the SDK makes of an answer. Of a broken line it wraps only one that could not be opened."""
    import httpx
    import ollama

    if status is not None:
        return ollama.ResponseError("", status)
    return httpx.ReadTimeout("late") if late else ConnectionError("Failed to connect to Ollama.")
