"""What tokens cost: the prices of `genai-prices`, bundled with that package, so no network is used.

Says what a call cost and how an amount of money is written. Where no price is known it says
`None`, shown as "no price". What a model accepts is in `models`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, Context, Decimal
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from firstcall import models
from firstcall.calls import STANDARD, Usage
from firstcall.ledger import WORDS

BATCH = "batch"
"""The tier of a call in a batch: OpenAI's reply calls it standard, Anthropic's says so."""

_SMALL_PROMPT = 1_000
_PER_MILLION = 1_000_000
_TEN_CENTS = Decimal("0.1")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Price:
    """What one call cost. `input_usd` covers the whole prompt, cached and newly cached tokens included."""

    input_usd: Decimal
    output_usd: Decimal
    total_usd: Decimal


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars for a million tokens of each kind, at a small prompt: some models cost more above
    100,000 or 272,000 prompt tokens. Where a kind has no price of its own, it costs what input costs."""

    input_usd: Decimal
    cached_usd: Decimal
    cache_write_usd: Decimal
    output_usd: Decimal


def price_of(provider: str, model: str, usage: Usage, at: datetime | None = None) -> Price | None:
    """The price of a usage at a moment (now, unless told; a naive time is UTC).

    `None` where genai-prices knows no such provider or model, or no price of it for the usage's tier, or where
    the counts contradict each other (more cached tokens than prompt tokens). What runs on a machine of the
    learner's own costs nothing.
    """
    if costs_nothing(provider):
        return Price(_NOTHING, _NOTHING, _NOTHING)
    try:
        found = _found(provider, model, usage, at)
    except (LookupError, ValueError):
        return None
    if usage.tier != STANDARD and not _has_tier(found.model, usage.tier, at or datetime.now(UTC)):
        return None  # the package would tell the standard price
    return Price(found.input_price, found.output_price, found.total_price)


def _found(provider: str, model: str, usage: Usage, at: datetime | None = None) -> Any:
    """What genai-prices makes of a usage. Raises `LookupError` for what it does not know, and for a provider that it
    takes for another one: for each whose name has "openai" in it, it would tell OpenAI's prices."""
    import genai_prices

    found = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=usage.input_tokens,
            cache_read_tokens=usage.cached_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            cache_write_1h_tokens=usage.cache_write_1h_tokens,
            output_tokens=usage.output_tokens,
        ),
        model,
        provider_id=provider,
        genai_request_timestamp=at,
        price_context=_context(usage.tier),
    )
    if found.provider.id != provider:
        raise LookupError(f"no prices of {provider}")
    return found


def _context(tier: str) -> dict[str, str]:
    """What genai-prices wants to be told of a tier. It knows batches by how they were submitted, and the same
    word as a service tier at one provider and as a speed at another."""
    return {"processing": tier} if tier == BATCH else {"service_tier": tier, "speed": tier}


def _has_tier(model: Any, tier: str, at: datetime) -> bool:
    return any(
        variant.when.items() <= _context(tier).items()
        and (variant.constraint is None or variant.constraint.active(at))
        for variant in model.price_variants or ()
    )


def rates(provider: str, model: str, on: date | None = None) -> Rates | None:
    """The model's price list on a day (today, unless told), `None` where there is none."""
    return _rates(provider, model, on or datetime.now(UTC).date())


@lru_cache(maxsize=512)
def _rates(provider: str, model: str, on: date) -> Rates | None:
    noon = datetime.combine(on, time(12), UTC)
    prices = [
        price_of(provider, model, usage, noon)
        for usage in (
            Usage(input_tokens=_SMALL_PROMPT),
            Usage(input_tokens=_SMALL_PROMPT, cached_tokens=_SMALL_PROMPT),
            Usage(input_tokens=_SMALL_PROMPT, cache_write_tokens=_SMALL_PROMPT),
            Usage(output_tokens=_SMALL_PROMPT),
        )
    ]
    known = [price.total_usd * _PER_MILLION / _SMALL_PROMPT for price in prices if price is not None]
    return Rates(*known) if len(known) == len(prices) else None


def costs_nothing(provider: str) -> bool:
    """Whether a provider's models run on a machine of the learner's own."""
    vendor = models.vendors().get(provider)
    return vendor is not None and vendor.at_home


@dataclass(frozen=True, slots=True)
class Change:
    """What a model costs from a day on (UTC)."""

    on: date
    rates: Rates


def changes(provider: str, model: str, after: date | None = None) -> tuple[Change, ...]:
    """The changes of a model's prices that are announced for the days after this one (today, unless told), in order."""
    return _changes(provider, model, after or datetime.now(UTC).date())


@lru_cache(maxsize=512)
def _changes(provider: str, model: str, after: date) -> tuple[Change, ...]:
    try:
        listed = _found(provider, model, Usage()).model.prices
    except LookupError:
        return ()
    dated = (
        [getattr(one.constraint, "start_date", None) for one in listed] if isinstance(listed, list) else []
    )
    found = []
    for day in sorted(day for day in dated if day and day > after):
        before, then = rates(provider, model, day - timedelta(days=1)), rates(provider, model, day)
        if then and then != before:
            found.append(Change(day, then))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Long:
    """What a million tokens cost, of the prompt and of the reply, where the prompt has more than so many `tokens`."""

    tokens: int
    input_usd: Decimal
    output_usd: Decimal


def long_prompts(
    provider: str, model: str, tier: str = STANDARD, at: datetime | None = None
) -> tuple[Long, ...]:
    """The sizes of prompt above which every token of a call costs something else, the smallest first."""
    try:
        listed = _found(provider, model, Usage(tier=tier), at).model_price
    except LookupError:
        return ()
    tiers = [getattr(price, "tiers", ()) for price in (listed.input_mtok, listed.output_mtok)]
    found = []
    for tokens in sorted({one.start for several in tiers for one in several}):
        many = Usage(input_tokens=tokens + 1, output_tokens=_PER_MILLION, tier=tier)
        if price := price_of(provider, model, many, at):
            input_usd = price.input_usd * _PER_MILLION / many.input_tokens
            found.append(Long(tokens, input_usd.normalize(), price.output_usd.normalize()))
    return tuple(found)


@cache
def source() -> str:
    """Where the prices come from, for display. The bundled data carries no date, only a version."""
    return f"genai-prices {version('genai-prices')}"


def money(usd: Decimal | None) -> str:
    """An amount as people say it: `$1.25` from ten cents up, `1.4 cents` and `0.0061 cents` below, two figures
    of it; `$0`, `no price`. This is the one way of rounding; a sum worked out in dollars is written in full.
    """
    if usd is None:
        return "no price"
    if usd == 0:
        return "$0"
    if abs(usd) >= _TEN_CENTS:
        return f"${usd:,.2f}"
    cents = Context(prec=2).plus(usd * 100).normalize()
    return WORDS.line("cents", amount=f"{cents:f}", n=1 if cents == 1 else 2)


def buys(usd: Decimal | None) -> str:
    """How many calls of this price one dollar pays, in three figures: `16,500`; empty where it is not one."""
    if not usd or usd > 1:
        return ""
    return f"{Context(prec=3, rounding=ROUND_DOWN).plus(Decimal(int(1 / usd))):,f}"
