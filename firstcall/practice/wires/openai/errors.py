"""OpenAI's errors: the envelope, the words for each status, who is let in, the headers of every answer.

Sources: openai 3.57.0 `types/shared/error_object.py` (fields), the error-codes guide of
developers.openai.com, and public reports of the sentences (joschan21/quill 89 for quota, dfinke/PowerShellAI 127
for the hard limit, lifan0127/ai-research-assistant 174 for billing, ChatGPTNextWeb/NextChat 4175 for a deactivated
account, openai/codex 1000 for the organization, after which that of the project is worded, microsoft/PowerToys 32989
for scopes). Where
no source gives the sentence of a status, it is a plain one.
"""

from __future__ import annotations

import math
import random
import string
import time
from collections.abc import Mapping
from typing import Any

from firstcall.practice import keys
from firstcall.practice.door import Door
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal

ORGANIZATION = "practice"
REQUESTS = 500
"""In a minute, as an organization of the first tier may make to most models."""
_LETTERS = string.ascii_letters + string.digits
_ACCOUNT = "https://platform.openai.com/account"

_NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
    "auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're "
    "accessing the API from your browser and are prompted for a username and password."
)
_OBTAIN_KEY = f"You can obtain an API key from {_ACCOUNT}/api-keys."
_FIND_KEY = f"You can find your API key at {_ACCOUNT}/api-keys."
_NO_CREDIT = "You exceeded your current quota, please check your plan and billing details."
_ON_CREDIT = "For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."
_ON_RATES = f"Visit {_ACCOUNT}/rate-limits to learn more."
_HEADER = "{0} header should match {1} for API key"
_SCOPES = (
    "You have insufficient permissions for this operation. Missing scopes: model.request. Check that you have the "
    "correct role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a "
    "restricted API key, that it has the necessary scopes."
)
_INACTIVE = "Your account is not active, please check your billing details on our website."
_DEACTIVATED = (
    "The OpenAI account associated with this API key has been deactivated. If you are the developer for this OpenAI "
    "app, please check your email for more information. If you are seeing this error while using another app or site, "
    "please reach out to them for more help."
)
_INVALID = "invalid_request_error"
_ACCOUNTS: Mapping[str, tuple[str, str, str | None]] = {
    **dict.fromkeys(
        ("insufficient_quota", "credit"), ("insufficient_quota", _NO_CREDIT, "insufficient_quota")
    ),
    "spend_limit": (_INVALID, "Billing hard limit has been reached", "billing_hard_limit_reached"),
    "billing": ("billing_not_active", _INACTIVE, "billing_not_active"),
    "disabled": (_INVALID, _DEACTIVATED, "account_deactivated"),
    "organization": (
        _INVALID,
        _HEADER.format("OpenAI-Organization", "organization"),
        "mismatched_organization",
    ),
    "project": (_INVALID, _HEADER.format("OpenAI-Project", "project"), "mismatched_project"),
    "scopes": (_INVALID, _SCOPES, None),
}
"""What is wrong with an account, by the word of a script."""
_OVERLOADED = "The engine is currently overloaded, please try again later"
_STATUS: dict[int, tuple[str, str, str | None]] = {
    400: ("invalid_request_error", "Invalid request.", None),
    402: ("billing_error", "Payment required.", None),
    403: (
        "request_forbidden",
        "Country, region, or territory not supported",
        "unsupported_country_region_territory",
    ),
    404: (
        "invalid_request_error",
        "The model does not exist or you do not have access to it.",
        "model_not_found",
    ),
    408: ("server_error", "Request timed out.", None),
    409: ("invalid_request_error", "The resource was updated by another request.", "conflict"),
    413: ("invalid_request_error", "Request entity too large.", "request_too_large"),
    500: (
        "server_error",
        "The server had an error while processing your request. Sorry about that!",
        None,
    ),
    502: ("server_error", "Bad gateway.", None),
    503: ("server_error", _OVERLOADED, None),
    504: ("server_error", "Gateway timeout.", None),
    529: ("server_error", _OVERLOADED, None),
}
_EVENT = {"overloaded_error": 503, "rate_limit_error": 429, "api_error": 500, "server_error": 500}


def new_id(prefix: str) -> str:
    return prefix + "".join(random.choices(_LETTERS, k=29))


def new_request_id() -> str:
    return f"req_{random.getrandbits(128):032x}"


def authenticate(exchange: Exchange) -> str:
    """The practice key of a request. Raises `Refusal` 401."""
    key = keys.bearer(exchange.headers)
    if not key:
        raise Refusal(401, _NO_KEY, see=_OBTAIN_KEY)
    if not keys.accepted(key):
        raise unauthorized(key)
    return key


def check_type(exchange: Exchange, body: bytes) -> None:
    """Raises `Refusal` for a body that is not said to be JSON, as curl's is without `-H` (openai/openai-openapi 194, 502)."""
    if not exchange.says_json:
        kind = exchange.headers.get("content-type", "")[:200]
        message = (
            f"Unsupported content type: '{kind}'. This API method only accepts 'application/json' requests, but you "
            f"specified the header 'Content-Type: {kind}'. Please try again with a supported content type."
        )
        raise Refusal(400, message, code="unsupported_content_type")


