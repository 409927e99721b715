"""An SDK's exception in plain words: which kind of failure it is, and what is said of that kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstcall.calls import Failure, Travelled
from firstcall.calls.failures import KINDS, LONGEST_WAIT_SECONDS, Kind, Stage, of_class, of_status, of_type
from firstcall.providers import WORDS, _received, advice
from firstcall.providers._arrange import class_name, public_fields
from firstcall.providers._own_words import OwnWords

_NO_KEY = ("Missing credentials", "Could not resolve authentication", "No API key was provided")
_NO_ADDRESS = "Invalid IPv6 URL"
"""What Python's own `urllib.parse` says of a URL with half a bracket."""
_NOTHING_IN_HEADER = re.compile(r"Illegal header value b'(Bearer )?'$")
_NOT_TRUSTED = "CERTIFICATE_VERIFY_FAILED"
_PROXY_SAID = re.compile(r"4\d\d\b")
"""How the exception of a proxy that opened no line begins: with the status of its answer."""
_IN_WORDS = {
    "credit balance": "no_credit",
    "specified API usage limits": "spend_limit",
    "organization has been disabled": "account_disabled",
    "Missing scopes": "missing_scope",
    "payload size exceeds": "too_large",
}
"""Kinds that an error answer tells by its sentence, and neither by its status nor by a code: anthropics/claude-code 2127
(usage limits) and 19028 (disabled), microsoft/PowerToys 32989 (scopes); Google's size of a request, with a 400."""
_TOO_LONG = ("prompt is too long", "maximum context length")
_NO_ARGUMENT = re.compile(r"unexpected keyword argument '([^']*)'")
_FROM_A_PROXY = {"forbidden", "wrong_path", "no_api", "bad_gateway", "unavailable", "gateway_timeout"}
"""Kinds of an answer that a proxy gives by itself, for a server that it does not find or is not to reach."""
_MIDWAY = {"timeout": "timeout_midway", "dropped": "dropped_midway"}


def explain(
    error: Exception,
    own: OwnWords,
    *,
    name: str,
    key_variable: str,
    seen: Sequence[str],
    travelled: Travelled | None = None,
    said: object = None,
    codes: Sequence[object] = (),
    status: int | None = None,
) -> Failure:
    """An exception of the provider called `name`, as a `Failure`.

    `said` is the provider's own sentence and `codes` are its words for what went wrong, the sharpest first,
    where they are; `status` is that of an error answer, where the exception has it elsewhere than in `status_code`.
    `travelled` is what came of the request; without it the exception alone has to do.
    """
    words = [word for code in codes if (word := _received.word(code))]
    if status is None:
        status = getattr(error, "status_code", None)
    came = travelled or _by_itself(error, status)
    kind, stage = _kind(error, came, words, status, spoke=bool(said))
    cause = _cause(error)
    values = {
        "name": name,
        "key_variable": key_variable,
        "argument": _argument(error),
        "status": came.status,
        "minutes": max(1, round((came.retry_after or 0) / 60)),
    }
    return Failure(
        error=class_name(error),
        said=_received.sentence(said) or _received.sentence(str(error)) or type(error).__name__,
        advice=_advice(kind, stage, own, values, came),
        kind=kind.id,
        stage=stage,
        status=status,
        request_id=_received.word(getattr(error, "request_id", None)) or None,
        fields=public_fields(error, seen) | ({"__cause__": repr(cause)} if cause is not None else {}),
    )


def _advice(kind: Kind, stage: Stage, own: OwnWords, values: Mapping[str, object], came: Travelled) -> str:
    """What to do, and first that the request left for a proxy where the server is on this machine."""
    said = advice(kind.id, own, **values)
    if came.proxied_home and (stage in {"connecting", "waiting"} or kind.id in _FROM_A_PROXY):
        return f"{WORDS.line('proxied_home')} {said}"
    return said


def _by_itself(error: Exception, status: object) -> Travelled:
    """What an exception tells of the request by itself."""
    response = getattr(error, "response", None)
    if not isinstance(status, int):
        return Travelled()
    return Travelled(1, status, getattr(response, "headers", {}).get("content-type", ""), 1)


def _kind(
    error: Exception, came: Travelled, codes: Sequence[str], said: object, *, spoke: bool
) -> tuple[Kind, Stage]:
    # An SDK may stumble over the body of an error answer: then what travelled knows the status.
    status = said if isinstance(said, int) else came.status or 0
    if status >= 300:
        return _answered(error, came, status, codes, spoke), "answer"
    if found := _never_sent(error, came):
        return KINDS[found], "before"
    if came.status is not None and (codes or _is_event(error)):
        return of_type(*codes), "stream"
    kind = KINDS[_broken(error, came) or _reading(error, came)]
    return kind, kind.stage if kind.id != "unknown" else "reply" if came.status else "waiting"


