"""What a call cost, as people read it: practice money is never spent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from firstcall.calls import Record, Usage
from firstcall.ui import formats
from tests.ui.charts.test_ledger_charts import CLAUDE, LIVE

SMALL = Decimal("0.0000606")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (CLAUDE, r"\$0 spent; with a key: 0.0061 cents; 1 dollar buys 16,500 of these"),
        (LIVE, "0.0061 cents spent; 1 dollar buys 16,500 of these"),
        (
            replace(CLAUDE, estimated=True),
            r"\$0 spent; with a key: about 0.0061 cents; 1 dollar buys 16,500 of these",
        ),
        (
            replace(LIVE, usage=Usage(500, 20, tier="flex")),
            "0.0061 cents (flex) spent; 1 dollar buys 16,500 of these",
        ),
    ],
)
def test_what_a_call_cost(record: Record, said: str) -> None:
    assert formats.spent(replace(record, usd=SMALL)) == said


def test_without_a_known_price_practice_still_spends_nothing() -> None:
    assert formats.spent(replace(CLAUDE, usd=None)) == r"\$0 spent; no price of it is known"


def test_briefly_it_says_nothing_of_what_a_dollar_buys() -> None:
    assert formats.spent_briefly(replace(CLAUDE, usd=SMALL)) == r"\$0 spent; with a key: 0.0061 cents"


def test_an_amount_in_markdown_begins_no_formula() -> None:
    assert formats.markdown(Decimal("1.5")) == r"\$1.50"
