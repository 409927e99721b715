from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from firstcall import models
from firstcall.calls import Usage
from firstcall.ledger.prices import (
    Change,
    Long,
    Price,
    Rates,
    buys,
    changes,
    long_prompts,
    money,
    price_of,
    rates,
    source,
)

CLAUDE_USAGE = Usage(input_tokens=5500, output_tokens=300, cached_tokens=4000, cache_write_tokens=500)
GPT_USAGE = Usage(input_tokens=2006, output_tokens=300, cached_tokens=1920)


@pytest.mark.parametrize(
    ("model", "input_usd", "output_usd", "total_usd"),
    [
        ("claude-sonnet-5", "0.00405", "0.003", "0.00705"),
        ("claude-haiku-4-5", "0.002025", "0.0015", "0.003525"),
        ("claude-haiku-5-5", "0.0002025", "0.00015", "0.0003525"),
    ],
)
def test_cached_and_newly_cached_claude_tokens_have_their_own_price(
    model: str, input_usd: str, output_usd: str, total_usd: str
) -> None:
    price = price_of("anthropic", model, CLAUDE_USAGE)
    assert price == Price(Decimal(input_usd), Decimal(output_usd), Decimal(total_usd))


THOUSANDS = {"input_tokens": 100_000, "output_tokens": 100_000}
FOR_AN_HOUR = Usage(100_000, cache_write_tokens=100_000, cache_write_1h_tokens=100_000)


@pytest.mark.parametrize(
    ("provider", "model", "usage", "usd"),
    [
        ("anthropic", "claude-sonnet-5", Usage(100_000, cache_write_tokens=100_000), "0.25"),
        ("anthropic", "claude-sonnet-5", FOR_AN_HOUR, "0.4"),
        ("anthropic", "claude-sonnet-5", replace(FOR_AN_HOUR, cache_write_1h_tokens=40_000), "0.31"),
        ("anthropic", "claude-sonnet-5", replace(FOR_AN_HOUR, tier="batch"), "0.2"),
        ("anthropic", "claude-sonnet-5", Usage(**THOUSANDS), "1.2"),
        ("anthropic", "claude-sonnet-5", Usage(**THOUSANDS, tier="batch"), "0.6"),
        ("anthropic", "claude-opus-5-5", Usage(**THOUSANDS), "2.4"),
        ("anthropic", "claude-opus-5-5", Usage(**THOUSANDS, tier="fast"), "4.8"),
        ("openai", "gpt-6-luna", Usage(**THOUSANDS), "0.06"),
        ("openai", "gpt-6-luna", Usage(**THOUSANDS, tier="flex"), "0.03"),
        ("openai", "gpt-6-luna", Usage(**THOUSANDS, tier="priority"), "0.12"),
        ("openai", "gpt-6-luna", Usage(**THOUSANDS, tier="batch"), "0.03"),
        ("openai", "gpt-6-luna", Usage(300_000, 100_000), "0.135"),
        ("openai", "gpt-6-luna", Usage(300_000, 100_000, tier="flex"), "0.0675"),
        ("openai", "gpt-4o-mini", Usage(**THOUSANDS, tier="priority"), "0.125"),
        ("google", "gemini-3.1-pro-preview", Usage(100_000), "0.2"),
        ("google", "gemini-3.1-pro-preview", Usage(300_000, tier="batch"), "0.6"),
    ],
)
def test_each_kind_of_token_in_each_tier(provider: str, model: str, usage: Usage, usd: str) -> None:
    price = price_of(provider, model, usage, datetime(2026, 11, 27, tzinfo=UTC))
    assert price is not None and price.total_usd == Decimal(usd)


@pytest.mark.parametrize(
    ("provider", "model", "tier"),
    [
        ("openai", "gpt-4o-mini", "flex"),
        ("openai", "gpt-6-luna", "scale"),
        ("anthropic", "claude-sonnet-5", "priority"),
        ("anthropic", "claude-sonnet-5", "fast"),
        ("anthropic", "claude-sonnet-5", "no_such_tier"),
    ],
)
def test_a_tier_whose_price_is_not_known_is_not_charged_as_usual(
    provider: str, model: str, tier: str
) -> None:
    assert price_of(provider, model, Usage(1000, 10, tier=tier)) is None


