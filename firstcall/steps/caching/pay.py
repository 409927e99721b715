"""When a cache pays: what so many calls cost with it and without, at the model's prices on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from firstcall.calls import Usage
from firstcall.ledger.prices import price_of

PLAIN, MINUTES, HOUR, MISSED = "plain", "minutes", "hour", "missed"


@dataclass(frozen=True, slots=True)
class Task:
    """Calls that are alike: so many tokens at the beginning that could be kept, so many others, so many written back;
    `writes` says that newly kept tokens have a price of their own, `an_hour` that they can be kept for an hour."""

    provider: str
    model: str
    kept: int
    others: int
    output: int
    at: datetime
    writes: bool = False
    an_hour: bool = False

    def usd(self, *, written: bool = False, hour: bool = False, read: bool = False) -> Decimal | None:
        """The price of one call whose beginning is newly kept, or read, or neither."""
        usage = Usage(
            input_tokens=self.kept + self.others,
            output_tokens=self.output,
            cached_tokens=self.kept if read else 0,
            cache_write_tokens=self.kept if written and self.writes else 0,
            cache_write_1h_tokens=self.kept if written and hour else 0,
        )
        price = price_of(self.provider, self.model, usage, self.at)
        return price.total_usd if price else None


@dataclass(frozen=True, slots=True)
class Curve:
    """What the first call costs, the first two, and so on, in US dollars."""

    id: str
    usd: tuple[Decimal, ...]


def curves(task: Task, calls: int) -> tuple[Curve, ...]:
    """Without a cache, with it, kept for an hour where that can be asked for, and missed each time; none without a price."""
    plain, read = task.usd(), task.usd(read=True)
    written, for_an_hour = task.usd(written=True), task.usd(written=True, hour=True)
    if plain is None or read is None or written is None:
        return ()
    found = [_curve(PLAIN, plain, plain, calls), _curve(MINUTES, written, read, calls)]
    if task.an_hour and for_an_hour is not None:
        found.append(_curve(HOUR, for_an_hour, read, calls))
    if written > plain:
        found.append(_curve(MISSED, written, written, calls))
    return tuple(found)


def _curve(id: str, first: Decimal, next: Decimal, calls: int) -> Curve:
    return Curve(id, tuple(first + next * number for number in range(calls)))


def pays_from(curve: Curve, plain: Curve) -> int | None:
    """The number of calls from which on a curve lies below the one without a cache, `None` where it never does."""
    pairs = zip(curve.usd, plain.usd, strict=True)
    return next((number for number, (with_it, without) in enumerate(pairs, 1) if with_it < without), None)


def named(found: Sequence[Curve], id: str) -> Curve | None:
    """The curve of this id, where there is one."""
    return next((curve for curve in found if curve.id == id), None)
