"""The values everybody speaks: what is asked, what comes back, what it used, what went wrong.

Frozen, free of Streamlit and of any vendor's SDK, so that every other module may import them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]
Mode = Literal["practice", "live"]


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of the conversation that is sent."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the controls of a page say, in words that all providers share.

    `None` (or an empty tuple) means that the argument is left out of the call.
    """

    model: str
    messages: tuple[Message, ...]
    system: str = ""
    max_tokens: int | None = None
    temperature: float | None = None
    stop: tuple[str, ...] = ()
    effort: str | None = None
    stream: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """One API call as the learner wrote it: the SDK method, its arguments, its client's arguments.

    `method` is the attribute path on the client, such as `messages.create`. All values are
    plain literals (str, int, float, bool, None, list, tuple, dict).
    """

    provider: str
    method: str
    arguments: Mapping[str, Any]
    client: Mapping[str, Any] = field(default_factory=dict)
    positional: tuple[Any, ...] = ()

    @property
    def model(self) -> str:
        return str(self.arguments.get("model", ""))

    @property
    def sent(self) -> Mapping[str, Any]:
        """The arguments as they travel: what stands in `extra_body` goes over the others."""
        extra = self.arguments.get("extra_body")
        return {**self.arguments, **extra} if isinstance(extra, Mapping) else self.arguments

    @property
    def streamed(self) -> bool:
        return self.method.endswith(".stream") or self.arguments.get("stream") is True


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call or, added up with `+`, of several.

    `input_tokens` is the whole prompt including cached and newly cached tokens;
    `output_tokens` is everything billed as output including reasoning. The providers split
    these differently: each provider's file says how it arrives here.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0

    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from one call.

    `names` holds the SDK's own objects under the names that the program gives them
    (`message`, `stream`, `response`): the code paths that a page shows are evaluated on these.
    `usage` is `None` when the stream ended before the provider said what it counted.
    """

    text: str
    stop_reason: str | None
    usage: Usage | None
    model: str
    id: str
    request_id: str | None
    names: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def cut_off(self) -> bool:
        """Whether the token limit ended the reply."""
        return self.stop_reason in {"max_tokens", "length"}


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception of an SDK, translated once: what happened, what to do.

    `error` is the class as a learner would write it in `except`, such as
    `anthropic.RateLimitError`; `said` is the provider's own sentence; `fields` are the
    exception's public attributes, for looking at.
    """

    error: str
    said: str
    advice: str
    status: int | None = None
    request_id: str | None = None
    retryable: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)


MOST_TOKENS = 10**12
"""No call has more of one kind: what a server counts beyond is no count. Ten thousand of these fit into 63 bits."""

_PASSING_STATUSES = frozenset({408, 409, 429})
_NO_CREDIT = frozenset({"insufficient_quota", "contract_spend_limit_reached", "enforced_spend_limit_reached"})

STATUS_OF: Mapping[str, int] = {
    "BadRequestError": 400,
    "InvalidRequestError": 400,
    "AuthenticationError": 401,
    "PaymentRequiredError": 402,
    "PermissionDeniedError": 403,
    "NotFoundError": 404,
    "RequestTimeoutError": 408,
    "ConflictError": 409,
    "ContentTooLargeError": 413,
    "RequestTooLargeError": 413,
    "UnprocessableEntityError": 422,
    "RateLimitError": 429,
    "InternalServerError": 500,
}
"""The status behind each class of the SDKs; `InternalServerError` stands for 500 and all above it."""

BROKEN_LINE = frozenset(
    "APIConnectionError APITimeoutError ConnectError ReadError ReadTimeout RemoteProtocolError JSONDecodeError".split()
)
"""Classes of the SDKs and of their HTTP library for a line that gave no answer, or a damaged one."""

PASSING_TYPES = frozenset("overloaded_error api_error rate_limit_error timeout_error server_error".split())
"""`error.type` of an error inside a stream, which began with the status 200, where the provider is in trouble."""

WORTH_RETRYING = ("RateLimitError", "InternalServerError", "APIConnectionError")
"""What to write after `except`: together these cover what passes, but for the rare 408 and 409."""


def status_passes(status: int, code: str | None = None) -> bool:
    """Whether the same request, a little later, can get past an answer with this status.

    `code` is the error's own, such as OpenAI's `error.code`: a spent account answers 429 too, and
    waiting brings no money. The statuses are those that the SDKs try again by themselves
    (`anthropic/_base_client.py` and `openai/_base_client.py`, `_should_retry`).
    """
    return code not in _NO_CREDIT and (status in _PASSING_STATUSES or status >= 500)


def class_passes(name: str) -> bool | None:
    """The same for an exception by the name of its class; `None` where the class stands for many
    things, such as `APIError`."""
    if name in BROKEN_LINE:
        return True
    return status_passes(STATUS_OF[name]) if name in STATUS_OF else None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the ledger: a call that was made, whatever became of it. Holds no text and no key.

    `cut_off` says that the app died while it was on its way: it may have been billed, `usd` at most.
    """

    at: datetime
    step: str
    provider: str
    model: str
    mode: Mode
    parameters: Mapping[str, Any]
    usage: Usage | None
    usd: Decimal | None
    seconds: float
    first_token_seconds: float | None
    stop_reason: str | None
    error: str | None
    attempts: int = 1
    stopped: bool = False
    estimated: bool = False
    request_id: str | None = None
    prompt: str | None = None
    reply: str | None = None
    id: int | None = None
    cut_off: bool = False