@pytest.mark.parametrize(
    ("provider", "model", "tier", "found"),
    [
        ("anthropic", "claude-haiku-5-5", "standard", [Long(100_000, Decimal("0.5"), Decimal("2.5"))]),
        ("openai", "gpt-6-luna", "standard", [Long(272_000, Decimal("0.2"), Decimal("0.75"))]),
        ("openai", "gpt-6-luna", "priority", [Long(272_000, Decimal("0.4"), Decimal("1.5"))]),
        ("google", "gemini-3.1-pro-preview", "standard", [Long(200_000, Decimal("4"), Decimal("18"))]),
        ("openai", "gpt-4o-mini", "standard", []),
        ("openai", "gpt-99", "standard", []),
    ],
)
def test_long_prompts_have_prices_of_their_own(
    provider: str, model: str, tier: str, found: list[Long]
) -> None:
    assert list(long_prompts(provider, model, tier, datetime(2026, 11, 27, tzinfo=UTC))) == found


@pytest.mark.parametrize(("model", "total_usd"), [("gpt-4o-mini", "0.0003369"), ("gpt-6-luna", "0.0001778")])
def test_cached_gpt_tokens_have_their_own_price(model: str, total_usd: str) -> None:
    price = price_of("openai", model, GPT_USAGE)
    assert price is not None
    assert price.total_usd == Decimal(total_usd)


def test_unknown_model_has_no_price() -> None:
    assert price_of("openai", "gpt-99", Usage(10, 10)) is None


def test_unknown_provider_has_no_price() -> None:
    assert price_of("acme", "llama3.2", Usage(10, 10)) is None


def test_a_server_that_only_speaks_a_vendors_protocol_has_none_of_its_prices() -> None:
    assert price_of("openai", "gpt-4o", Usage(10)) is not None
    assert price_of("openai_compatible", "gpt-4o", Usage(10)) is None
    assert long_prompts("openai", "gpt-6-luna") and not long_prompts("openai_compatible", "gpt-6-luna")


def test_empty_model_has_no_price() -> None:
    assert price_of("openai", "", Usage(10, 10)) is None


def test_contradicting_counts_have_no_price() -> None:
    assert price_of("anthropic", "claude-haiku-5-5", Usage(input_tokens=5, cached_tokens=9)) is None


def test_no_tokens_cost_nothing() -> None:
    price = price_of("anthropic", "claude-haiku-5-5", Usage())
    assert price is not None
    assert price.total_usd == 0


def test_a_large_prompt_costs_five_times_as_much_a_token_on_haiku() -> None:
    price = price_of("anthropic", "claude-haiku-5-5", Usage(input_tokens=200_000))
    assert price is not None
    assert price.total_usd == Decimal("0.1")


def test_a_scheduled_price_change_follows_the_time_of_the_call() -> None:
    usage = Usage(input_tokens=1_000_000)
    before = price_of("google", "gemini-4-argon", usage, datetime(2026, 11, 21, tzinfo=UTC))
    after = price_of("google", "gemini-4-argon", usage, datetime(2026, 12, 2, tzinfo=UTC))
    assert before is not None and after is not None
    assert after.total_usd == 2 * before.total_usd


def test_rates_are_dollars_for_a_million_tokens_at_a_small_prompt() -> None:
    assert rates("anthropic", "claude-haiku-5-5", date(2026, 11, 21)) == Rates(
        Decimal("0.1"), Decimal("0.01"), Decimal("0.125"), Decimal("0.5")
    )


def test_a_kind_without_a_price_of_its_own_costs_what_input_costs() -> None:
    assert rates("openai", "gpt-3.5-turbo", date(2026, 11, 21)) == Rates(
        Decimal("0.5"), Decimal("0.5"), Decimal("0.5"), Decimal("1.5")
    )


