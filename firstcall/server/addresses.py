"""Addresses that are no page: they lead to one, where Streamlit would open a dialog over its first page.

Streamlit answers every address that it does not know with its own page, and that page says "Page not found"
once it has started. The first page is at the root alone, so that its own name is such an address too.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

UNKNOWN = "unknown"
"""The name in the query by which the first page hears that the visitor asked for something else."""


class Addresses:
    """An ASGI middleware around the app. `pages` are the names of its pages, the first one at the root."""

    def __init__(self, app: ASGIApp, *, pages: Sequence[str], base_path: str = "") -> None:
        self.app = app
        self._pages = tuple(pages)
        self._base = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = scope["type"] != "http" or self._page(scope) in {"", *self._pages[1:]}
        if known or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        redirected = False

        async def send_or_lead(message: MutableMapping[str, Any]) -> None:
            nonlocal redirected
            if message["type"] == "http.response.start" and _is_page(message):
                redirected = True
                await RedirectResponse(self._instead(scope), 307)(scope, receive, send)
            elif not redirected:
                await send(message)

        await self.app(scope, receive, send_or_lead)

    def _page(self, scope: Scope) -> str:
        path: str = scope["path"]
        return path.removeprefix(self._base).strip("/")

    def _instead(self, scope: Scope) -> str:
        """Where to go: to the page that is meant, its query kept, else to the first one, which says so."""
        name = self._page(scope).casefold().replace("-", "_")
        home = f"{self._base}/"
        if name not in self._pages:
            return f"{home}?{UNKNOWN}=page"
        query = scope["query_string"].decode("latin-1")
        path = home if name == self._pages[0] else home + quote(name)
        return f"{path}?{query}" if query else path


def _is_page(start: MutableMapping[str, Any]) -> bool:
    """Whether a response is a page: Streamlit's own, where nothing else is found at an address."""
    kind = Headers(raw=list(start["headers"])).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))
