"""An SDK's exception in plain words, as far as every provider's does the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstcall import text
from firstcall.calls import PASSING_TYPES, Failure, class_passes, status_passes
from firstcall.providers import WORDS, _received
from firstcall.providers._arrange import class_name, public_fields
from firstcall.providers._own_words import OwnWords

_NO_ARGUMENT = re.compile(r"unexpected keyword argument '([^']*)'")


def ancestry(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__]


def advice(error: Exception, own: OwnWords, *, name: str, key_variable: str, about: str | None = None) -> str:
    """What to do: the words of the nearest class in an exception's ancestry, the provider's own first.

    `about` is the id of words that fit better than those of its class, where its body tells more.
    """
    for id in _ids(error, about):
        found = own.say(f"advice {id}") or _said(f"advice {id}")
        if found:
            values = {"name": name, "key_variable": key_variable, "argument": _argument(error)}
            return text.filled(" ".join(found.split()), values)
    return WORDS.line("advice")


def _said(id: str) -> str:
    found = WORDS.find(id)
    return found.body if found else ""


def _ids(error: Exception, about: str | None) -> Iterator[str]:
    """The ids under which words about an exception may stand, the best first."""
    cause = error.__cause__
    if "header value" in str(cause or ""):
        yield "header_value"
    if about:
        yield about
    if _argument(error):
        yield "no_argument"
    # An `APIConnectionError` stands for two things: its cause tells a broken connection from none at all.
    if type(cause).__name__ in {"RemoteProtocolError", "ReadError"}:
        yield type(cause).__name__
    yield from ancestry(error)
    if getattr(error, "status_code", None) is None:
        yield "no_api"  # the SDK stumbled over what came: no class of its own, no status


def _argument(error: Exception) -> str | None:
    """The argument that Python says a method does not have. From 3.13 on it may go on: Did you mean 'x'?"""
    found = _NO_ARGUMENT.search(str(error)) if isinstance(error, TypeError) else None
    return found and found[1]


def passes(error: Exception) -> bool:
    """Whether trying again, a little later, can help. An error event in a stream came with status 200."""
    status = getattr(error, "status_code", None)
    if status is not None and status >= 400:
        code = getattr(error, "code", None) or getattr(error, "error_code", None)
        return status_passes(status, _received.word(code))
    return _received.word(getattr(error, "type", None)) in PASSING_TYPES or any(
        map(class_passes, ancestry(error))
    )


def failure(error: Exception, *, said: object, advice: str, seen: Sequence[str]) -> Failure:
    """Put an exception into a `Failure`; `said` is the provider's own sentence where the body has one."""
    cause = error.__cause__
    return Failure(
        error=class_name(error),
        said=_received.sentence(said) or _received.sentence(str(error)) or type(error).__name__,
        advice=advice,
        status=getattr(error, "status_code", None),
        request_id=_received.word(getattr(error, "request_id", None)) or None,
        retryable=passes(error),
        fields=public_fields(error, seen) | ({"__cause__": repr(cause)} if cause is not None else {}),
    )
