"""A price worked out: tokens of each kind times their rate; the same call on every model; a projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from firstcall import models, providers
from firstcall.calls import Usage
from firstcall.ledger.prices import price_of

MILLION = Decimal(1_000_000)
DAYS: Mapping[str, int] = {"day": 1, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a bill: so many tokens of one kind, at US dollars for a million of them."""

    kind: str
    tokens: int
    usd_per_million: Decimal
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Priced:
    """What a call would cost on a model of the catalogue; `usd` is `None` where no price is known."""

    model: models.Model
    usd: Decimal | None


def parts(provider: str, model: str, usage: Usage, at: datetime | None = None) -> tuple[Part, ...] | None:
    """The lines whose amounts add up to the price of a call; `None` where no price is known.

    Input and output are always there, the other kinds when they have tokens. Rates are the ones at
    this size of prompt: some models cost more above 100,000 or 272,000 prompt tokens.
    """
    at = at or datetime.now(UTC)
    if price_of(provider, model, usage, at) is None:
        return None
    plain = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    visible = usage.output_tokens - usage.reasoning_tokens
    found = (
        ("Input", plain, _rate(provider, model, usage, at, "input")),
        ("Cached input", usage.cached_tokens, _rate(provider, model, usage, at, "cached")),
        ("Written to the cache", usage.cache_write_tokens, _rate(provider, model, usage, at, "cache_write")),
        ("Output, the reply", visible, _rate(provider, model, usage, at, "output")),
        ("Output, thinking", usage.reasoning_tokens, _rate(provider, model, usage, at, "output")),
    )
    always = ("Input", "Output, the reply")
    return tuple(
        Part(kind, tokens, rate, tokens * rate / MILLION)
        for kind, tokens, rate in found
        if tokens or kind in always
    )


def _rate(provider: str, model: str, usage: Usage, at: datetime, kind: str) -> Decimal:
    """US dollars for a million tokens of a kind, at this size of prompt: the price of a call that has
    nothing but that kind, divided."""
    size = max(usage.input_tokens, 1)
    alone = {
        "input": Usage(input_tokens=size),
        "cached": Usage(input_tokens=size, cached_tokens=size),
        "cache_write": Usage(input_tokens=size, cache_write_tokens=size),
        "output": Usage(input_tokens=size, output_tokens=1_000),
    }[kind]
    price = price_of(provider, model, alone, at)
    assert price is not None
    usd, tokens = (price.output_usd, 1_000) if kind == "output" else (price.input_usd, size)
    return _tidy(usd * MILLION / tokens)


def _tidy(rate: Decimal) -> Decimal:
    """A rate without the trailing zeros of a division: `2.50`, `0.125`."""
    cents = rate.quantize(Decimal("0.01"))
    return cents if cents == rate else rate.normalize()


def total(bill: tuple[Part, ...]) -> Decimal:
    """What the lines of a bill come to."""
    return sum((part.usd for part in bill), Decimal(0))


def on_every_model(usage: Usage, today: date | None = None) -> tuple[Priced, ...]:
    """These tokens priced on every model that can be called from here and still answers, the cheapest first
    and those without a price last. Another model would count the same text a little differently."""
    day = today or datetime.now(UTC).date()
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = []
    for model in models.every():
        if model.provider in providers.every() and not model.retired(day):
            price = price_of(model.provider, model.id, usage, at)
            found.append(Priced(model, price.total_usd if price else None))
    return tuple(sorted(found, key=lambda priced: (priced.usd is None, priced.usd or 0, priced.model.id)))


def projected(usd: Decimal, times_a_day: int) -> dict[str, Decimal]:
    """What a call costs when it is made so often, by day, month (30 days) and year (365)."""
    return {name: usd * times_a_day * days for name, days in DAYS.items()}
