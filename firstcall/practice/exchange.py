"""One HTTP exchange seen from the server: read the body, answer, stream, wait, or cut the line.

Written against ASGI itself, because an answer that breaks off in the middle is something that
no response class offers, and because an event must leave the moment it is written.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from firstcall.practice.refusal import Refusal

MOST_BODY_BYTES = 32 * 1024 * 1024
"""As Anthropic (https://platform.claude.com/docs/en/api/errors, 413). Room for images: of text, `parsing` takes less."""
LARGE_BYTES = 256 * 1024
"""A body above this is looked at more closely, and worked on apart from the others."""
SMALL_BYTES = 4096
"""A body up to this is read and looked at in no time."""
MOST_HEADERS = 100
MOST_EXCHANGE_SECONDS = 900.0
MOST_BODY_SECONDS = 60.0
"""A request that takes longer to arrive is refused: it would keep a place from others."""
MOST_UNREAD_SECONDS = 120.0
"""A client that takes nothing for so long is cut off, for the same reason."""

TICK_SECONDS = 0.005
"""Streams that wait go on together at ticks of the clock: a room of them wakes the event loop for each tick and not for
each event. Nobody sees so short a wait."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class Gone(Exception):
    """The client hung up, or the line was cut on purpose: nothing more can be sent."""


class TooSlow(Exception):
    """The body did not arrive within `MOST_BODY_SECONDS`."""


class TooLarge(Exception):
    """The body is longer than `MOST_BODY_BYTES`."""


def as_json(value: Any) -> bytes:
    return to_json(value)


def as_long_json(value: Mapping[str, Any]) -> bytes:
    """An object in which a member that is an iterator is a list of items that are JSON already. Nothing can interrupt
    the encoder: a list of thousands of vectors is made and encoded item by item, so that other threads have their turn."""
    members = (
        as_json(name)
        + b":"
        + (b"[" + b",".join(each) + b"]" if isinstance(each, Iterator) else as_json(each))
        for name, each in value.items()
    )
    return b"{" + b",".join(members) + b"}"


def _body_bytes(length: str) -> int:
    told = length.isascii() and length.isdecimal() and len(length) < 12
    return min(int(length), MOST_BODY_BYTES) if told else MOST_BODY_BYTES


class Exchange:
    """One request and the answer to it. `headers` has lower-case names."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self._receive = receive
        self._send = send
        self._watch: asyncio.Task[None] | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._writing_since: float | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._cut_off = False
        self.body_bytes = _body_bytes(self.headers.get("content-length", ""))
        """So long is the body at most: one that does not tell its length may be anything."""
        self.told: Mapping[str, str] = {}
        """Headers of the answer, whatever it is, that were certain before it."""
        self.withheld: frozenset[str] = frozenset()
        """Names of headers that the answer does not have, although its wire has them."""

    @property
    def path_params(self) -> Mapping[str, Any]:
        params: Mapping[str, Any] = self.scope.get("path_params", {})
        return params

    @property
    def query(self) -> Mapping[str, str]:
        """What stands after the `?` of the address, by name; of a name that stands there twice, the last."""
        said = self.scope["query_string"]
        return dict(parse_qsl(said.decode("latin-1"))) if said else {}

    @property
    def client(self) -> str:
        """The address that the request came from, empty where it is not known."""
        client = self.scope.get("client")
        return str(client[0]) if client else ""

    @property
    def says_json(self) -> bool:
        """Whether the body is said to be JSON, in whatever encoding."""
        kind: str = self.headers.get("content-type", "")
        return kind.partition(";")[0].strip().lower() == "application/json"

    @property
    def is_large(self) -> bool:
        """Whether the body may be above `LARGE_BYTES`."""
        return self.body_bytes > LARGE_BYTES

    @property
    def is_small(self) -> bool:
        """Whether the body is at most `SMALL_BYTES`."""
        return self.body_bytes <= SMALL_BYTES

    async def body(self, *, most: int = MOST_BODY_BYTES, keep: bool = True) -> bytes:
        """The whole request body, of at most so many bytes.

        Reads on after the limit, so that the client can hear the refusal; without `keep` the body is read for
        that alone. Raises `TooLarge`, `TooSlow`, and `Gone` when the client hangs up.
        """
        try:
            async with asyncio.timeout(MOST_BODY_SECONDS):
                return await self._read(most, keep)
        except TimeoutError as error:
            raise TooSlow from error

    async def _read(self, most: int, keep: bool) -> bytes:
        chunks: list[bytes] = []
        size, more = 0, True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if keep and size <= most:
                chunks.append(chunk)
            elif size > 2 * MOST_BODY_BYTES:
                raise TooLarge
            more = message.get("more_body", False)
        if size > most:
            raise TooLarge
        return b"".join(chunks)

    async def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        await self.start(status, {**headers, "content-length": str(len(body))})
        await self.finish(body)

    async def start(self, status: int, headers: Mapping[str, str]) -> None:
        all_headers = {**self.told, **headers}
        raw = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in all_headers.items()
            if name not in self.withheld
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def write(self, chunks: Iterable[bytes]) -> None:
        """Sends a few chunks. Waits while the client does not read, for some time; raises `Gone` once it has hung up, or
        was cut off because it took nothing for so long."""
        if self._watch is not None and self._watch.done():
            raise Gone
        self._writing_since = asyncio.get_running_loop().time()
        if self._unread is None:
            self._look_whether_it_is_read()
        for chunk in chunks:
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
            if self._cut_off:
                await self._until_gone()
                raise Gone
        self._writing_since = None

    def _look_whether_it_is_read(self) -> None:
        """Cuts off a client that has taken nothing of what is being written for too long, or looks again when that may
        be so: one timer for a stream, not one for each of its events."""
        loop = asyncio.get_running_loop()
        due = (loop.time() if self._writing_since is None else self._writing_since) + MOST_UNREAD_SECONDS
        if due > loop.time():
            self._unread = loop.call_at(due, self._look_whether_it_is_read)
            return
        self._connection().abort()  # wakes the writing
        self._cut_off = True

    async def finish(self, chunk: bytes = b"") -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": False})

    async def cut(self) -> None:
        """Closes the TCP connection with the answer unfinished; raises `Gone`. What was written still leaves."""
        self.close()
        self._connection().close()
        await self._until_gone()
        raise Gone

    def _connection(self) -> asyncio.Transport:
        """The TCP connection; raises `ConnectionAbortedError` where the server gives no access to it.

        uvicorn hands out `receive` as a method of the object that holds the connection, with both
        of its HTTP parsers, and Starlette passes it on unwrapped. Raising instead would make it
        answer 500 where nothing was sent yet, and print a traceback.
        """
        transport: asyncio.Transport | None = getattr(
            getattr(self._receive, "__self__", None), "transport", None
        )
        if transport is None:
            raise ConnectionAbortedError("this ASGI server gives no access to its connection")
        return transport

    async def wait_until(self, moment: float) -> None:
        """Waits for a moment of the event loop's clock, to the next tick; raises `Gone` when the client hangs up."""
        loop = asyncio.get_running_loop()
        if moment <= loop.time():
            return
        moment = math.ceil(moment / TICK_SECONDS) * TICK_SECONDS
        self._waiting = waiting = loop.create_future()
        timer = loop.call_at(moment, _wake, waiting)
        try:
            if not self.watch().done():
                await waiting
        finally:
            timer.cancel()
        if self.watch().done():
            raise Gone

    async def unless_gone(self, future: asyncio.Future[T]) -> T:
        """What the future brings. Cancels it and raises `Gone` when the client hangs up before."""
        try:
            either: set[asyncio.Future[Any]] = {self.watch(), future}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if future.done():
                return future.result()
            raise Gone
        finally:
            future.cancel()

    def watch(self) -> asyncio.Task[None]:
        """Done when the client has hung up. The body has to be read before."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._until_gone())
            self._watch.add_done_callback(lambda _: _wake(self._waiting))
        return self._watch

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        if self._unread is not None:
            self._unread.cancel()


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)


Perform = Callable[[Exchange], Awaitable[None]]
Refuse = Callable[[Exchange, Refusal], Awaitable[None]]


class Endpoint:
    """An ASGI app around one function; a `Refusal` raised in it is answered by `refuse`."""

    def __init__(self, perform: Perform, refuse: Refuse) -> None:
        self._perform = perform
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send)
        try:
            async with asyncio.timeout(MOST_EXCHANGE_SECONDS):
                await self._respond(exchange)
        except (Gone, TimeoutError):
            log.debug("%s ended before its answer did", scope["path"])
        finally:
            exchange.close()

    async def _respond(self, exchange: Exchange) -> None:
        try:
            if len(exchange.headers) > MOST_HEADERS:
                raise Refusal(431, "Request header fields too large.")
            await self._perform(exchange)
        except Refusal as refusal:
            await self._refuse(exchange, refusal)
        except TooLarge:
            too_large = Refusal(
                413, "Request exceeds the maximum allowed number of bytes.", "request_too_large"
            )
            await self._refuse(exchange, too_large)
        except TooSlow:
            await self._refuse(exchange, Refusal(408, "Request timed out.", "timeout_error"))
