"""`/control`: a learner's pace and script of faults, read and set with the practice key.

`GET` shows them (of the script, what is left), `PUT` replaces them, `DELETE` goes back to the
defaults. The body of `PUT`, and of the answers:

    {"words": "lessons",
     "pace": {"first_token_seconds": 0.45, "tokens_per_second": 60, "requests_per_minute": null},
     "faults": [{"fault": "status", "status": 429, "retry_after": 2}, {"fault": "ok"}]}

All parts may be left out, then they are the defaults. `words` is "model" for those of the small model, where it is
installed: at its own pace, whatever was set; batches, answers in the background, several choices in one request,
tools and pictures keep to the written replies. `tokens_per_second` 0 means no waiting between tokens, and no limit of
requests unless one is set; `requests_per_minute` null is the vendor's usual one; of a minute's requests so many may
come together as `requests_at_once` says, null for all of them. The kinds of faults are in `faults`.
The key goes where the provider's SDK would put it: `Authorization: Bearer …`, `x-api-key` or `x-goog-api-key`.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.routing import Route

from firstcall.practice import keys
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.faults import Script, Seconds, first_complaint
from firstcall.practice.learners import Learners, Words
from firstcall.practice.pace import Pace
from firstcall.practice.refusal import Refusal
from firstcall.practice.small_model.host import Unavailable

MOST_BODY_BYTES = 64 * 1024
_JSON = {"content-type": "application/json", "cache-control": "no-store"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class PaceWanted(_Strict):
    first_token_seconds: Seconds = 0.45
    tokens_per_second: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 60.0
    requests_per_minute: Annotated[int, Field(ge=1, le=100_000)] | None = None
    requests_at_once: Annotated[int, Field(ge=1, le=100_000)] | None = None


class Wanted(_Strict):
    pace: PaceWanted | None = None
    faults: Script = []
    words: Words = "lessons"


def route(learners: Learners) -> Route:
    return Route("/control", Endpoint(partial(control, learners), refuse))


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    error = {"error": {"type": refusal.type, "message": refusal.message}}
    await exchange.answer(refusal.status, as_json(error), {**_JSON, **refusal.headers})


async def control(learners: Learners, exchange: Exchange) -> None:
    body = await exchange.body(most=MOST_BODY_BYTES)
    key = keys.anywhere(exchange.headers, exchange.query)
    if not keys.accepted(key):
        message = (
            f"Send a practice key, one that begins with {keys.PREFIX}, as Authorization: Bearer or x-api-key."
        )
        raise Refusal(401, message, "authentication_error")
    match exchange.scope["method"]:
        case "GET" | "HEAD":
            pass
        case "PUT":
            _set(learners, key, body)
        case "DELETE":
            learners.forget(key)
        case _:
            raise Refusal(405, "Use GET, PUT or DELETE.", headers={"allow": "GET, PUT, DELETE"})
    await exchange.answer(200, as_json(_shown(learners, key)), _JSON)


def _set(learners: Learners, key: str, body: bytes) -> None:
    try:
        wanted = Wanted.model_validate_json(body)
    except ValidationError as error:
        raise Refusal(400, first_complaint(error).removeprefix(": ")) from error
    learners.forget(key)
    if wanted.pace is not None:
        learners.set_pace(key, Pace(**wanted.pace.model_dump()))
    try:
        learners.set_words(key, wanted.words)
    except Unavailable as error:
        raise Refusal(400, str(error)) from error
    if wanted.faults:
        learners.script(key, wanted.faults)


def _shown(learners: Learners, key: str) -> dict[str, object]:
    pace = learners.pace_of(key)
    return {
        "words": learners.words_of(key),
        "pace": {name: value for name, value in asdict(pace).items() if value is not None},
        "faults": [fault.model_dump(exclude_unset=True) for fault in learners.faults_of(key)],
    }
