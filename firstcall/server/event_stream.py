"""Carries what grows to the browser as server-sent events, so that each piece of a reply travels once.

One event per piece, its data a JSON string; the last event is called `end`. The format is the one
of https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, Protocol

from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

_ANY_ORIGIN = (b"access-control-allow-origin", b"*")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    _ANY_ORIGIN,
]
_as_json = json.JSONEncoder(ensure_ascii=False).encode


class Readable(Protocol):
    """What can be read while it grows: a `GrowingText`, or the `Ending` of works."""

    def read(self) -> AsyncGenerator[str]: ...


class ReplyStreams:
    """The texts that can be read now, each under a token that cannot be guessed.

    A text is forgotten when it was read to its end, `max_age_seconds` after it was published or
    last asked for, or when more than `max_texts` are kept. Whoever is reading it reads on.
    """

    def __init__(
        self,
        *,
        max_texts: int = 1000,
        max_age_seconds: float = 600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._texts: OrderedDict[str, tuple[float, Readable]] = OrderedDict()
        self._max_texts = max_texts
        self._max_age_seconds = max_age_seconds
        self._clock = clock

    def publish(self, growing: Readable) -> str:
        """Make `growing` readable; the token is its address."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._texts[token] = (self._clock(), growing)
            self._forget_old()
        return token

    def find(self, token: str) -> Readable | None:
        """The text under this token, or None if it is unknown or was forgotten."""
        with self._lock:
            self._forget_old()
            if token not in self._texts:
                return None
            _, growing = self._texts[token]
            self._texts[token] = (self._clock(), growing)
            self._texts.move_to_end(token)
            return growing

    def _forget_old(self) -> None:
        oldest = self._clock() - self._max_age_seconds
        while self._texts:
            token, (used, _) = next(iter(self._texts.items()))
            if len(self._texts) <= self._max_texts and used >= oldest:
                return
            del self._texts[token]

    def _forget(self, token: str) -> None:
        with self._lock:
            self._texts.pop(token, None)

    def routes(self, prefix: str = "/streams") -> list[BaseRoute]:
        """The route `GET <prefix>/{token}`."""
        return [Route(f"{prefix}/{{token}}", _Endpoint(self), methods=["GET"])]

    async def stream(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, until the text is closed or the browser has gone."""
        growing = self.find(token)
        if growing is None:
            refusal = PlainTextResponse("This reply is not here any more.", 404)
            refusal.raw_headers.append(_ANY_ORIGIN)
            await refusal(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._send(token, growing, send))
            watching = group.create_task(_cancel_when_gone(receive, sending))
            sending.add_done_callback(lambda _: watching.cancel())

    async def _send(self, token: str, growing: Readable, send: Send) -> None:
        async with aclosing(growing.read()) as pieces:
            async for piece in pieces:
                await send(_body(f"data: {_as_json(piece)}\n\n"))
        self._forget(token)
        await send(_body("event: end\ndata:\n\n", more=False))


class _Endpoint:
    """An object, because Starlette would take a function for one that returns a response."""

    def __init__(self, streams: ReplyStreams) -> None:
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._streams.stream(scope["path_params"]["token"], scope, receive, send)


def _body(text: str, *, more: bool = True) -> dict[str, Any]:
    # A reply may hold half of a surrogate pair, which UTF-8 cannot carry; it arrives as "?".
    return {"type": "http.response.body", "body": text.encode("utf-8", "replace"), "more_body": more}


async def _cancel_when_gone(receive: Receive, sending: asyncio.Task[None]) -> None:
    """A browser that leaves before the first token would otherwise be noticed only at the next piece."""
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()
