"""Who may come in: the pages of other origins neither frame this app nor speak to it, and each browser has a cookie.

What a framed page or a foreign websocket could do is press Run, and a key of the server may pay for that.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from firstcall.server import cookie

VARIABLE = "FIRSTCALL_EMBEDDED_IN"
"""The environment variable that names the origins whose pages may show this app in a frame."""
_SOURCE = re.compile(
    r"""\* | https?:                                                   # any page; any page of a scheme
    | (https?://)? ( (\*\.)?[\w.-]+ | \[[\da-f:]+] ) (:(\d{1,5}|\*))?  # a host, with all below it, a port""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_LOG = logging.getLogger(__name__)


def framing(embedded_in: str = "") -> dict[str, str]:
    """The headers of a page that say who may frame it: the app itself, and the origins that are told.

    `embedded_in` holds sources as CSP writes them, with blanks or commas between: `https://lms.example`,
    `https://*.example`, `*`. What is none is left out, and the log says so.
    https://www.w3.org/TR/CSP3/#directive-frame-ancestors
    """
    told = embedded_in.replace(",", " ").split()
    sources = [one for one in told if _SOURCE.fullmatch(one)]
    for one in told:
        if one not in sources:
            _LOG.warning("%s: %r is no origin such as https://lms.example, and is left out.", VARIABLE, one)
    policy = {"content-security-policy": " ".join(["frame-ancestors 'self'", *sources])}
    return policy if sources else policy | {"x-frame-options": "SAMEORIGIN"}  # which cannot name others


class Doorway:
    """An ASGI middleware around the app.

    `note` is told of every request. `embedded_in` is for `framing`. `origins` are those beside the app's own
    whose pages may open a websocket, `None` lets in all.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        note: Callable[[Scope], None],
        embedded_in: str = "",
        origins: Iterable[str] | None = (),
    ) -> None:
        self.app = app
        self._note = note
        self._framing = framing(embedded_in)
        self._origins = None if origins is None else frozenset(one.strip() for one in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            self._note(scope)
        if scope["type"] == "http":
            await self.app(scope, receive, self._telling(Headers(scope=scope), send))
        elif scope["type"] == "websocket" and not self._is_welcome(scope):
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted: status 403
        else:
            await self.app(scope, receive, send)

    def _telling(self, asked: Headers, send: Send) -> Send:
        """`send` with what belongs on a page's response."""
        new = cookie.renewed(asked) if "text/html" in asked.get("accept", "") else None

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    for name, value in self._framing.items():
                        headers.append(name, value)
                if new:
                    headers.append("set-cookie", new)
            await send(message)

        return send_with_headers

    def _is_welcome(self, scope: Scope) -> bool:
        """Whether the page that opens a websocket is one of the app's own, its scheme and port included.

        Streamlit alone lets in every port of this machine, and a client that names no origin; a browser
        always names it, and a page cannot change what it says there.
        """
        headers = Headers(scope=scope)
        origin, host = headers.get("origin", ""), headers.get("host", "")
        schemes = ("https",) if scope["scheme"] == "wss" else ("http", "https")  # TLS may end at a proxy
        own = {f"{scheme}://{host}" for scheme in schemes if host}
        welcome = self._origins is None or origin in self._origins or origin.lower() in own
        if not welcome:
            _LOG.warning("Refused a websocket of %.200r: this app is %.200r to it.", origin, host)
        return welcome
