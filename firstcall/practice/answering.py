"""Tells a reply over the wire, at its pace and with the fault that was asked for, in any protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import Protocol

from firstcall.practice.exchange import Exchange
from firstcall.practice.faults import (
    BrokenJson,
    Drop,
    EarlyEnd,
    ErrorEvent,
    Fault,
    Hang,
    Html,
    MidReply,
    Slow,
)
from firstcall.practice.model.limits import Piece
from firstcall.practice.pace import Pace
from firstcall.practice.refusal import Refusal
from firstcall.practice.work import Work, from_a_thread

_HTML = b"""<!DOCTYPE html>
<html><head><title>%d</title></head>
<body><h1>%d</h1>
<p>This page is not an API answer. A proxy, or a wrong base URL, answers like this.</p></body></html>
"""


_MOST_TOGETHER = 5
"""Events of a stream that leave in one turn of the loop."""
_MOST_AT_HAND = 128
"""Pieces of a reply that is made at once."""

Do = Callable[[Exchange, Callable[[], tuple[bytes, int]]], Awaitable[tuple[bytes, int]]]


class Told(Protocol):
    """What is told piece by piece: one reply, or several at once. `in_a_row` counts the tokens that followed each
    other so far, those of replies told side by side once."""

    @property
    def in_a_row(self) -> int: ...
    def __iter__(self) -> Iterator[Piece]: ...


class WireReply(Protocol):
    """One reply in a protocol's own shape.

    A stream is `opening` (when the first token is due), `thought` (when the thinking is done),
    one `delta` for each piece, `closing`. `finished` says whether the reply has a stop reason, `streams`
    whether it was asked for as a stream.
    """

    thinking: int
    streams: bool

    @property
    def limited(self) -> Told: ...
    @property
    def headers(self) -> Mapping[str, str]: ...

    def opening(self) -> Iterable[bytes]: ...
    def thought(self) -> Iterable[bytes]: ...
    def delta(self, piece: Piece) -> bytes: ...
    def closing(self) -> Iterable[bytes]: ...
    def error_event(self, type: str) -> bytes: ...
    def broken_event(self) -> bytes: ...
    def whole(self, pieces: list[Piece], finished: bool) -> bytes: ...
    def event_error(self, type: str) -> Refusal: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """When the request came, on the event loop's clock, and how fast to answer it."""

    began: float
    pace: Pace

    @classmethod
    def now(cls, pace: Pace, fault: Fault | None) -> Timing:
        if isinstance(fault, Slow):
            pace = replace(pace, first_token_seconds=fault.first_token_seconds)
        return cls(asyncio.get_running_loop().time(), pace)

    def unpaced(self, fault: Fault | None) -> Timing:
        """For words that come at a pace of their own; a first token that is slow on purpose stays so."""
        first = fault.first_token_seconds if isinstance(fault, Slow) else 0.0
        return replace(self, pace=replace(self.pace, first_token_seconds=first, tokens_per_second=0.0))

    def due(self, tokens: int) -> float:
        return self.began + self.pace.due(tokens)


async def strike_first(exchange: Exchange, fault: Fault | None) -> bool:
    """Faults that need no reply to break; whether the exchange is over."""
    match fault:
        case Html(status=status):
            await exchange.answer(
                status, _HTML % (status, status), {"content-type": "text/html; charset=utf-8"}
            )
        case Hang(seconds=seconds):
            await exchange.wait_until(asyncio.get_running_loop().time() + seconds)
            await exchange.cut()
        case Drop(after_tokens=None):
            await exchange.cut()
        case _:
            return False
    return True


async def tell(
    exchange: Exchange,
    work: Work,
    reply: WireReply,
    timing: Timing,
    fault: Fault | None,
    *,
    waits: bool = False,
) -> None:
    """Answers with the reply in the way it was asked for. One that `waits` for its words is read in a thread."""
    if reply.streams:
        pieces = from_a_thread(exchange, reply.limited) if waits else _at_hand(reply.limited)
        events = _Events(exchange, work, 1 if waits else _MOST_TOGETHER)
        await _stream(exchange, events, reply, pieces, timing, fault)
    else:
        do, at_hand = work.beside if waits else work.apart, exchange.is_small and not waits
        await _plain(exchange, do, reply, timing, fault, at_hand=at_hand)


