"""Anthropic's errors: the envelope, the words for each status, the headers of every answer.

Sources: anthropic 2.14.0 `types/shared/*error*.py` (types), platform.claude.com/docs/en/api/errors
(words of 413 and 429), ChatGPTNextWeb/NextChat 5429 (from a browser), the public reports named in
`anthropic_request`, anthropics/claude-code 2127 (usage limits) and 19028 (disabled). Where no source gives the
sentence of a status, it is a plain one.
"""

from __future__ import annotations

import math
import random
import string
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from firstcall.practice import keys
from firstcall.practice.door import Door
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal

ORGANIZATION = "00000000-0000-4000-8000-00000f1257ca"
REQUESTS = 1000
"""In a minute, as an organization of the second tier may make (https://platform.claude.com/docs/en/api/rate-limits)."""
_LETTERS = string.ascii_letters + string.digits
_OPT_IN = "anthropic-dangerous-direct-browser-access"
"""What a script in a web page has to send, as the JavaScript SDK does when it is told `dangerouslyAllowBrowser`."""

_NO_CREDIT = (
    "Your credit balance is too low to access the Anthropic API. "
    "Please go to Plans & Billing to upgrade or purchase credits."
)
_ACCOUNTS = {
    **dict.fromkeys(("insufficient_quota", "credit"), _NO_CREDIT),
    "spend_limit": "You have reached your specified API usage limits. You will regain access on {day} at 00:00 UTC.",
    "disabled": "This organization has been disabled.",
}
"""What is wrong with an account, by the word of a script."""
_TOO_MANY_AT_ONCE = (
    "Number of concurrent connections has exceeded your rate limit. Please try again later or contact sales at "
    "https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase."
)
_STATUS = {
    400: ("invalid_request_error", "Invalid request."),
    402: ("billing_error", _NO_CREDIT),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "model: claude-no-such-model"),
    408: ("timeout_error", "Request timed out"),
    409: ("conflict_error", "The request conflicts with the current state of the resource."),
    413: ("request_too_large", "Request exceeds the maximum allowed number of bytes."),
    429: (
        "rate_limit_error",
        f"This request would exceed the rate limit for your organization ({ORGANIZATION}) of {REQUESTS} requests "
        "per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
    ),
    500: ("api_error", "Internal server error"),
    502: ("api_error", "Bad gateway"),
    503: ("api_error", "Service unavailable"),
    504: ("timeout_error", "Gateway timeout"),
    529: ("overloaded_error", "Overloaded"),
}
_EVENT = {
    "overloaded_error": (529, "Overloaded"),
    "rate_limit_error": (429, "Rate limit exceeded"),
    "api_error": (500, "Internal server error"),
    "server_error": (500, "Internal server error"),
}


def new_id(prefix: str, length: int) -> str:
    return prefix + "".join(random.choices(_LETTERS, k=length))


def authenticate(exchange: Exchange) -> str:
    """The practice key of a request; `x-api-key` wins over `Authorization`. Raises `Refusal` 401."""
    key = keys.api_key(exchange.headers) or keys.bearer(exchange.headers)
    if not key:
        raise Refusal(401, "x-api-key header is required", "authentication_error")
    if not keys.accepted(key):
        raise unauthorized(keys.api_key(exchange.headers))
    if "origin" in exchange.headers and exchange.headers.get(_OPT_IN) != "true":
        raise Refusal(401, f"CORS requests must set '{_OPT_IN}' header", "authentication_error")
    return key


def check_type(exchange: Exchange, body: bytes) -> None:
    """Raises `Refusal` for a body that is not said to be JSON, as curl's is without `-H`. The API's sentence is not
    published: this is that of the other header that it wants."""
    if not exchange.says_json:
        raise Refusal(400, "content-type: header must be application/json")


def unauthorized(x_api_key: str) -> Refusal:
    """A wrong key: the sentence says by which header it came."""
    message = "invalid x-api-key" if x_api_key else "Invalid bearer token"
    return Refusal(401, message, "authentication_error")


def status_error(fault: Status, exchange: Exchange) -> Refusal:
    if fault.status == 401:
        return unauthorized(keys.api_key(exchange.headers))
    type, message = _STATUS[fault.status]
    message = _ACCOUNTS.get(fault.code or "", message).format(day=_next_month())
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    return Refusal(fault.status, message, type, headers=headers)


def _next_month() -> str:
    """Its first day: limits that a customer set are those of a calendar month."""
    return f"{datetime.now(UTC).replace(day=1) + timedelta(days=32):%Y-%m}-01"


def busy() -> Refusal:
    """For a request too many at once; the sentence is reported in anthropics/anthropic-sdk-python 496."""
    return Refusal(429, _TOO_MANY_AT_ONCE, "rate_limit_error", headers={"retry-after": "1"})


def count(exchange: Exchange, rate: Rate) -> None:
    """Tells what is left in the headers of the answer. Raises `Refusal` 429 for a request that came too early."""
    exchange.told = _limits({"requests": (rate.limit, rate.remaining)}, rate.full_in)
    if rate.wait:
        type, message = _STATUS[429]
        message = message.replace(f"of {REQUESTS} requests", f"of {rate.limit} requests")
        raise Refusal(429, message, type, headers={"retry-after": str(math.ceil(rate.wait))})


def event_error(type: str) -> Refusal:
    status, message = _EVENT[type]
    return Refusal(status, message, "api_error" if type == "server_error" else type)


def envelope(refusal: Refusal, request_id: str) -> bytes:
    error: dict[str, object] = {"type": refusal.type, "message": refusal.message}
    if refusal.error_details is not None:
        error["details"] = refusal.error_details
    return as_json({"type": "error", "error": error, "request_id": request_id})


def headers(request_id: str, used_input: int = 0) -> dict[str, str]:
    """The headers of an answer: request id, organization, and the tokens that a small account may use."""
    limits = {"input-tokens": (50_000, max(0, 50_000 - used_input)), "output-tokens": (10_000, 10_000)}
    limits |= {"tokens": (60_000, max(0, 60_000 - used_input))}
    return {"request-id": request_id, "anthropic-organization-id": ORGANIZATION} | _limits(limits, 1)


def _limits(limits: Mapping[str, tuple[int, int]], seconds: float) -> dict[str, str]:
    reset = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = {}
    for name, (limit, left) in limits.items():
        found[f"anthropic-ratelimit-{name}-limit"] = str(limit)
        found[f"anthropic-ratelimit-{name}-remaining"] = str(left)
        found[f"anthropic-ratelimit-{name}-reset"] = reset
    return found


def refused(refusal: Refusal, request_id: str, told: Mapping[str, str]) -> Mapping[str, str]:
    """The headers of an error answer; `x-should-retry` tells the SDK what to do, as the real one does. `told` is what
    was known of the rate before: after a 429 nothing is left of it."""
    retry = refusal.status in {408, 409, 429} or refusal.status >= 500
    none_left: dict[str, str] = {}
    if refusal.status == 429:
        usual = _limits({"requests": (REQUESTS, 0)}, 1)
        none_left = {**usual, **told, "anthropic-ratelimit-requests-remaining": "0"}
    return {
        "content-type": "application/json",
        **headers(request_id),
        **none_left,
        "x-should-retry": "true" if retry else "false",
        **refusal.headers,
    }


DOOR = Door(authenticate, busy, check_type, status_error, REQUESTS, count)
