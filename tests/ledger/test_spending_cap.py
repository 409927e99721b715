"""The spending cap: what counts, when a live call is refused, when there is a warning."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from firstcall.calls import Call, Mode, Record, Usage
from firstcall.ledger import spending_cap
from firstcall.ledger.sums import Totals
from tests.ledger.statements import statement_of


def record(usd: str | None, mode: Mode = "live") -> Record:
    return Record(
        at=datetime(2026, 11, 21, tzinfo=UTC), step="tokens_cost", provider="openai", model="gpt-6-luna",
        mode=mode, parameters={}, usage=Usage(10, 10), usd=None if usd is None else Decimal(usd), seconds=1.0,
        first_token_seconds=None, stop_reason="stop", error=None,
    )  # fmt: skip


def spent(*amounts: str | None) -> Totals:
    return statement_of(map(record, amounts)).own_live


def call(limit: int | None = 1_000, model: str = "gpt-6-luna") -> Call:
    limits = {} if limit is None else {"max_completion_tokens": limit}
    messages = [{"role": "user", "content": "Hi"}]
    return Call("openai", "chat.completions.create", {"model": model, **limits, "messages": messages})


def test_practice_calls_are_not_counted() -> None:
    totals = statement_of([record("0.5"), record("7", "practice")]).own_live
    assert totals.usd == Decimal("0.5") and totals.calls == 1


def test_below_the_cap_nothing_is_refused() -> None:
    assert spending_cap.refusal(Decimal("1"), spent("0.5", "0.4999")) is None


def test_at_the_cap_the_next_call_is_refused() -> None:
    failure = spending_cap.refusal(Decimal("1"), spent("0.5", "0.5"))
    assert failure is not None
    assert failure.said == "Nothing was sent. Live calls of this session have cost $1.00; the cap is $1.00."
    assert "practice" in failure.advice


def test_without_a_cap_nothing_is_refused() -> None:
    assert spending_cap.refusal(None, spent("1000")) is None


def test_a_cap_of_nothing_refuses_the_first_call() -> None:
    assert spending_cap.refusal(Decimal(0), spent()) is not None


def test_a_call_on_its_way_counts_with_the_most_it_can_cost() -> None:
    cap = Decimal("0.0005")
    assert spending_cap.refusal(cap, spent()) is None
    failure = spending_cap.refusal(cap, spent(), [call(limit=1_000)])
    assert failure is not None and "still on their way" in failure.said


def test_calls_without_a_price_are_said_to_be_missing_from_the_sum() -> None:
    failure = spending_cap.refusal(Decimal("1"), spent("1", None))
    assert failure is not None
    assert "1 more live call has no known price" in failure.said


def test_only_unpriced_calls_do_not_reach_the_cap() -> None:
    assert spending_cap.refusal(Decimal("1"), spent(None, None)) is None


def test_the_most_a_call_can_cost_is_its_whole_token_limit() -> None:
    most = spending_cap.most(call(limit=1_000_000))
    assert most is not None and Decimal("0.5") < most < Decimal("0.51")


def test_without_a_token_limit_the_models_own_counts() -> None:
    most = spending_cap.most(call(limit=None))
    assert most is not None and most > Decimal("0.064")


def test_an_unknown_model_has_no_most() -> None:
    assert spending_cap.most(call(model="gpt-99")) is None


def test_a_call_that_could_pass_the_cap_is_warned_about() -> None:
    said = spending_cap.warning(Decimal("1"), spent("0.9"), call(limit=1_000_000))
    assert said is not None and "$0.10 is left" in said


def test_a_call_that_stays_below_is_not() -> None:
    assert spending_cap.warning(Decimal("1"), spent("0.9"), call(limit=1_000)) is None


def test_a_model_without_a_price_is_warned_about() -> None:
    said = spending_cap.warning(Decimal("1"), spent(), call(model="gpt-99"))
    assert said == "No price is known for gpt-99, so the spending cap cannot count this call."


def test_without_a_cap_there_is_no_warning() -> None:
    assert spending_cap.warning(None, spent(), call(model="gpt-99")) is None


def test_where_it_stands_says_what_it_does_not_know() -> None:
    assert spending_cap.standing(Decimal("1"), spent("0.25", None)) == (
        "Live calls so far: $0.25 of $1.00. 1 more live call has no known price and is not in this sum."
    )
