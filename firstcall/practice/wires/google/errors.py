"""Google's errors: the envelope, the words for each status, who is let in, the headers of every answer.

Sources: google-genai 3.6.1 `errors.py` (what the SDK reads of it) and public reports of the bodies: a bad key
(zed-industries/zed 44875 and many fixtures), quota and its details (google-gemini/gemini-cli 4692), an overloaded
model, unknown fields (gera2ld/ai.nvim 13). Google sends no `retry-after`: how long to wait stands in the detail
`RetryInfo`. Where no source gives the sentence of a status, it is a plain one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any

from firstcall.practice import keys
from firstcall.practice.door import Door
from firstcall.practice.exchange import MOST_BODY_BYTES, Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal

_RPC = "type.googleapis.com/google.rpc."
_SERVICE = "generativelanguage.googleapis.com"

_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
    "other form of API consumer identity to call this API."
)
_BAD_TOKEN = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more information on this "
    "error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
)
_OVERLOADED = "The model is overloaded. Please try again later."
_STATUS: dict[int, tuple[str, str]] = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", _BAD_TOKEN),
    402: ("FAILED_PRECONDITION", "Billing is not enabled for this project."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    408: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    409: ("ABORTED", "The operation was aborted."),
    413: ("INVALID_ARGUMENT", f"Request payload size exceeds the limit: {MOST_BODY_BYTES} bytes."),
    429: ("RESOURCE_EXHAUSTED", _QUOTA),
    431: ("INVALID_ARGUMENT", "Request header fields too large."),
    500: ("INTERNAL", "An internal error has occurred. Please retry or report in "
          "https://developers.generativeai.google/guide/troubleshooting"),
    501: ("UNIMPLEMENTED", "Operation is not implemented, or supported, or enabled."),
    502: ("UNAVAILABLE", "Bad gateway."),
    503: ("UNAVAILABLE", _OVERLOADED),
    504: ("DEADLINE_EXCEEDED", "The request timed out. Please try again."),
    529: ("UNAVAILABLE", _OVERLOADED),
}  # fmt: skip
_EVENT = {"overloaded_error": 503, "rate_limit_error": 429, "api_error": 500, "server_error": 500}
_USUAL_WAIT_SECONDS = 25.0
REQUESTS = 1000
"""In a minute. What Google allows stands in the account (https://ai.google.dev/gemini-api/docs/rate-limits): on the
first paid tier about so many."""
_FREE = {"Minute": 15, "Day": 250}
"""Requests of the free tier."""


class Detailed(Refusal):
    """A refusal with Google's `details`."""

    def __init__(self, status: int, message: str, details: Sequence[dict[str, Any]]) -> None:
        super().__init__(status, message)
        self.details = tuple(details)


def refused(message: str) -> Refusal:
    """For a request that the API understands and does not take."""
    return Refusal(400, message)


def authenticate(exchange: Exchange) -> str:
    """The practice key of a request. Raises `Refusal`: 403 for none, 400 for a wrong one, as Google does."""
    key = keys.goog_api_key(exchange.headers, exchange.query)
    if not key:
        raise Refusal(401, _BAD_TOKEN) if keys.bearer(exchange.headers) else Refusal(403, _NO_KEY)
    if not keys.accepted(key):
        raise bad_key()
    return key


def check_type(exchange: Exchange, body: bytes) -> None:
    """Raises `Refusal` for what curl sends when it is not told that the body is JSON: it is read as the fields of a form."""
    if exchange.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        name = body[:80].decode("utf-8", "replace")
        raise refused(
            f"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' "
            "could not be found in request message."
        )


def bad_key() -> Refusal:
    detail = {
        "@type": f"{_RPC}ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": _SERVICE},
    }
    return Detailed(400, "API key not valid. Please pass a valid API key.", [detail])