def _never_sent(error: Exception, came: Travelled) -> str | None:
    """Why a request could not be made of a call. One that got as far as the HTTP library stumbled there."""
    texts = [str(one) for one in _chain(error)]
    if came.status is not None:
        return None
    if any(words in said for words in _NO_KEY for said in texts) or any(map(_NOTHING_IN_HEADER.match, texts)):
        return "no_key"
    for one in _chain(error):
        kind = of_class(type(one).__name__)
        if kind is not None and kind.stage == "before":
            return kind.id
    if came.requests:
        return None
    if _argument(error):
        return "no_argument"
    if str(error) == _NO_ADDRESS:
        return "bad_address"
    return "bad_argument" if isinstance(error, TypeError | ValueError) else None


def _answered(error: Exception, came: Travelled, status: int, codes: Sequence[str], spoke: bool) -> Kind:
    """The kind of an error answer: its code says more than its status, and a page says that nobody's API answered."""
    sharper = of_status(status, next((code for code in codes if of_status(status, code).codes), None))
    said = str(error)
    if told := next((kind for words, kind in _IN_WORDS.items() if words in said), None):
        return KINDS[told]
    if status == 400 and any(words in said for words in _TOO_LONG):
        return KINDS["too_long"]
    if sharper.id == "rate_limit" and (came.retry_after or 0) > LONGEST_WAIT_SECONDS:
        return KINDS["long_wait"]
    if _is_page(came) and status >= 500:
        return KINDS["bad_gateway"]
    if _is_page(came) and not sharper.passes and sharper.id != "proxy_login":
        return KINDS["no_api"]
    if sharper.id == "unknown_model" and not (spoke and _names_a_model(said, codes)):
        return KINDS["wrong_path"]
    return sharper


def _names_a_model(said: str, codes: Sequence[str]) -> bool:
    """Whether a 404 is about the model. It answers a path that is not there too: "Not Found", "Invalid URL"."""
    return "model" in said.lower() or "model_not_found" in codes


def _is_event(error: Exception) -> bool:
    """Whether an exception is an error that came as an event of the stream: the SDKs' general class, as such."""
    return type(error).__name__ in {"APIError", "APIStatusError"}


def _broken(error: Exception, came: Travelled) -> str | None:
    """How the line broke. The SDK's own class says less than what the HTTP library raised below it."""
    below = [type(one).__name__ for one in reversed(_chain(error))]
    names = [*below, came.error.partition(":")[0]] if "Connection" in type(error).__name__ else below
    kinds = [kind for name in names if (kind := of_class(name)) and kind.stage in {"connecting", "waiting"}]
    if not kinds:
        return None
    if any(_NOT_TRUSTED in str(one) for one in _chain(error)):
        return "certificate"
    for one in _chain(error):
        if type(one).__name__ == "ProxyError" and (said := _PROXY_SAID.match(str(one))):
            return "proxy_login" if said[0] == "407" else "proxy_refused"
    return _MIDWAY.get(kinds[0].id, kinds[0].id) if came.status is not None else kinds[0].id


def _reading(error: Exception, came: Travelled) -> str:
    """What was wrong with a reply that the SDK, or the lines that read it, stumbled over."""
    kind = next((kind for one in type(error).__mro__ if (kind := of_class(one.__name__))), None)
    if kind is not None and kind.billed == "yes":
        return kind.id
    if came.status is None:
        return kind.id if kind else "unknown"
    if came.body_bytes == 0:
        return "empty_reply"
    if _is_page(came):
        return "no_api"
    return kind.id if kind else "odd_reply"


def _is_page(came: Travelled) -> bool:
    """Whether something else came than an API sends: a web page, a line of text."""
    kind = came.content_type.partition(";")[0].strip()
    return bool(kind) and "json" not in kind and kind != "text/event-stream"


def _chain(error: BaseException) -> list[BaseException]:
    """An exception and its causes, at most eight of them."""
    found = [error]
    while (cause := _cause(found[-1])) is not None and len(found) < 8:
        found.append(cause)
    return found


def _cause(error: BaseException) -> BaseException | None:
    """What an exception came of, also where an SDK wrote `from None`, which hides it from a traceback."""
    return error.__cause__ or (error.__context__ if error.__suppress_context__ else None)


def _argument(error: Exception) -> str | None:
    """The argument that Python says a method does not have. From 3.13 on it may go on: Did you mean 'x'?"""
    found = _NO_ARGUMENT.search(str(error)) if isinstance(error, TypeError) else None
    return found and found[1]