def test_rates_follow_the_day() -> None:
    november, december = (rates("google", "gemini-4-argon", date(2026, month, 29)) for month in (11, 12))
    assert november is not None and december is not None
    assert december.input_usd == 2 * november.input_usd


@pytest.mark.parametrize(
    ("at", "usd"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), "12"),
        (datetime(2026, 12, 1, tzinfo=UTC), "24"),
        (datetime(2026, 12, 1, 0, 59, tzinfo=timezone(timedelta(hours=1))), "12"),  # the day before, in UTC
        (datetime(2026, 11, 30, 16, tzinfo=timezone(timedelta(hours=-8))), "24"),
    ],
)
def test_a_call_costs_what_holds_on_its_own_day_in_utc(at: datetime, usd: str) -> None:
    price = price_of("google", "gemini-4-argon", Usage(1_000_000, 1_000_000), at)
    assert price is not None and price.total_usd == Decimal(usd)


def test_an_announced_price_is_told_until_its_day_has_come() -> None:
    doubled = Rates(Decimal(4), Decimal("0.2"), Decimal(4), Decimal(20))
    for day in (date(2026, 11, 27), date(2026, 11, 30)):
        assert changes("google", "gemini-4-argon", day) == (Change(date(2026, 12, 1), doubled),)
    assert changes("google", "gemini-4-argon", date(2026, 12, 1)) == ()
    assert [change.on for change in changes("google", "gemini-3.8-flash", date(2026, 12, 31))] == [
        date(2027, 1, 1)
    ]


@pytest.mark.parametrize("model", ["gemini-3.5-flash", "claude-99"])
def test_a_model_without_an_announced_price_has_none(model: str) -> None:
    assert changes("google", model, date(2026, 11, 27)) == ()


def test_unknown_model_has_no_rates() -> None:
    assert rates("anthropic", "claude-99") is None


@pytest.mark.parametrize("model", models.every(), ids=lambda model: model.id)
def test_every_model_of_a_vendor_has_rates_and_what_runs_at_home_costs_nothing(model: models.Model) -> None:
    vendor, found = models.vendor(model.provider), rates(model.provider, model.id)
    if vendor.takes_any_but:  # any server: nobody knows what it asks for
        assert found is None
    elif vendor.at_home:
        assert found and {found.input_usd, found.cached_usd, found.cache_write_usd, found.output_usd} == {0}
    else:
        assert found is not None


def test_source_names_the_package_and_its_version() -> None:
    assert source().startswith("genai-prices 0.")


def test_the_price_data_is_loaded_only_when_a_price_is_asked_for() -> None:
    program = "import sys, firstcall.ledger.prices; print('genai_prices' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        (None, "no price"),
        (Decimal(0), "$0"),
        (Decimal("0.000"), "$0"),
        (Decimal("1.5E-7"), "0.000015 cents"),
        (Decimal("0.0000606"), "0.0061 cents"),
        (Decimal("0.0001778"), "0.018 cents"),
        (Decimal("0.01"), "1 cent"),
        (Decimal("0.0123"), "1.2 cents"),
        (Decimal("0.0996"), "10 cents"),
        (Decimal("0.1"), "$0.10"),
        (Decimal("0.999"), "$1.00"),
        (Decimal("1"), "$1.00"),
        (Decimal("1234.5"), "$1,234.50"),
    ],
)
def test_an_amount_is_written_as_people_say_it(usd: Decimal | None, shown: str) -> None:
    assert money(usd) == shown


@pytest.mark.parametrize(
    ("usd", "many"),
    [
        (None, ""),
        (Decimal(0), ""),
        (Decimal("2"), ""),
        (Decimal("1"), "1"),
        (Decimal("0.4"), "2"),
        (Decimal("0.0000606"), "16,500"),
        (Decimal("0.000000011"), "90,900,000"),
    ],
)
def test_what_a_dollar_buys(usd: Decimal | None, many: str) -> None:
    assert buys(usd) == many
