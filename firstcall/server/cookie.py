"""The progress cookie: the id in it, and a new cookie where a browser has none that is ours."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers

from firstcall.ledger.progress import COOKIE

_A_YEAR = 365 * 24 * 60 * 60
_ID = re.compile(r"[A-Za-z0-9_-]{16}")
_BYTES = 12
"""As many random bytes as make an id of 16 characters."""


def new_id() -> str:
    return secrets.token_urlsafe(_BYTES)


def learner(cookies: str) -> str | None:
    """The learner's id in a `Cookie` header, `None` if none of the values under our name is one of ours.

    Of several the last counts: a browser sends that of the shortest path last, which is where ours is set.
    https://www.rfc-editor.org/rfc/rfc6265#section-5.4
    """
    return next((value for value in reversed(_values(cookies)) if _ID.fullmatch(value)), None)


def renewed(headers: Headers) -> str | None:
    """The `Set-Cookie` header for a browser's request: `None` if it holds one cookie of ours and no other.

    An id that is ours among others is kept and set anew, so that the browser holds it in our place.
    """
    cookies = sent(headers)
    known = learner(cookies)
    if known and len(_values(cookies)) == 1:
        return None
    return f"{COOKIE}={known or new_id()}; Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=Lax"


def sent(headers: Headers) -> str:
    """All cookies of a request; HTTP/2 may carry them in several headers."""
    return "; ".join(headers.getlist("cookie"))


def _values(cookies: str) -> list[str]:
    pairs = (pair.strip().partition("=") for pair in cookies.split(";"))
    return [value.strip() for name, _, value in pairs if name.strip() == COOKIE]
