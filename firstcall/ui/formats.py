"""How amounts and times are written on a page. Amounts are rounded in `ledger.prices.money` alone."""

from __future__ import annotations

from decimal import Decimal

from firstcall import models
from firstcall.calls import STANDARD, Record
from firstcall.ledger.prices import buys, money
from firstcall.ui import WORDS


def markdown(usd: Decimal | None) -> str:
    """An amount for Markdown, where a bare dollar sign starts mathematics."""
    return money(usd).replace("$", "\\$")


def spent(record: Record) -> str:
    """What a call cost, in Markdown. A practice call spent nothing: its price is what a key would pay.

    `\\$0 spent; with a key: 0.0061 cents; 1 dollar buys 16,500 of these`
    """
    parts = [spent_briefly(record)]
    if many := buys(record.usd):
        parts.append(WORDS.line("money/buys", many=many))
    return "; ".join(parts)


def spent_briefly(record: Record) -> str:
    """The same without what a dollar buys, for a line that holds more."""
    if record.server:
        return WORDS.line("money/elsewhere")
    if models.vendor(record.provider).at_home:
        return WORDS.line("money/at_home")
    if record.mode == "practice" and record.usd is None:
        return WORDS.line("money/practice_no_price")
    amount = markdown(record.usd)
    if record.estimated and record.usd is not None:
        amount = WORDS.line("facts/about", value=amount)
    return WORDS.line(f"money/{record.mode}", usd=f"{amount}{tier(record)}")


def tier(record: Record) -> str:
    """The tier behind an amount, where it is not the usual one: ` (flex)`. Prices follow it."""
    served = record.usage.tier if record.usage else STANDARD
    return "" if served == STANDARD else f" {WORDS.line('money/tier', tier=served)}"


def seconds(value: float | None) -> str:
    """`430 ms`, `2.1 s`, or a dash for a time that was not measured."""
    if value is None:
        return "—"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
