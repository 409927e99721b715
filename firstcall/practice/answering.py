"""Tells a reply over the wire, at its pace and with the fault that was asked for, in any protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count, islice
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
_SHORT_TURNS = 8
"""A stream that waits for nothing looks after so many turns whether its client is still there."""
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
    whether it was asked for as a stream, `fresh_tokens` how much of its prompt was read from no cache.
    """

    thinking: int
    fresh_tokens: int
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

    def reading(self, tokens: int, fault: Fault | None) -> Timing:
        """For a prompt of which so many tokens have to be read; a first token that is slow on purpose comes when it is
        meant to."""
        return self if isinstance(fault, Slow) else replace(self, pace=self.pace.reading(tokens))

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
    timing = timing.reading(reply.fresh_tokens, fault)
    if reply.streams:
        await _stream(exchange, work, reply, timing, fault, waits=waits)
    else:
        do, at_hand = work.beside if waits else work.apart, exchange.is_small and not waits
        await _plain(exchange, do, reply, timing, fault, at_hand=at_hand)


async def _stream(
    exchange: Exchange,
    work: Work,
    reply: WireReply,
    timing: Timing,
    fault: Fault | None,
    *,
    waits: bool,
) -> None:
    """The reply as events, each of them a chunk of its own."""
    strike = fault if isinstance(fault, MidReply) else None
    await exchange.start(200, reply.headers)
    events = _events(reply, timing, strike)
    await (_send_as_they_come if waits else _send)(exchange, work, events)
    if strike is not None:
        return await _strike(exchange, reply, strike)
    await exchange.finish()


def _events(reply: WireReply, timing: Timing, strike: MidReply | None) -> Iterator[tuple[float, bytes]]:
    """When each event is due, and the event, up to the fault; a piece is decided on when its event is taken."""
    for event in reply.opening():
        yield timing.due(0), event
    due = timing.due(reply.thinking)
    for event in reply.thought():
        yield due, event
    for sent, piece in enumerate(reply.limited):
        if strike is not None and sent == strike.after_tokens:
            return
        due = timing.due(reply.thinking + reply.limited.in_a_row - 1)
        yield due, reply.delta(piece)
    if strike is None:
        for event in reply.closing():
            yield due, event


async def _send(exchange: Exchange, work: Work, events: Iterator[tuple[float, bytes]]) -> None:
    """Sends events when they are due, the first one alone; of those that are late a few are made and sent in one turn of
    the loop. Nothing else is made ahead of the reader."""
    clock, late, most = asyncio.get_running_loop().time, _Late(events), 1
    for turn in count():
        if late.due is None:
            return
        if late.due > clock():
            await exchange.wait_until(late.due)
            await work.turn()  # many may have waited for the same moment
        elif turn:
            await work.round()
        if turn == _SHORT_TURNS:
            exchange.watch()  # a shorter stream is over before its client hangs up
        # made before they are sent: one after the other without a pause they wake their reader once
        await exchange.write(list(late.by(clock(), most)))
        most = _MOST_TOGETHER


class _Late:
    """Hands out events that are due; `due` is the moment of the next one, `None` after the last."""

    def __init__(self, events: Iterator[tuple[float, bytes]]) -> None:
        self._events = events
        self.due: float | None = None
        self._go_on()

    def by(self, moment: float, most: int) -> Iterator[bytes]:
        """At most so many of those that are due by then."""
        for _ in range(most):
            if self.due is None or self.due > moment:
                return
            yield self._event
            self._go_on()

    def _go_on(self) -> None:
        self.due, self._event = next(self._events, (None, b""))


async def _send_as_they_come(exchange: Exchange, work: Work, events: Iterator[tuple[float, bytes]]) -> None:
    """Sends events that are made in a thread of their own, because each may be waited for."""
    async for due, event in from_a_thread(exchange, events):
        await exchange.wait_until(due)
        await work.turn()
        await exchange.write((event,))


async def _strike(exchange: Exchange, reply: WireReply, fault: MidReply) -> None:
    match fault:
        case Drop():
            await exchange.cut()
        case BrokenJson():
            await exchange.write((reply.broken_event(),))
        case ErrorEvent(type=type):
            await exchange.write((reply.error_event(type),))
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
            await exchange.write((half,))
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
