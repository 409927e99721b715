"""Ollama's errors: the envelope, the words for each status, and that anybody is let in.

Sources: ollama/ollama `server/routes.go`, `server/sched.go` (a full queue), `api/types.go`; the envelopes of its
compatible paths in `openai/openai.go` and `anthropic/anthropic.go` (`NewError`). Ollama has no request ids, no
headers of a rate and no `retry-after`: one that is sent was asked for by a script of faults. Where no source gives the
sentence of a status, it is a plain one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from firstcall.practice import keys
from firstcall.practice.door import Door
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal

REQUESTS = 100_000
"""In a minute: a server of one's own counts none, and nobody meets this."""
JSON = "application/json; charset=utf-8"

_BUSY = "server busy, please try again.  maximum pending requests exceeded"
_STATUS = {
    400: "invalid request",
    401: "unauthorized",
    402: "this model requires a subscription",
    403: "forbidden",
    404: "model not found",
    408: "request timed out",
    409: "conflict",
    413: "request body too large",
    429: "too many requests",
    500: "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check "
    "ollama server logs for details",
    502: "bad gateway",
    503: _BUSY,
    504: "gateway timeout",
    529: _BUSY,
}
_EVENT = {"overloaded_error": 503, "rate_limit_error": 429, "api_error": 500, "server_error": 500}
_OPENAI_TYPES = {400: "invalid_request_error", 404: "not_found_error"}
_ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    503: "overloaded_error",
    529: "overloaded_error",
}


def learner(exchange: Exchange) -> str:
    """The practice key of a request, wherever it stands; without one, or with another, nobody's. Nobody is refused:
    Ollama looks at no key."""
    key = keys.anywhere(exchange.headers, exchange.query)
    return key if keys.accepted(key) else ""


def any_type(exchange: Exchange, body: bytes) -> None:
    """Nothing is refused: gin's `ShouldBindJSON` reads a body as JSON, whatever it is called."""


def busy() -> Refusal:
    """For a request too many at once (`server/sched.go`, `ErrMaxQueue`)."""
    return Refusal(503, _BUSY)


def count(exchange: Exchange, rate: Rate) -> None:
    """Ollama counts no requests: one above a limit that was set here meets a full queue."""
    if rate.wait:
        raise busy()


def status_error(fault: Status, exchange: Exchange) -> Refusal:
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    return Refusal(fault.status, _STATUS[fault.status], headers=headers)


def event_error(type: str) -> Refusal:
    return Refusal(_EVENT[type], _STATUS[_EVENT[type]])


def not_served(what: str, status: int = 501) -> Refusal:
    """For what Ollama serves and this server does not: it says so in its own name."""
    return Refusal(status, f"The practice server does not serve {what}.")


def envelope(refusal: Refusal) -> dict[str, Any]:
    return {"error": refusal.message}


def openai_envelope(refusal: Refusal) -> dict[str, Any]:
    """As under `/v1`: the fields of OpenAI's error, fewer types."""
    type = _OPENAI_TYPES.get(refusal.status, "api_error")
    return {"error": {"message": refusal.message, "type": type, "param": None, "code": None}}


def anthropic_envelope(refusal: Refusal) -> dict[str, Any]:
    """As under `/v1/messages`."""
    type = _ANTHROPIC_TYPES.get(refusal.status, "api_error")
    id = f"req_{secrets.token_hex(12)}"
    return {"type": "error", "error": {"type": type, "message": refusal.message}, "request_id": id}


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    await _refuse(exchange, refusal, envelope(refusal))


async def refuse_as_openai(exchange: Exchange, refusal: Refusal) -> None:
    await _refuse(exchange, refusal, openai_envelope(refusal))


async def refuse_as_anthropic(exchange: Exchange, refusal: Refusal) -> None:
    await _refuse(exchange, refusal, anthropic_envelope(refusal))


async def _refuse(exchange: Exchange, refusal: Refusal, error: Mapping[str, Any]) -> None:
    await exchange.answer(refusal.status, as_json(error), {"content-type": JSON, **refusal.headers})


async def answer(exchange: Exchange, value: Any) -> None:
    """Answers a request that went well and needed no model."""
    await answered(exchange, as_json(value))


async def answered(exchange: Exchange, body: bytes) -> None:
    """The same with what is JSON already."""
    await exchange.answer(200, body, {"content-type": JSON})


DOOR = Door(learner, busy, any_type, status_error, REQUESTS, count)
