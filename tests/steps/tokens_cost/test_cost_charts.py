"""Figures of money: the right bars in the right order, the words that go with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from firstcall import models
from firstcall.calls import Record, Usage
from firstcall.steps.tokens_cost import cost_charts
from firstcall.steps.tokens_cost.worked_price import Otherwise, Part, Priced, on_every_model
from tests.ledger.statements import statement_of


def record(provider: str, model: str, usd: str | None, step: str = "roles", seconds: float = 1.0) -> Record:
    return Record(
        at=datetime(2026, 11, 21, tzinfo=UTC), step=step, provider=provider, model=model, mode="practice",
        parameters={}, usage=Usage(10, 20), usd=None if usd is None else Decimal(usd), seconds=seconds,
        first_token_seconds=None, stop_reason=None, error=None,
    )  # fmt: skip


RECORDS = [
    record("openai", "gpt-6-luna", "0.001", seconds=2.5),
    record("anthropic", "claude-haiku-5-5", "0.004"),
    record("openai", "gpt-6-luna", "0.002", step="tune"),
    record("openai", "gpt-99", None),
]


def by_model() -> list[cost_charts.Group]:
    return cost_charts.grouped(statement_of(RECORDS), lambda one: one.model)


def test_groups_are_added_up_the_dearest_first() -> None:
    assert [(group.name, group.totals.usd) for group in by_model()] == [
        ("claude-haiku-5-5", Decimal("0.004")),
        ("gpt-6-luna", Decimal("0.003")),
        ("gpt-99", None),
    ]


def test_a_group_of_several_providers_has_no_providers_colour() -> None:
    groups = cost_charts.grouped(statement_of(RECORDS), lambda one: one.step)
    assert [(group.name, group.provider) for group in groups] == [("roles", None), ("tune", "openai")]


def test_a_group_without_a_price_gets_no_bar() -> None:
    (bars,) = cost_charts.spent_by(by_model()).figure.data
    assert list(bars.y) == ["claude-haiku-5-5", "gpt-6-luna"]
    assert list(bars.text) == ["0.4 cents", "0.3 cents"]


def test_the_words_name_every_group() -> None:
    assert cost_charts.spent_by(by_model(), {"gpt-6-luna": "Luna"}).alt == (
        "claude-haiku-5-5: 0.4 cents for 1 call; Luna: 0.3 cents for 2 calls; gpt-99: no price for 1 call."
    )


def test_a_model_id_is_shown_as_text() -> None:
    (bars,) = cost_charts.spent_by(
        cost_charts.grouped(statement_of([record("openai", "<b>x", "1")]), lambda one: one.model)
    ).figure.data
    assert list(bars.y) == ["&lt;b&gt;x"]


def priced(**usd: str | None) -> list[Priced]:
    found = {model.id.replace("-", "_").replace(".", "_"): model for model in models.every()}
    return [Priced(found[name], None if text is None else Decimal(text)) for name, text in usd.items()]


def test_the_own_model_is_marked() -> None:
    figure = cost_charts.every_model(priced(gpt_6_luna="0.001", gpt_4o="0.02"), "gpt-4o").figure
    assert list(figure.data[0].text) == ["0.1 cents", "2 cents ◀ your call"]


def test_a_wide_range_gets_a_log_scale_and_dots() -> None:
    figure = cost_charts.every_model(priced(gpt_6_luna="0.001", gpt_4o="1")).figure
    assert (figure.layout.xaxis.type, figure.layout.xaxis.dtick) == ("log", 1)
    assert (figure.data[0].type, figure.data[0].mode) == ("scatter", "markers+text")


def test_a_narrow_range_stays_linear() -> None:
    assert cost_charts.every_model(priced(gpt_6_luna="0.5", gpt_4o="1")).figure.layout.xaxis.type == "linear"


def test_models_without_a_price_get_no_bar() -> None:
    figure = cost_charts.every_model(priced(gpt_6_luna="0.5", gpt_4o=None)).figure
    assert list(figure.data[0].y) == ["gpt-6-luna"]


def test_the_words_name_the_cheapest_and_the_dearest() -> None:
    alt = cost_charts.every_model(on_every_model(Usage(1_000, 1_000), date(2026, 11, 21))).alt
    assert "to 4.8 cents on claude-fable-5-2, the most expensive." in alt


def test_no_prices_at_all_still_make_a_figure() -> None:
    assert cost_charts.every_model(priced(gpt_4o=None)).figure.data[0].x is not None
    assert cost_charts.every_model(priced(gpt_4o=None)).alt == "No prices known."


def test_texts_are_compared_by_a_hundred_characters() -> None:
    figure = cost_charts.texts_compared({"English": (25, 100), "Japanese": (15, 20)}).figure
    assert list(figure.data[0].x) == [25.0, 75.0]


def test_a_bill_ends_in_the_sum() -> None:
    rows = cost_charts.bill(
        [
            Part("Input", 20, Decimal("0.10"), Decimal("0.000002")),
            Part("Output, the reply", 300, Decimal("0.50"), Decimal("0.00015")),
        ]
    )
    assert rows[-1] == {
        "": "**Price of the call**",
        "Tokens": "**320**",
        "Dollars per million": "",
        "Amount in dollars": "**0.000152**",
    }


def test_ways_stand_against_the_one_in_which_the_call_was_served() -> None:
    found = [Otherwise(("batch", "flex"), Decimal(1)), Otherwise(("standard",), Decimal(2))]
    rows = cost_charts.ways(found, "flex")
    assert [list(row.values())[1:] for row in rows] == [[r"**\$1.00**", "× 1.00"], [r"\$2.00", "× 2.00"]]
    assert [row["Against yours"] for row in cost_charts.ways(found, "scale")] == ["", ""]
