"""What calls add up to: tokens, money, how many of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from firstcall.calls import Mode, Record, Usage


class Line(NamedTuple):
    """What adding up needs of a call: of many old ones no more is read. The rest is as in `Record`."""

    id: int
    step: str
    provider: str
    server: str
    model: str
    mode: Mode
    usage: Usage | None
    usd: Decimal | None
    seconds: float
    error: str | None
    cut_off: bool = False

    @classmethod
    def of(cls, record: Record) -> Line:
        """The line of a call in the ledger."""
        return cls(
            record.id or 0, record.step, record.provider, record.server, record.model, record.mode,
            record.usage, record.usd, record.seconds, record.error, record.cut_off,
        )  # fmt: skip


Counted = Record | Line


@dataclass(frozen=True, slots=True)
class Totals:
    """Several calls added up. `usd` is the sum of the known prices, `None` when there are only unknown
    ones; `unpriced` counts the calls without a price, a failed call that used nothing not among them. Calls that
    were `cut_off` stand in `usd` with the most they can have cost."""

    usage: Usage
    usd: Decimal | None
    calls: int
    failed: int
    unpriced: int
    cut_off: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """Calls added up with `+`. `usd` is what is known; `priced` counts the calls that have a price, `charged` those
    whose price is not 0, `counted` those whose tokens were counted. The rest is as in `Totals`."""

    usage: Usage = field(default_factory=Usage)
    usd: Decimal = Decimal(0)
    calls: int = 0
    failed: int = 0
    priced: int = 0
    charged: int = 0
    unpriced: int = 0
    counted: int = 0
    cut_off: int = 0

    @classmethod
    def of(cls, calls: Sequence[Counted]) -> Sum:
        """These calls together."""
        prices = [call.usd for call in calls if call.usd is not None]
        usages = [call.usage for call in calls if call.usage is not None]
        return cls(
            usage=sum(usages, Usage()),
            usd=sum(prices, Decimal(0)),
            calls=len(calls),
            failed=sum(call.error is not None for call in calls),
            priced=len(prices),
            charged=sum(map(bool, prices)),
            unpriced=sum(map(is_unpriced, calls)),
            counted=len(usages),
            cut_off=sum(call.cut_off for call in calls),
        )

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.usage + other.usage,
            self.usd + other.usd,
            self.calls + other.calls,
            self.failed + other.failed,
            self.priced + other.priced,
            self.charged + other.charged,
            self.unpriced + other.unpriced,
            self.counted + other.counted,
            self.cut_off + other.cut_off,
        )

    @property
    def totals(self) -> Totals:
        usd = None if self.unpriced and not self.priced else self.usd
        return Totals(self.usage, usd, self.calls, self.failed, self.unpriced, self.cut_off)


def is_unpriced(call: Counted) -> bool:
    """Whether a call probably cost something that nobody can tell: no price, or no count of tokens."""
    return call.usd is None and (call.error is None or call.usage is not None)
