"""What can go wrong with a call: one table that decides for each kind of failure what is true of it.

The words stand in `providers/en.md` under the same ids: `# advice <kind>` says the next step and no more,
`# retry …`, `# billed …`, `# sent …` and `# kept …` say what is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["before", "connecting", "waiting", "answer", "stream", "reply"]
"""How far a call had come: nothing sent yet, no line yet, sent and waiting, refused with an error answer, an
error among the events of its reply, its reply read."""

Retry = Literal["no", "back_off", "as_told", "restart", "once", "unknown"]
Billed = Literal["no", "maybe", "yes"]

LONGEST_WAIT_SECONDS = 120.0
"""A `retry-after` beyond is no wait to sit through (the most that `openai/_base_client.py` waits by itself)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure.

    `retry` says whether the same request can get past it, and how; `billed` whether it costs something where
    no text had come. `statuses` are those that it answers with, `codes` say more than the status they come
    with (`error.code`, at Anthropic `error.type` or `error_code`), `types` name it where the status does not:
    in a stream that began with 200. `classes` are those of the SDKs, of their HTTP library or of Python.
    """

    id: str
    retry: Retry
    stage: Stage = "answer"
    billed: Billed = "no"
    statuses: tuple[int, ...] = ()
    codes: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()

    @property
    def passes(self) -> bool:
        """Whether the same request, a little later, can get through."""
        return self.retry not in {"no", "unknown"}


def _kind(
    id: str,
    retry: Retry,
    stage: Stage = "answer",
    billed: Billed = "no",
    *statuses: int,
    codes: str = "",
    types: str = "",
    classes: str = "",
) -> Kind:
    names = (frozenset(listed.split()) for listed in (codes, types, classes))
    return Kind(id, retry, stage, billed, statuses, *names)


_ALL = (
    # Nothing was sent
    _kind("no_key", "no", "before", classes="CredentialsError IdentityTokenFileError"),
    _kind("key_text", "no", "before", classes="UnicodeEncodeError LocalProtocolError"),
    _kind("no_argument", "no", "before"),
    _kind("bad_argument", "no", "before"),
    _kind("bad_address", "no", "before", classes="UnsupportedProtocol InvalidURL"),
    _kind("bad_timeout", "no", "before", classes="OverflowError"),
    _kind("no_such_call", "no", "before"),
    _kind("capped", "no", "before"),
    # No line
    _kind("unreachable", "back_off", "connecting", classes="ConnectError ProxyError APIConnectionError"),
    _kind("certificate", "no", "connecting"),
    _kind("proxy_refused", "no", "connecting"),
    _kind("slow_to_connect", "back_off", "connecting", classes="ConnectTimeout PoolTimeout"),
    # Sent, and no answer
    _kind("timeout", "back_off", "waiting", "maybe", classes="APITimeoutError ReadTimeout WriteTimeout"),
    _kind("dropped", "back_off", "waiting", "maybe", classes="RemoteProtocolError ReadError WriteError"),
    # An error for an answer
    _kind("bad_request", "no", "answer", "no", 400, types="invalid_request_error invalid_prompt",
          classes="BadRequestError InvalidRequestError"),
    _kind("too_long", "no", codes="context_length_exceeded"),
    _kind("refused_content", "no", codes="content_policy_violation content_filter"),
    _kind("wrong_key", "no", "answer", "no", 401, codes="API_KEY_INVALID", types="authentication_error invalid_api_key",
          classes="AuthenticationError OAuthError"),
    _kind("no_credit", "no", "answer", "no", 402, classes="PaymentRequiredError",
          codes="insufficient_quota billing_error PerDay"),
    # Said with a status that means something else: openai/codex 1000, lifan0127/ai-research-assistant 174,
    # dfinke/PowerShellAI 127, ChatGPTNextWeb/NextChat 4175; in words alone: `providers._explain`.
    _kind("spend_limit", "no",
          codes="billing_hard_limit_reached contract_spend_limit_reached enforced_spend_limit_reached"),
    _kind("billing_inactive", "no", codes="billing_not_active"),
    _kind("account_disabled", "no", codes="account_deactivated"),
    _kind("wrong_organization", "no", codes="mismatched_organization mismatched_project invalid_organization"),
    _kind("missing_scope", "no", codes="missing_scope"),
    _kind("proxy_login", "no", "answer", "no", 407),
    _kind("forbidden", "no", "answer", "no", 403, types="permission_error", classes="PermissionDeniedError"),
    _kind("unknown_model", "no", "answer", "no", 404, types="not_found_error model_not_found",
          classes="NotFoundError"),
    _kind("wrong_path", "no", "answer", "no", 405),
    _kind("request_timeout", "back_off", "answer", "maybe", 408, types="timeout_error",
          classes="RequestTimeoutError"),
    _kind("conflict", "back_off", "answer", "no", 409, types="conflict_error", classes="ConflictError"),
    _kind("too_large", "no", "answer", "no", 413, codes="request_too_large",
          classes="ContentTooLargeError RequestTooLargeError"),
    _kind("unprocessable", "no", "answer", "no", 422, classes="UnprocessableEntityError"),
    _kind("rate_limit", "as_told", "answer", "no", 429,
          types="rate_limit_error rate_limit_exceeded requests tokens", classes="RateLimitError"),
    _kind("long_wait", "as_told"),
    _kind("refused", "no", "answer", "no", 412, 431, 499,
          classes="PreconditionFailedError RequestHeaderFieldsTooLargeError ClientClosedRequestError"),
    _kind("server_error", "back_off", "answer", "no", 500, types="api_error server_error internal_server_error",
          classes="InternalServerError"),
    _kind("bad_gateway", "back_off", "answer", "maybe", 502),
    _kind("unavailable", "back_off", "answer", "no", 503, classes="ServiceUnavailableError"),
    _kind("gateway_timeout", "back_off", "answer", "maybe", 504,
          classes="GatewayTimeoutError DeadlineExceededError"),
    _kind("overloaded", "back_off", "answer", "no", 529, types="overloaded_error server_is_overloaded slow_down",
          classes="OverloadedError"),
    # The reply itself
    _kind("error_event", "unknown", "stream", "maybe"),
    _kind("dropped_midway", "restart", "reply", "maybe"),
    _kind("timeout_midway", "restart", "reply", "maybe"),
    _kind("early_end", "restart", "reply", "yes"),
    _kind("broken_json", "once", "reply", "maybe", 
          classes="JSONDecodeError UnicodeDecodeError DecodingError UnknownApiResponseError"),
    _kind("empty_reply", "once", "reply", "maybe"),
    _kind("no_api", "no", "reply", "maybe"),
    _kind("odd_reply", "no", "reply", "maybe", classes="APIResponseValidationError"),
    _kind("cut_off", "no", "reply", "yes", classes="LengthFinishReasonError"),
    _kind("filtered", "no", "reply", "yes", classes="ContentFilterFinishReasonError"),
    _kind("unknown", "unknown", "waiting", "maybe"),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.id: kind for kind in _ALL}
_OF_STATUS = {status: kind for kind in _ALL for status in kind.statuses}
_OF_CODE = {code: kind for kind in _ALL for code in kind.codes}
_OF_TYPE = {type: kind for kind in _ALL for type in kind.types} | _OF_CODE
_OF_CLASS = {name: kind for kind in _ALL for name in kind.classes}

STATUS_OF: Mapping[str, int] = {
    name: kind.statuses[0] for name, kind in _OF_CLASS.items() if len(kind.statuses) == 1
}
"""The status behind each class of the SDKs; `InternalServerError` stands for 500 and all above it."""


def of_status(status: int, code: str | None = None) -> Kind:
    """The kind of an error answer. `code` is the error's own: a spent account answers 429 too at OpenAI.

    Which statuses pass is what the SDKs try again by themselves (`_should_retry` in `_base_client.py` of both).
    """
    if code in _OF_CODE:
        return _OF_CODE[code]
    others = "wrong_path" if status < 400 else "refused" if status < 500 else "server_error"
    return _OF_STATUS.get(status, KINDS[others])


def of_type(*names: str) -> Kind:
    """The kind of an error inside a stream, by the first of its type and code that is known."""
    return next((_OF_TYPE[name] for name in names if name in _OF_TYPE), KINDS["error_event"])


def of_class(name: str) -> Kind | None:
    """The kind that a class stands for; `None` where it stands for many things, such as `APIError`."""
    return _OF_CLASS.get(name)


def class_passes(name: str) -> bool | None:
    """Whether what a class stands for passes; `None` where it stands for many things."""
    kind = of_class(name)
    return None if kind is None else kind.passes


def claims(kind: Kind, stage: Stage, kept: bool) -> tuple[str, ...]:
    """What is true of one failure, as the ids of the sentences that say so. `kept` says that text had come.

    Each is decided once and follows from the ones before: what was never sent is not billed, text that came is.
    """
    retry = "restart" if kind.passes and stage == "stream" else kind.retry
    if stage in {"before", "connecting"}:
        return f"retry {retry}", "sent no"
    billed = kind.billed
    if stage != "answer" and billed == "no":
        billed = "maybe"
    return (f"retry {retry}", "billed yes", "kept yes") if kept else (f"retry {retry}", f"billed {billed}")
