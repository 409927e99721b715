"""The door that every request with a body comes through: a place, the body, the key, the next fault of the script.

A wire has a door with its own words. What is asked of the model is composed apart from the event loop, unless it is
at hand, and then told at the learner's pace; what needs no model is answered in one piece.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from firstcall.practice.answering import Timing, WireReply, strike_first, tell
from firstcall.practice.exchange import Exchange
from firstcall.practice.faults import Fault, Status
from firstcall.practice.learners import Learners
from firstcall.practice.model.network import spoken_by
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal
from firstcall.practice.small_model.host import HEADER
from firstcall.practice.small_model.voice import Voice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Door:
    """A wire's words: `authenticate` gives the key or raises `Refusal`, `busy` is said where there is no place,
    `check_type` raises `Refusal` for a body that is not called JSON, `status_error` is the error answer of a script.
    `count` tells in the headers of the answer how many requests are left of `requests_per_minute`, or of the number
    that the learner has set, and raises `Refusal` for one that came too early."""

    authenticate: Callable[[Exchange], str]
    busy: Callable[[], Refusal]
    check_type: Callable[[Exchange, bytes], None]
    status_error: Callable[[Status, Exchange], Refusal]
    requests_per_minute: int
    count: Callable[[Exchange, Rate], None]

    async def reply(
        self, learners: Learners, exchange: Exchange, compose: Callable[[str, bytes], WireReply]
    ) -> None:
        """Tells the reply that is composed of the learner's key and the body."""
        with learners.work.place(exchange) as free:
            key, body = await self._entered(learners, exchange, free)
            self._count(learners, exchange, key)
            fault = learners.next_fault(key)
            timing = Timing.now(learners.pace_of(key), fault)
            if await self._struck(exchange, fault):
                return
            job = partial(compose, key, body)
            del body  # a long prompt is not kept while its reply is told
            voice = learners.voice_of(key)
            if voice is None:
                reply = await learners.work.soon(exchange, job)
                del job
                await tell(exchange, learners.work, reply, timing, fault)
            else:
                with closing(voice):
                    await self._spoken(learners, exchange, voice, job, timing, fault)

    async def _spoken(
        self,
        learners: Learners,
        exchange: Exchange,
        voice: Voice,
        compose: Callable[[], WireReply],
        timing: Timing,
        fault: Fault | None,
    ) -> None:
        """Tells a reply in the words of the small model, where it can say it."""
        work = learners.work
        reply = await work.apart(exchange, partial(spoken_by, voice, compose))
        if voice.speaks:
            await work.beside(exchange, voice.prepare)
            exchange.told = {**exchange.told, HEADER: learners.host.check()}
            timing = timing.unpaced(fault)
        await tell(exchange, work, reply, timing, fault, waits=voice.speaks)

    async def answer(
        self,
        learners: Learners,
        exchange: Exchange,
        make: Callable[[str, bytes], T],
        send: Callable[[Exchange, T], Awaitable[None]],
        *,
        scripted: bool = False,
        form: bool = False,
    ) -> None:
        """Sends what is made of the learner's key and the body; where it is `scripted`, counted among the learner's
        requests, after the next fault and at the learner's pace. A `form` need not be called JSON."""
        with learners.work.place(exchange) as free:
            key, body = await self._entered(learners, exchange, free, form=form)
            if scripted:
                self._count(learners, exchange, key)
            fault = learners.next_fault(key) if scripted else None
            timing = Timing.now(learners.pace_of(key), fault)
            if await self._struck(exchange, fault):
                return
            job, voice = partial(make, key, body), learners.voice_of(key)
            if voice is None:
                # thousands of texts may be wanted as vectors, which no short question has to wait for
                made = await learners.work.apart(exchange, job, long=not exchange.is_small)
            else:
                made = await learners.work.beside(exchange, partial(spoken_by, voice, job))
            if scripted:
                await exchange.wait_until(timing.due(0))
            await send(exchange, made)

    async def _entered(
        self, learners: Learners, exchange: Exchange, free: bool, *, form: bool = False
    ) -> tuple[str, bytes]:
        body = await exchange.body(keep=free)
        await learners.work.turn()  # a room asks in one moment
        key = self.authenticate(exchange)
        if not free:
            raise self.busy()
        if not form:
            self.check_type(exchange, body)
        return key, body

    def _count(self, learners: Learners, exchange: Exchange, key: str) -> None:
        place = (exchange.scope.get("root_path", ""), exchange.client)
        self.count(exchange, learners.rate(key, place, self.requests_per_minute))

    async def _struck(self, exchange: Exchange, fault: Fault | None) -> bool:
        """Whether a fault has ended the exchange before there is anything to say."""
        if isinstance(fault, Status):
            raise self.status_error(fault, exchange)
        return await strike_first(exchange, fault)
