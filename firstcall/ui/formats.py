"""How amounts and times are written on a page."""

from __future__ import annotations

from decimal import Decimal

from firstcall.ledger.prices import dollars


def markdown(usd: Decimal | None) -> str:
    """An amount for Markdown, where a bare dollar sign starts mathematics."""
    return dollars(usd).replace("$", "\\$")


def seconds(value: float | None) -> str:
    """`430 ms`, `2.1 s`, or a dash for a time that was not measured."""
    if value is None:
        return "—"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
