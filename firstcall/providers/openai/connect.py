"""The SDK's client and its HTTP client. The SDK is imported when a call is made."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from firstcall.calls import Call
from firstcall.providers import Access
from firstcall.providers._patience import retry_after


def connect(access: Access, call: Call, http_client: Any) -> Any:
    """The SDK's client, given what the environment would have given it."""
    with suppress(ImportError):
        # The SDK looks into `httpx` where it is loaded (`openai/_httpx2.py`), also while another thread loads it, as
        # Google's SDK does: then half of it is missing.
        import httpx  # noqa: F401
    import openai

    arguments = {"base_url": access.base_url, **call.client}
    if not isinstance(arguments.get("api_key"), str):  # with None the SDK would take the operator's key
        arguments["api_key"] = access.key
    return openai.OpenAI(http_client=http_client, **arguments)


def http_client(**how: Any) -> Any:
    """The SDK's own default HTTP client, with arguments of `httpx2.Client`."""
    import openai

    return openai.DefaultHttpxClient(**how)


def raised(status: int | None, wait: float | None, late: bool) -> Exception:
    """The exception that the SDK makes of an answer, or of a line that broke."""
    import httpx2
    import openai

    request = httpx2.Request("POST", "https://practice.invalid")
    if status is None:
        kind = openai.APITimeoutError if late else openai.APIConnectionError
        return kind(request=request)
    response = httpx2.Response(status, headers=retry_after(wait), request=request)
    # Nothing is sent: the client's own transport would read all certificates for that.
    silent = http_client(transport=httpx2.BaseTransport())
    client = openai.OpenAI(api_key="none", http_client=silent)
    return client._make_status_error("", body=None, response=response)
