"""Answers streams before what Streamlit puts around every route: sessions, compression, refusals of paths.

None of it does anything for them, and every event of every reply would pass through each. The routes stay among the
app's own as well, which answer what these do not, such as a wrong method.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send


class Ahead:
    """An ASGI middleware around the app: what is meant for one of the `routes` goes there and no further."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for route in self._routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                return await route.handle({**scope, **child}, receive, send)
        await self.app(scope, receive, send)