def status_error(fault: Status, exchange: Exchange) -> Refusal:
    """The error that a script asks for, about a model; money that is used up is a quota at Google."""
    if fault.status == 429 or fault.code is not None:
        wait = _USUAL_WAIT_SECONDS if fault.retry_after is None else fault.retry_after
        return over_quota(exchange.path_params["id"], wait, fault.status, "Day" if fault.code else "Minute")
    return Refusal(fault.status, _STATUS[fault.status][1])


def over_quota(
    model: str, wait: float, status: int = 429, per: str = "Minute", limit: int | None = None
) -> Refusal:
    """For a request above a quota, by itself that of the free tier; `wait` in seconds stands in the sentence and in
    `RetryInfo`."""
    metric = f"{_SERVICE}/generate_content_free_tier_requests"
    limit = _FREE[per] if limit is None else limit
    said = f"{_QUOTA}\n* Quota exceeded for metric: {metric}, limit: {limit}, model: {model}\n"
    violation = {
        "quotaMetric": metric,
        "quotaId": f"GenerateRequestsPer{per}PerProjectPerModel-FreeTier",
        "quotaDimensions": {"location": "global", "model": model},
        "quotaValue": str(limit),
    }
    link = {
        "description": "Learn more about Gemini API quotas",
        "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
    }
    details: list[dict[str, Any]] = [
        {"@type": f"{_RPC}Help", "links": [link]},
        {"@type": f"{_RPC}QuotaFailure", "violations": [violation]},
        {"@type": f"{_RPC}RetryInfo", "retryDelay": f"{wait:g}s"},
    ]
    return Detailed(status, f"{said}Please retry in {wait:g}s.", details)


def busy() -> Refusal:
    """For a request too many at once."""
    return over_quota("gemini", 1)


def count(exchange: Exchange, rate: Rate) -> None:
    """Raises `Refusal` 429 for a request that came too early. Google tells in no header what is left."""
    if rate.wait:
        raise over_quota(exchange.path_params["id"], math.ceil(rate.wait * 1000) / 1000, limit=rate.limit)


def bad_request(violations: Sequence[tuple[str, str]]) -> Refusal:
    """For JSON that does not fit the request's fields: (field, sentence) for each place."""
    found = [
        {"field": field, "description": said} if field else {"description": said}
        for field, said in violations
    ]
    detail = {"@type": f"{_RPC}BadRequest", "fieldViolations": found}
    return Detailed(400, "\n".join(said for _, said in violations), [detail])


def not_served(what: str) -> Refusal:
    """For what Google serves and this server does not: it says so in its own name."""
    return Refusal(501, f"The practice server does not serve {what}.")


def event_error(type: str) -> Refusal:
    status = _EVENT[type]
    return over_quota("gemini", _USUAL_WAIT_SECONDS) if status == 429 else Refusal(status, _STATUS[status][1])


def envelope(refusal: Refusal) -> dict[str, Any]:
    status = http_status(refusal)
    message = _STATUS[413][1] if refusal.status == 413 else refusal.message
    error: dict[str, Any] = {"code": status, "message": message, "status": _STATUS[refusal.status][0]}
    if isinstance(refusal, Detailed):
        error["details"] = list(refusal.details)
    return {"error": error}


def http_status(refusal: Refusal) -> int:
    """Google answers 400 to a body that is too large."""
    return 400 if refusal.status in (413, 431) else refusal.status


def body_of(refusal: Refusal, *, listed: bool) -> bytes:
    """The body of an error answer; `listed` where the answer would have been a JSON array."""
    error = envelope(refusal)
    return as_json([error] if listed else error)


def headers(began: float, content_type: str = "application/json; charset=UTF-8") -> dict[str, str]:
    """The headers of an answer to a request that came at `began` on `time.perf_counter`'s clock."""
    spent = max(1, round((time.perf_counter() - began) * 1000))
    return {
        "content-type": content_type,
        "vary": "Origin, X-Origin, Referer",
        "x-content-type-options": "nosniff",
        "x-xss-protection": "0",
        "x-frame-options": "SAMEORIGIN",
        "server-timing": f"gfet4t7; dur={spent}",
    }


DOOR = Door(authenticate, busy, check_type, status_error, REQUESTS, count)
