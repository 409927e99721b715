"""The values everybody speaks: what is asked, what comes back, what it used, what went wrong.

Frozen, free of Streamlit and of any vendor's SDK, so that every other module may import them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from firstcall.calls.failures import KINDS, Stage, claims

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
        """Whether the reply comes in pieces: by a method of its own, such as `messages.stream` or
        `models.generate_content_stream`, or by an argument."""
        return self.method.endswith("stream") or self.arguments.get("stream") is True


STANDARD = "standard"
"""The tier of a call that is charged as the price list says."""

_STANDARD_TOO = {"default", "auto", "standard_only"}
"""OpenAI's and Anthropic's words for it: `ChatCompletion.service_tier`, and what a request may ask for."""


_LONGEST_TIER = 20


def tier_of(*words: object) -> str:
    """The tier that a provider's words for it name (service tier, speed): the first that is not the standard one.
    What is no such word, such as a sentence, names none."""
    said = (
        word for word in words if isinstance(word, str) and word.isidentifier() and len(word) <= _LONGEST_TIER
    )
    return next((word for word in said if word != STANDARD and word not in _STANDARD_TOO), STANDARD)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call or, added up with `+`, of several.

    `input_tokens` is the whole prompt including cached and newly cached tokens;
    `output_tokens` is everything billed as output including reasoning. The providers split
    these differently: each provider's file says how it arrives here. Of the newly cached tokens those that
    stay for an hour count in `cache_write_1h_tokens` as well. `tier` is how the provider says that it served the
    call, which decides what a token costs: `STANDARD`, else its own word for it; empty where several are added up.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    cache_write_1h_tokens: int = 0
    tier: str = STANDARD

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
            self.cache_write_1h_tokens + other.cache_write_1h_tokens,
            _of_both(self, other),
        )


def _of_both(one: Usage, other: Usage) -> str:
    """The tier of two usages together; one without any token decides nothing."""
    if one.tier == other.tier:
        return one.tier
    tiers = {usage.tier for usage in (one, other) if usage.total_tokens} or {one.tier}
    return tiers.pop() if len(tiers) == 1 else ""


CUT_OFF = frozenset({"max_tokens", "length", "MAX_TOKENS", "incomplete"})
"""Stop reasons of a reply that the token limit ended; OpenAI's Responses say `incomplete` of a filtered one as well."""


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
        return self.stop_reason in CUT_OFF

    @property
    def natural(self) -> bool:
        """Whether the reply came to its own end, or, where the provider has one word for both, to a stop sequence."""
        return self.stop_reason == "end_turn" or self.one_word

    @property
    def one_word(self) -> bool:
        """Whether its stop reason is the provider's one word for a natural end and for a stop sequence."""
        return self.stop_reason in {"stop", "STOP", "completed"}


@dataclass(frozen=True, slots=True)
class Travelled:
    """What the last HTTP request of a call came to, as far as its exception does not tell it.

    `status` is `None` where no answer came, `error` the HTTP library's own exception as text, `retry_after` in
    seconds; `body_bytes` are those that arrived. `proxied_home` says that the base URL is on this machine and a proxy
    of the environment stood in between, as it does for the bare SDK without `NO_PROXY`.
    """

    requests: int = 0
    status: int | None = None
    content_type: str = ""
    body_bytes: int = 0
    retry_after: float | None = None
    error: str = ""
    proxied_home: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception of an SDK, translated once: what happened, what to do.

    `error` is the class as a learner would write it in `except`, such as
    `anthropic.RateLimitError`; `said` is the provider's own sentence; `fields` are the
    exception's public attributes, for looking at. `kind` is its row in the table of `failures`, `stage` how far
    the call had come, `kept` says that text had come.
    """

    error: str
    said: str
    advice: str
    kind: str = "unknown"
    stage: Stage = "waiting"
    status: int | None = None
    request_id: str | None = None
    kept: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def retryable(self) -> bool:
        """Whether the same request, a little later, can get through."""
        return KINDS[self.kind].passes

    @property
    def claims(self) -> tuple[str, ...]:
        """What is true of it, as ids of sentences: whether to try again, what it costs, what is left of it."""
        return claims(KINDS[self.kind], self.stage, self.kept)


MOST_TOKENS = 10**12
"""No call has more of one kind: what a server counts beyond is no count. Ten thousand of these fit into 63 bits."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the ledger: a call that was made, whatever became of it. Holds no text and no key.

    `server` is the host that it went to where that is not the provider's own: nobody knows a price there.
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
    server: str = ""
