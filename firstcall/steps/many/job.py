"""A job: all reviews labelled within one limit, and what is measured of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.steps.many.lesson import Limit

TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Span:
    """One request: of which call (from 0), when it left, in seconds after the first of the job, and how long it took.

    `left` is what its answer says is left of the rate limit, `None` where it says nothing.
    """

    call: int
    start: float
    seconds: float
    status: int | None
    left: int | None

    @property
    def refused(self) -> bool:
        return self.status == TOO_MANY


def counted(spans: Sequence[Span], a_minute: int, together: int) -> list[tuple[float, int]]:
    """How many requests are left after each of these, as somebody counts who knows the limit: so many that may come in one
    moment, filled again at so many a minute. What was refused took none."""
    left, before, found = float(together), 0.0, list[tuple[float, int]]()
    for span in sorted(spans, key=lambda one: one.start):
        left = min(together, left + (span.start - before) * a_minute / 60)
        before = span.start
        if not span.refused:
            left = max(0.0, left - 1)
        found.append((span.start, int(left)))
    return found


@dataclass(frozen=True, slots=True)
class Job:
    """`handle` says which provider did it, in which way."""

    limit: Limit
    handle: str
    batch: Batch

    @property
    def label(self) -> str:
        return self.limit.label

    @property
    def spans(self) -> list[Span]:
        """Its requests as far as they have been answered, call by call."""
        return [
            span
            for place, (_, run) in enumerate(self.batch.made)
            if run is not None
            for span in spans_of(run, place, self.began)
        ]

    @property
    def began(self) -> float:
        """When its first request left: before that an SDK may have been loaded, which is no part of the job."""
        left = [run.recorder.exchanges[0].started for run in self.batch.runs if run.recorder.exchanges]
        return min(left, default=self.batch.begun)

    @property
    def seconds(self) -> float:
        """From its first request to the end of its last call, so far."""
        return max((run.started + run.elapsed - self.began for run in self.batch.runs), default=0.0)

    @property
    def refused(self) -> int:
        """Requests that met the rate limit."""
        return sum(span.refused for span in self.spans)

    @property
    def lost(self) -> int:
        """Calls that brought nothing."""
        return sum(run.failure is not None for run in self.batch.runs)

    @property
    def usd(self) -> Decimal | None:
        """The price of what came, `None` where one has no price."""
        priced = [
            run.record.usd for run in self.batch.runs if run.record is not None and run.reply is not None
        ]
        known = [usd for usd in priced if usd is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(priced) else None


def spans_of(run: Run, place: int, began: float) -> Iterator[Span]:
    """The requests of one call, those that the SDK sent again by itself too."""
    for exchange in list(run.recorder.exchanges):
        if exchange.end_seconds is None and not run.finished:
            continue
        took = exchange.end_seconds or exchange.headers_seconds or 0.0
        said = dict(exchange.response_headers).get(run.provider.many.left, "")
        yield Span(
            place, exchange.started - began, took, exchange.status, int(said) if said.isdecimal() else None
        )


def most_at_once(runs: list[Run]) -> int:
    """How many of these calls were on their way in one moment, at most."""
    moments = sorted(
        [(run.started, 1) for run in runs] + [(run.started + (run.seconds or 0.0), -1) for run in runs]
    )
    most = on_their_way = 0
    for _, change in moments:
        on_their_way += change
        most = max(most, on_their_way)
    return most
