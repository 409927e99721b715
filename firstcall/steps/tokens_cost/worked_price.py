"""A price worked out: tokens of each kind times their rate; the same call on every model; a projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from firstcall import models, providers
from firstcall.calls import STANDARD, Usage
from firstcall.ledger.prices import BATCH, price_of

MILLION = Decimal(1_000_000)
TIERS = (STANDARD, BATCH, "flex", "priority", "fast")
"""Anthropic's and OpenAI's words for the ways in which a call is served, as they stand in a reply."""
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
    this size of prompt and this tier: some models cost more above 100,000 or 272,000 prompt tokens.
    """
    at = at or datetime.now(UTC)
    if price_of(provider, model, usage, at) is None:
        return None
    plain = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    for_an_hour = usage.cache_write_1h_tokens
    for_minutes = usage.cache_write_tokens - for_an_hour
    visible = usage.output_tokens - usage.reasoning_tokens
    found = (
        ("Input", plain, _rate(provider, model, usage, at, "input")),
        ("Cached input", usage.cached_tokens, _rate(provider, model, usage, at, "cached")),
        ("Written to the cache", for_minutes, _rate(provider, model, usage, at, "cache_write")),
        (
            "Written to the cache for an hour",
            for_an_hour,
            _rate(provider, model, usage, at, "cache_write_1h"),
        ),
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
        "cache_write_1h": Usage(input_tokens=size, cache_write_tokens=size, cache_write_1h_tokens=size),
        "output": Usage(input_tokens=size, output_tokens=1_000),
    }[kind]
    price = price_of(provider, model, replace(alone, tier=usage.tier), at)
    assert price is not None
    usd, tokens = (price.output_usd, 1_000) if kind == "output" else (price.input_usd, size)
    return tidy(usd * MILLION / tokens)


def tidy(rate: Decimal) -> Decimal:
    """A rate without the trailing zeros of a division: `2.50`, `0.125`."""
    cents = rate.quantize(Decimal("0.01"))
    return cents if cents == rate else rate.normalize()


def total(bill: tuple[Part, ...]) -> Decimal:
    """What the lines of a bill come to."""
    return sum((part.usd for part in bill), Decimal(0))


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What the same tokens cost where they are served in one of these `ways`: a tier, or `for_minutes` or
    `for_an_hour`, which is how long what is written to the cache stays there."""

    ways: tuple[str, ...]
    usd: Decimal


def otherwise(provider: str, model: str, usage: Usage, at: datetime | None = None) -> tuple[Otherwise, ...]:
    """The price of the same tokens in every way for which the model has one, the cheapest first. The tier in
    which they were served is among them."""
    ways = {tier: replace(usage, tier=tier) for tier in TIERS}
    if usage.cache_write_1h_tokens:
        ways["for_minutes"] = replace(usage, cache_write_1h_tokens=0)
    else:
        ways["for_an_hour"] = replace(usage, cache_write_1h_tokens=usage.cache_write_tokens)
    prices = {way: price_of(provider, model, one, at) for way, one in ways.items()}
    by_usd: dict[Decimal, list[str]] = {}
    for way, price in prices.items():
        if price and (way in TIERS or price != price_of(provider, model, usage, at)):
            by_usd.setdefault(price.total_usd, []).append(way)
    return tuple(Otherwise(tuple(by_usd[usd]), usd) for usd in sorted(by_usd))


def on_every_model(usage: Usage, today: date | None = None) -> tuple[Priced, ...]:
    """These tokens priced on every model that can be called from here and still answers, at its usual tier, the
    cheapest first and those without a price last. Another model would count the same text a little differently."""
    usage = replace(usage, tier=STANDARD)
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
