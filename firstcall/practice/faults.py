"""Failures on demand: a script of faults, one for each request of a learner to a chat endpoint.

Sent as `PUT /control` (see `control`) or set in the same process with `Learners.script`. Each
entry is an object with the field `fault`:

| `fault` | further fields | what happens |
| --- | --- | --- |
| `ok` | | the request succeeds |
| `status` | `status`, `retry_after` (seconds), `code` | the provider's own error with that HTTP status; `code` `insufficient_quota` or `credit` says that the money is used up, others what else is wrong with the account, where the vendor has words for it: `spend_limit`, `billing` (not active), `disabled`, `organization`, `project`, `scopes` |
| `html` | `status` | a page of HTML with that status, as a wrong base URL or a proxy gives |
| `hang` | `seconds` | no answer for so long, then the connection is closed |
| `slow` | `first_token_seconds` | the first token comes that late |
| `drop` | `after_tokens` | the TCP connection is cut: in mid-stream after so many tokens of text (in a plain call in the middle of the body), without `after_tokens` before the first byte |
| `broken_json` | `after_tokens` | the body is not JSON; in a stream one data line is not |
| `error_event` | `after_tokens`, `type` | an error event inside the stream, which then ends; a plain call gets the error as its answer |
| `early_end` | `after_tokens` | the stream ends cleanly without a stop reason; a plain call has none |

A reply that is shorter than `after_tokens` meets its fault at its end. When the script is used
up, all is well again.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MOST_FAULTS = 50
MOST_SECONDS = 120.0

Seconds = Annotated[float, Field(ge=0, le=MOST_SECONDS, allow_inf_nan=False)]
Tokens = Annotated[int, Field(ge=0, le=20_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Ok(_Strict):
    fault: Literal["ok"]


Code = Literal[
    "insufficient_quota", "credit", "spend_limit", "billing", "disabled", "organization", "project", "scopes"
]


class Status(_Strict):
    fault: Literal["status"]
    status: Literal[400, 401, 402, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504, 529]
    retry_after: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None
    code: Code | None = None


class Html(_Strict):
    fault: Literal["html"]
    status: Literal[200, 404, 500, 502, 503] = 502


class Hang(_Strict):
    fault: Literal["hang"]
    seconds: Seconds = MOST_SECONDS


class Slow(_Strict):
    fault: Literal["slow"]
    first_token_seconds: Seconds


class Drop(_Strict):
    fault: Literal["drop"]
    after_tokens: Tokens | None = None


class BrokenJson(_Strict):
    fault: Literal["broken_json"]
    after_tokens: Tokens = 3


class ErrorEvent(_Strict):
    fault: Literal["error_event"]
    after_tokens: Tokens = 3
    type: Literal["overloaded_error", "api_error", "rate_limit_error", "server_error"] = "overloaded_error"


class EarlyEnd(_Strict):
    fault: Literal["early_end"]
    after_tokens: Tokens = 3


Fault = Annotated[
    Ok | Status | Html | Hang | Slow | Drop | BrokenJson | ErrorEvent | EarlyEnd, Field(discriminator="fault")
]
MidReply = Drop | BrokenJson | ErrorEvent | EarlyEnd
Script = Annotated[list[Fault], Field(max_length=MOST_FAULTS)]

_script: TypeAdapter[list[Fault]] = TypeAdapter(Script)


def script(faults: Sequence[Any]) -> tuple[Fault, ...]:
    """Faults from plain dicts; `ValueError` names the entry and what is wrong with it."""
    try:
        return tuple(_script.validate_python(list(faults)))
    except ValidationError as error:
        raise ValueError(first_complaint(error, "faults")) from error


def first_complaint(error: ValidationError, *where: str) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in (*where, *first["loc"]))
    return f"{place}: {first['msg']}"