def unauthorized(key: str) -> Refusal:
    said = f"Incorrect API key provided: {keys.masked(key)}."
    return Refusal(401, said, code="invalid_api_key", see=_FIND_KEY)


def status_error(fault: Status, exchange: Exchange) -> Refusal:
    if fault.status == 401 and fault.code is None:
        return unauthorized(keys.bearer(exchange.headers))
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    if fault.code is None:
        return _of_status(fault.status, headers)
    type, message, code = _ACCOUNTS[fault.code]
    see = _ON_CREDIT if message == _NO_CREDIT else ""
    return Refusal(fault.status, message, type, code=code, headers=headers, see=see)


def _of_status(status: int, headers: dict[str, str]) -> Refusal:
    if status == 429:
        return _too_many(3, 20, headers)
    type, message, code = _STATUS[status]
    return Refusal(status, message, type, code=code, headers=headers)


def _too_many(limit: int, wait: float, headers: dict[str, str]) -> Refusal:
    """Where `limit` requests a minute were made already: `wait` seconds."""
    message = (
        f"Rate limit reached for requests in organization org-{ORGANIZATION} on requests per min (RPM): "
        f"Limit {limit}, Used {limit}, Requested 1. Please try again in {_duration(wait)}."
    )
    return Refusal(429, message, "requests", code="rate_limit_exceeded", headers=headers, see=_ON_RATES)


def busy() -> Refusal:
    """For a request too many at once. OpenAI counts requests per minute and says it in the same way."""
    return _too_many(REQUESTS, 1, {"retry-after": "1"})


def not_served(what: str, param: str | None = None, status: int = 400) -> Refusal:
    """For what OpenAI serves and this server does not: it says so in its own name."""
    return Refusal(status, f"The practice server does not serve {what}.", param=param, code="not_served")


def count(exchange: Exchange, rate: Rate) -> None:
    """Tells what is left in the headers of the answer. Raises `Refusal` 429 for a request that came too early."""
    exchange.told = _requests(rate.limit, rate.remaining, rate.full_in)
    if rate.wait:
        raise _too_many(rate.limit, rate.wait, {"retry-after": str(math.ceil(rate.wait))})


def _requests(limit: int, remaining: int, seconds: float) -> dict[str, str]:
    return {
        "x-ratelimit-limit-requests": str(limit),
        "x-ratelimit-remaining-requests": str(remaining),
        "x-ratelimit-reset-requests": _duration(seconds),
    }


def _duration(seconds: float) -> str:
    """As OpenAI writes it: `120ms`, `8.64s`, `6m0s`."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms"
    minutes, rest = divmod(round(seconds, 2), 60)
    return f"{minutes:.0f}m{rest:g}s" if minutes else f"{rest:.4g}s"


def event_error(type: str) -> Refusal:
    return _of_status(_EVENT[type], {})


def envelope(refusal: Refusal, own: bool = False) -> bytes:
    """The body of an error answer; of OpenAI's `own`, with the sentence that leads to its pages."""
    message = f"{refusal.message} {refusal.see}".strip() if own else refusal.message
    error = {"message": message, "type": refusal.type, "param": refusal.param, "code": refusal.code}
    return as_json({"error": error})


OWN_HEADERS = frozenset({"openai-organization", "openai-processing-ms", "openai-version"})
"""Those of the headers below that nobody else sends who speaks this protocol."""


def headers(began: float) -> dict[str, str]:
    """The headers of an answer to a request that came at `began` on `time.perf_counter`'s clock."""
    return {
        "x-request-id": new_request_id(),
        "openai-organization": ORGANIZATION,
        "openai-processing-ms": str(max(1, round((time.perf_counter() - began) * 1000))),
        "openai-version": "2020-10-01",
        "x-ratelimit-limit-tokens": "200000",
        "x-ratelimit-remaining-tokens": "199990",
        "x-ratelimit-reset-tokens": "3ms",
    }


def refused(refusal: Refusal, told: Mapping[str, str]) -> dict[str, str]:
    """The headers of an error answer; after a 429 nothing is left of the rate that was `told`."""
    none_left: dict[str, str] = {}
    if refusal.status == 429:
        none_left = {**_requests(REQUESTS, 0, 1), **told, "x-ratelimit-remaining-requests": "0"}
    return {
        "content-type": "application/json",
        **headers(time.perf_counter()),
        **none_left,
        **refusal.headers,
    }


async def answer(exchange: Exchange, value: dict[str, Any]) -> None:
    """Answers a request that went well and needed no model."""
    await answered(exchange, as_json(value))


async def answered(exchange: Exchange, body: bytes) -> None:
    """The same with what is JSON already."""
    fields = {"content-type": "application/json", **headers(time.perf_counter())}
    await exchange.answer(200, body, fields)


DOOR = Door(authenticate, busy, check_type, status_error, REQUESTS, count)
