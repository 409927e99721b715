"""The SDK's client and its HTTP client. The SDK is imported when a call is made."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

from firstcall.calls import Call
from firstcall.providers import Access


@contextmanager
def connect(access: Access, call: Call, http_client: Any) -> Generator[Any]:
    """The SDK's client, given what the environment would have given it; without an HTTP client it makes its own.

    It closes no HTTP client that it was given (`google/genai/_api_client.py`, `close`), so that is done here.
    """
    from google import genai

    options = call.client.get("http_options")
    given = _trusting(options) if isinstance(options, Mapping) or options is None else {}
    ours = {"base_url": access.base_url} | ({"httpx_client": http_client} if http_client else {})
    arguments = {**call.client, "http_options": given | ours}
    if not isinstance(arguments.get("api_key"), str):  # with None the SDK would take the operator's key
        arguments["api_key"] = access.key
    # With `enterprise` left out the environment would decide whether a cloud is called.
    with http_client or nullcontext(), genai.Client(enterprise=False, **arguments) as client:
        yield client


def _trusting(options: Mapping[str, Any] | None) -> dict[str, Any]:
    """The options with certificates that were read before. For each of the three ways in which a client could go out, the
    SDK reads all of this machine's anew (`_ensure_httpx_ssl_ctx`, `_ensure_websocket_ssl_ctx` in
    `google/genai/_api_client.py`): fifty times as long as the rest of a client takes."""
    certificates = _certificates()
    trusted = {
        "client_args": {"verify": certificates},
        "async_client_args": {"verify": certificates, "ssl": certificates},
    }
    return trusted | dict(options or {})


@cache
def _certificates() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context()


def http_client(**how: Any) -> Any:
    """The SDK's own default HTTP client, with arguments of `httpx2.Client`: follows redirects, waits without end."""
    from google.genai._api_client import SyncHttpx2Client

    return SyncHttpx2Client(**{"timeout": None, **how})


def raised(status: int | None, wait: float | None, late: bool) -> Exception:
    """The exception that the SDK makes of an answer. A line that broke is not wrapped: it is the HTTP library's own."""
    import httpx2
    from google.genai import errors

    request = httpx2.Request("POST", "https://practice.invalid")
    if status is None:
        kind = httpx2.ReadTimeout if late else httpx2.ConnectError
        return kind("late" if late else "broken", request=request)
    response = httpx2.Response(status, request=request)
    details = [] if wait is None else [{"retryDelay": f"{wait:g}s"}]
    try:
        errors.APIError.raise_error(status, {"error": {"code": status, "details": details}}, response)
    except errors.APIError as error:
        return error
    raise ValueError(f"the SDK raises nothing for {status}")


def waiting(client: Any, wait: Callable[[float], None]) -> None:
    """Let the client wait by that between its own tries: `_retry` in `google/genai/_api_client.py`, of `tenacity`."""
    client._api_client._retry.sleep = wait
