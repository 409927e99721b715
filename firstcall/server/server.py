"""What the app serves beside its pages: the practice server, the live text, the code editor's files.

Started through `app.py`, these live on the app's own port. Started in any other way (a page test,
a plain script) the same routes run in a thread on a free loopback port. One per process.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import MutableMapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from firstcall.ledger.progress import COOKIE
from firstcall.practice.app import create_app
from firstcall.practice.serve import serve
from firstcall.server import assets
from firstcall.server.event_stream import ReplyStreams

PRACTICE, STREAMS = "/practice", "/streams"
_A_YEAR = 365 * 24 * 60 * 60


@dataclass
class Local:
    """The process's own server: what it serves, and where it can be reached from this machine."""

    practice: Any = field(default_factory=create_app)
    streams: ReplyStreams = field(default_factory=ReplyStreams)
    mounted_at: str | None = None
    _thread: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: ExitStack = field(default_factory=ExitStack)

    def routes(self) -> list[BaseRoute]:
        base = assets.base_path()
        return [
            Mount(f"{base}{PRACTICE}", app=self.practice),
            *self.streams.routes(f"{base}{STREAMS}"),
            *assets.asset_routes(),
        ]

    @property
    def origin(self) -> str:
        """`http://127.0.0.1:<port>`, started now if the app's own port does not serve it."""
        if self.mounted_at:
            return self.mounted_at
        with self._lock:
            if self._thread is None:
                self._thread = self._open.enter_context(serve(Starlette(routes=self.routes())))
                assets.set_origin(self._thread)
        return self._thread

    def note(self, scope: Scope) -> None:
        """Learn the app's own port from the first request that reaches it."""
        address = scope.get("server")
        if self.mounted_at is None and scope["type"] == "http" and scope["scheme"] == "http" and address:
            host = address[0].removeprefix("::ffff:")  # an IPv4 address on a socket that speaks both
            host = "127.0.0.1" if host in {"0.0.0.0", "::", "localhost"} else host
            self.mounted_at = (
                f"http://[{host}]:{address[1]}" if ":" in host else f"http://{host}:{address[1]}"
            )


@cache
def local() -> Local:
    return Local()


def routes(base_path: str = "") -> Sequence[BaseRoute]:
    """The routes that `app.py` adds to the app, under the path where the app is served."""
    assets.set_base_path(base_path)
    return local().routes()


def middleware() -> Sequence[Middleware]:
    return [Middleware(_Doorway)]


class _Doorway:
    """Notes the app's own port, and gives each browser its progress cookie with the first page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        local().note(scope)
        headers = Headers(scope=scope)
        new = "text/html" in headers.get("accept", "") and COOKIE not in headers.get("cookie", "")

        async def send_with_cookie(message: MutableMapping[str, Any]) -> None:
            if new and message["type"] == "http.response.start":
                cookie = (
                    f"{COOKIE}={secrets.token_urlsafe(12)}; Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=Lax"
                )
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)
