"""A batch handed in to a provider: sent, looked at until it has ended, its answers fetched, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from firstcall.calls import Failure, Record
from firstcall.ledger import entries, prices
from firstcall.providers import Access, Answered, Ask, Look, Provider
from firstcall.running import logs
from firstcall.running.wire import Recorder

LOOK_SECONDS = 1.0
"""How often the batch is looked at. A real one takes minutes to hours, and is looked at once a minute."""


class HandedIn:
    """One batch on its way, always to the practice server. Read its attributes from any thread.

    `look` is the batch as it was seen last, `answers` are there once it has `finished`, `failure` says why they are not.
    `record` is called in the batch's thread with the row of each answer.
    """

    def __init__(
        self,
        provider: Provider,
        access: Access,
        asks: Sequence[Ask],
        *,
        step: str,
        record: Callable[[Record], Any],
    ) -> None:
        self.provider, self.asks, self.step = provider, tuple(asks), step
        self.recorder = Recorder(secrets=(access.key,), ours=True)
        self.look: Look | None = None
        self.answers: tuple[Answered, ...] = ()
        self.failure: Failure | None = None
        self.stopped = False
        self.seconds: float | None = None
        self.usd: Decimal | None = None
        self._access, self._record = access, record
        self._started = time.perf_counter()
        self._stopping, self._finished = threading.Event(), threading.Event()
        threading.Thread(target=self._work, name=f"handed-in-{provider.id}", daemon=True).start()

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is finished, at most so long; says whether it is."""
        return self._finished.wait(seconds)

    def stop(self) -> None:
        """Look at it no more. The batch itself goes on."""
        self.stopped = not self.finished
        self._stopping.set()

    def _work(self) -> None:
        try:
            self._go_through()
        except Exception as error:
            cleaned = self.recorder.secrets.cleaned(error)
            self.failure = self.recorder.told(self.provider.calling.explain(cleaned, self.recorder.travelled))
        finally:
            self.seconds = time.perf_counter() - self._started
            self._finished.set()

    def _go_through(self) -> None:
        batches, calling = self.provider.many.batches, self.provider.calling
        assert batches is not None, f"{self.provider.id} has no batches"
        http_client = self.recorder.around(calling.http_client)
        with (
            calling.connect(self._access, self.asks[0].call, http_client) as client,
            logs.without(self.recorder.secrets, self.provider.sdk.package),
        ):
            self.look = batches.hand_in(client, self.asks)
            while not self.look.ended and not self._stopping.wait(LOOK_SECONDS):
                self.look = batches.look(client, self.look.id)
            if self.look.ended:
                self.answers = tuple(batches.answers(client, self.look.id))
                self._write_down()

    def _write_down(self) -> None:
        rows = [self._row(answer) for answer in self.answers if answer.usage is not None]
        for row in rows:
            self._record(row)
        known = [row.usd for row in rows if row.usd is not None]
        self.usd = sum(known, Decimal(0)) if len(known) == len(rows) else None

    def _row(self, answer: Answered) -> Record:
        """An answer as the ledger has it: at the price of a batch."""
        call = next(ask.call for ask in self.asks if ask.name == answer.name)
        assert answer.usage is not None
        usage, at = replace(answer.usage, tier=prices.BATCH), datetime.now(UTC)
        price = prices.price_of(self.provider.id, call.model, usage, at)
        return Record(
            at=at, step=self.step, provider=self.provider.id, model=call.model, mode="practice",
            parameters=entries.parameters_of(call.arguments), usage=usage, usd=price.total_usd if price else None,
            seconds=time.perf_counter() - self._started, first_token_seconds=None, stop_reason=answer.stop_reason, error=None,
        )  # fmt: skip
