"""An SDK's exception in plain words, as far as every provider's does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstcall.calls import PASSING_TYPES, Failure, class_passes, status_passes
from firstcall.providers._arrange import class_name, public_fields

ANY_WAY_ON = "Switch to practice to go on without it."

_COMMON: Mapping[str, str] = {
    "APITimeoutError": "No answer came in time. Try again; if it keeps happening, raise `timeout` or check the network.",
    "APIConnectionError": f"The provider could not be reached. Check the network and the base URL. {ANY_WAY_ON}",
    "RemoteProtocolError": "The connection broke in the middle. What had come is kept; try again.",
    "InternalServerError": "The fault is the provider's. Wait a little and try again; keep the request id for support.",
    "JSONDecodeError": "The provider sent something that is not JSON. Try again; if it keeps happening, check the base URL.",
    "UnicodeEncodeError": "The key has a character that no key has, such as a curly quote. Paste it again.",
    "ConnectError": f"The provider could not be reached. Check the network and the base URL. {ANY_WAY_ON}",
    "ReadError": "The connection broke in the middle. What had come is kept; try again.",
    "ReadTimeout": "No answer came in time. Try again.",
    "APIStatusError": "The provider sent an error. Its message says which.",
    "APIError": "The provider sent an error in the middle of the stream. What had come is kept; try again.",
}


def ancestry(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__]


def by_class(error: Exception, advice: Mapping[str, str]) -> str | None:
    """The advice for the nearest class in an exception's ancestry, the provider's own table first.

    An `APIConnectionError` stands for two things; its cause tells a broken connection from none at all.
    """
    cause = type(error.__cause__).__name__
    for name in [cause if cause in {"RemoteProtocolError", "ReadError"} else "", *ancestry(error)]:
        for table in (advice, _COMMON):
            if name in table:
                return table[name]
    return None


def passes(error: Exception) -> bool:
    """Whether trying again, a little later, can help. An error event in a stream came with status 200."""
    status = getattr(error, "status_code", None)
    if status is not None and status >= 400:
        return status_passes(status, getattr(error, "code", None) or getattr(error, "error_code", None))
    return getattr(error, "type", None) in PASSING_TYPES or any(map(class_passes, ancestry(error)))


def told(advice: str | None, name: str, key_variable: str) -> str | None:
    """Advice with the provider's own name and key variable in it."""
    return advice and advice.replace("<name>", name).replace("<key_variable>", key_variable)


def failure(
    error: Exception, *, said: str | None, advice: str | None, seen: Sequence[str], name: str
) -> Failure:
    """Put an exception into a `Failure`; `said` is the provider's own sentence where the body has one."""
    status = getattr(error, "status_code", None)
    cause = error.__cause__
    if isinstance(error, TypeError) and "unexpected keyword argument" in str(error):
        argument = str(error).rsplit("'", 2)[-2]
        advice = f"The SDK has no argument called `{argument}` (misspelt, or removed). Nothing was sent."
    elif isinstance(error, TypeError):
        advice = "The SDK refused these arguments before anything was sent."
    elif advice is None and isinstance(error, ValueError):
        advice = "The SDK refused a value before anything was sent. Its message says why."
    elif isinstance(error, AttributeError | AssertionError | NameError) or (
        advice is None and status is None
    ):
        advice = f"What came back is not {name}'s API: a web page, or nothing. Check the base URL."
    if cause is not None and "header value" in str(cause):
        advice = "The key has a character that a header cannot carry, such as a line break. Paste it again."
    return Failure(
        error=class_name(error),
        said=said or str(error) or type(error).__name__,
        advice=advice or "Its message says what is wrong.",
        status=status,
        request_id=getattr(error, "request_id", None),
        retryable=passes(error),
        fields=public_fields(error, seen) | ({"__cause__": repr(cause)} if cause is not None else {}),
    )