async def _at_hand(pieces: Told) -> AsyncIterator[Piece]:
    for piece in pieces:
        yield piece


class _Events:
    """Sends events when they are due, each of them a chunk of its own; of those that are due already up to `most` in one
    turn of the loop."""

    def __init__(self, exchange: Exchange, work: Work, most: int) -> None:
        self._exchange, self._work, self._most = exchange, work, most
        self._now = asyncio.get_running_loop().time
        self._left = most

    async def send(self, event: bytes, due: float) -> None:
        if due > self._now():
            await self._exchange.wait_until(due)
            self._left = 0  # many may have waited for the same moment
        if not self._left:
            self._exchange.watch()  # a shorter stream is over before its client hangs up
            await self._work.turn()
            self._left = self._most
        self._left -= 1
        await self._exchange.write(event)


async def _stream(
    exchange: Exchange,
    events: _Events,
    reply: WireReply,
    pieces: AsyncIterator[Piece],
    timing: Timing,
    fault: Fault | None,
) -> None:
    """The reply as server-sent events. Nothing is made ahead of the reader: the next piece is decided on when the last
    one was taken."""
    strike = fault if isinstance(fault, MidReply) else None
    await exchange.start(200, reply.headers)
    for event in reply.opening():
        await events.send(event, timing.due(0))
    for event in reply.thought():
        await events.send(event, timing.due(reply.thinking))
    sent, due = 0, timing.due(reply.thinking)
    async for piece in pieces:
        if strike is not None and sent == strike.after_tokens:
            break
        sent += 1
        due = timing.due(reply.thinking + reply.limited.in_a_row - 1)
        await events.send(reply.delta(piece), due)
    if strike is not None:
        return await _strike(exchange, reply, strike)
    for event in reply.closing():
        await events.send(event, due)
    await exchange.finish()


async def _strike(exchange: Exchange, reply: WireReply, fault: MidReply) -> None:
    match fault:
        case Drop():
            await exchange.cut()
        case BrokenJson():
            await exchange.write(reply.broken_event())
        case ErrorEvent(type=type):
            await exchange.write(reply.error_event(type))
        case EarlyEnd():
            pass
    await exchange.finish()


async def _plain(
    exchange: Exchange, do: Do, reply: WireReply, timing: Timing, fault: Fault | None, *, at_hand: bool
) -> None:
    """The reply as one JSON body, when all of it has been said. A short one is `at_hand`."""
    if isinstance(fault, ErrorEvent):
        raise reply.event_error(fault.type)
    pieces = iter(reply.limited)
    begun = list(islice(pieces, _MOST_AT_HAND)) if at_hand else []
    job = partial(_whole, reply, chain(begun, pieces), fault)
    body, said = job() if 0 < len(begun) < _MOST_AT_HAND else await do(exchange, job)
    await exchange.wait_until(timing.due(reply.thinking + said))
    half = body[: len(body) // 2]
    match fault:
        case Drop():
            await exchange.start(200, {**reply.headers, "content-length": str(len(body))})
            await exchange.write(half)
            await exchange.cut()
        case BrokenJson():
            await exchange.answer(200, half, reply.headers)
        case _:
            await exchange.answer(200, body, reply.headers)


def _whole(reply: WireReply, told: Iterable[Piece], fault: Fault | None) -> tuple[bytes, int]:
    """The body of a plain reply, and how many pieces of it followed each other."""
    pieces = list(told)
    if isinstance(fault, EarlyEnd):
        pieces = pieces[: fault.after_tokens]
    said = min(len(pieces), reply.limited.in_a_row)
    return reply.whole(pieces, finished=not isinstance(fault, EarlyEnd)), said
