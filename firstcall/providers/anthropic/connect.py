"""The SDK's client and its HTTP client. The SDK is imported when a call is made."""

from __future__ import annotations

from typing import Any

from firstcall.calls import Call
from firstcall.providers import Access


def connect(access: Access, call: Call, http_client: Any) -> Any:
    """The SDK's client, given what the environment would have given it."""
    import anthropic

    arguments = {"base_url": access.base_url, **call.client}
    if not isinstance(arguments.get("api_key"), str):  # with None the SDK would take the operator's key
        arguments["api_key"] = access.key
    return anthropic.Anthropic(http_client=http_client, **arguments)


def http_client(transport: Any) -> Any:
    """The SDK's own default HTTP client around a transport of ours."""
    import anthropic

    return anthropic.DefaultHttpxClient(transport=transport)
