"""A price worked out line by line comes to the price of the ledger, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall import models, providers
from firstcall.calls import Usage
from firstcall.ledger import prices
from firstcall.steps.tokens_cost.worked_price import (
    TIERS,
    Part,
    on_every_model,
    otherwise,
    parts,
    projected,
    total,
)

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALL_KINDS = Usage(5_500, 300, cached_tokens=4_000, cache_write_tokens=500, reasoning_tokens=100)


def test_every_kind_has_its_line() -> None:
    assert parts("anthropic", "claude-sonnet-5", ALL_KINDS, AT) == (
        Part("Input", 1_000, Decimal("2.00"), Decimal("0.002")),
        Part("Cached input", 4_000, Decimal("0.20"), Decimal("0.0008")),
        Part("Written to the cache", 500, Decimal("2.50"), Decimal("0.00125")),
        Part("Output, the reply", 200, Decimal("10.00"), Decimal("0.002")),
        Part("Output, thinking", 100, Decimal("10.00"), Decimal("0.001")),
    )


def test_what_is_written_for_an_hour_has_its_own_line_and_a_batch_half_the_rates() -> None:
    usage = replace(ALL_KINDS, cache_write_1h_tokens=200, tier="batch")
    assert parts("anthropic", "claude-sonnet-5", usage, AT) == (
        Part("Input", 1_000, Decimal("1.00"), Decimal("0.001")),
        Part("Cached input", 4_000, Decimal("0.10"), Decimal("0.0004")),
        Part("Written to the cache", 300, Decimal("1.25"), Decimal("0.000375")),
        Part("Written to the cache for an hour", 200, Decimal("2.00"), Decimal("0.0004")),
        Part("Output, the reply", 200, Decimal("5.00"), Decimal("0.001")),
        Part("Output, thinking", 100, Decimal("5.00"), Decimal("0.0005")),
    )


WAYS = {
    ("openai", "gpt-6-luna", Usage(1_000, 100)): [
        ("batch flex", "0.000075"), ("standard", "0.00015"), ("priority fast", "0.0003"),
    ],
    ("anthropic", "claude-haiku-5-5", Usage(1_000, 100, cache_write_tokens=1_000)): [
        ("batch", "0.0000875"), ("standard", "0.000175"), ("for_an_hour", "0.00025"),
    ],
    ("anthropic", "claude-haiku-5-5", Usage(1_000, 100, 0, 1_000, 0, 1_000)): [
        ("batch", "0.000125"), ("for_minutes", "0.000175"), ("standard", "0.00025"),
    ],
    ("openai", "gpt-99", Usage(1_000, 100)): [],
}  # fmt: skip


@pytest.mark.parametrize("call", WAYS, ids=lambda call: f"{call[1]} {call[2].cache_write_1h_tokens}")
def test_the_same_tokens_in_every_way_that_has_a_price(call: tuple[str, str, Usage]) -> None:
    found = [(" ".join(one.ways), one.usd) for one in otherwise(*call, AT)]
    assert found == [(ways, Decimal(usd)) for ways, usd in WAYS[call]]


def test_other_models_are_priced_at_their_usual_tier() -> None:
    day = date(2026, 11, 21)
    assert on_every_model(Usage(1_000, 10, tier="flex"), day) == on_every_model(Usage(1_000, 10), day)


def test_the_lines_come_to_the_price() -> None:
    bill = parts("anthropic", "claude-sonnet-5", ALL_KINDS, AT)
    assert bill and total(bill) == Decimal("0.00705")


def test_kinds_without_tokens_have_no_line() -> None:
    bill = parts("openai", "gpt-6-luna", Usage(20, 300), AT)
    assert bill and [part.kind for part in bill] == ["Input", "Output, the reply"]


def test_a_rate_shows_at_least_cents_and_no_idle_zeros() -> None:
    bill = parts("anthropic", "claude-haiku-5-5", Usage(1_000, 1, cache_write_tokens=1_000), AT)
    assert bill and [f"{part.usd_per_million:f}" for part in bill] == ["0.10", "0.125", "0.50"]


def test_above_a_hundred_thousand_prompt_tokens_haiku_costs_five_times_as_much() -> None:
    bill = parts("anthropic", "claude-haiku-5-5", Usage(100_001, 10), AT)
    assert bill and bill[0].usd_per_million == Decimal("0.50")


def test_an_unknown_model_has_no_bill() -> None:
    assert parts("openai", "gpt-99", Usage(1, 1), AT) is None


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    cached, written = draw(st.integers(0, 400_000)), draw(st.integers(0, 400_000))
    reasoning = draw(st.integers(0, 50_000))
    return Usage(
        input_tokens=cached + written + draw(st.integers(0, 400_000)),
        output_tokens=reasoning + draw(st.integers(0, 50_000)),
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=reasoning,
        cache_write_1h_tokens=draw(st.integers(0, written)),
        tier=draw(st.sampled_from(TIERS)),
    )


@settings(deadline=None)
@given(st.sampled_from(models.every()), usages())
def test_the_lines_always_come_to_the_ledgers_price(model: models.Model, usage: Usage) -> None:
    price = prices.price_of(model.provider, model.id, usage, AT)
    bill = parts(model.provider, model.id, usage, AT)
    assert (price is None) == (bill is None)
    if price and bill:
        assert total(bill) == price.total_usd
        assert sum(part.tokens for part in bill) == usage.total_tokens


def test_every_model_that_answers_is_priced_the_cheapest_first() -> None:
    found = on_every_model(Usage(1_000_000, 0), date(2026, 11, 21))
    known = [one.usd for one in found if one.usd is not None]
    assert known == sorted(known)
    assert {one.model.provider for one in found} == set(providers.every())


def test_retired_models_are_left_out() -> None:
    ids = {one.model.id for one in on_every_model(Usage(1, 1), date(2026, 12, 1))}
    assert "claude-sonnet-4-5" not in ids and "claude-haiku-5-5" in ids


def test_a_projection_multiplies() -> None:
    assert projected(Decimal("0.0001"), 10_000) == {
        "day": Decimal("1"),
        "month": Decimal("30"),
        "year": Decimal("365"),
    }


@pytest.mark.parametrize("usage", [Usage(0, 0), Usage(0, 5), Usage(5, 0)])
def test_a_call_without_tokens_of_a_kind_still_adds_up(usage: Usage) -> None:
    bill = parts("openai", "gpt-4o-mini", usage, AT)
    price = prices.price_of("openai", "gpt-4o-mini", usage, AT)
    assert bill and price and total(bill) == price.total_usd
