"""The exercises of "Tokens and cost": right answers pass, each foreseeable mistake gets its own word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from firstcall import providers
from firstcall.calls import Call, Message, Record, Reply, Settings, Usage
from firstcall.course.exercise import Evidence, Verdict, judge
from firstcall.ledger import prices
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.tokens_cost.lesson import EXERCISES, SAMPLES, amount, compare

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY_HAND, MORE_TOKENS, HALF = EXERCISES
LUNA = Usage(20, 300, reasoning_tokens=100)
"""On gpt-6-luna: (20 × 0.10 + 300 × 0.50) / 1,000,000 = 0.000152 dollars."""


def record(usage: Usage = LUNA, model: str = "gpt-6-luna") -> Record:
    price = prices.price_of("openai", model, usage, AT)
    return Record(
        at=AT, step="tokens_cost", provider="openai", model=model, mode="practice", parameters={}, usage=usage,
        usd=price.total_usd if price else None, seconds=1.0, first_token_seconds=None, stop_reason="stop",
        error=None,
    )  # fmt: skip


def run(usage: Usage = LUNA, prompt: str = "Hi", stop: str = "stop", model: str = "gpt-6-luna") -> Run:
    """A finished call as the page holds it."""
    provider = providers.get("openai")
    call: Call = provider.compose(Settings(model, (Message("user", prompt),), max_tokens=500), None)
    made = Run(call, provider, Access("", ""), step="tokens_cost", mode="practice")
    made.state, made.record = "done", record(usage, model)
    made.reply = Reply("text", stop, usage, model, "id", None)
    return made


def verdict(text: str, *made: runs.Run) -> Verdict:
    found = judge(BY_HAND, Evidence(made or (run(),), answers={"tokens_cost.by_hand": text}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text", ["0.000152", "$0.000152", "0,000152", "1.52e-4", "0.0152 cents", ".000152", "0.00015"]
)
def test_the_right_amount_passes(text: str) -> None:
    assert verdict(text).done


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("152", "per_million"),
        ("0.152", "per_thousand"),
        ("0.0152", "cents"),
        ("0.00004", "swapped"),
        ("0.000102", "without_reasoning"),
        ("0.000202", "reasoning_twice"),
        ("0.000002", "input_alone"),
        ("0.00152", "ten_too_much"),
        ("0.0000152", "ten_too_little"),
        ("0.000032", "all_as_input"),
        ("0.00016", "all_as_output"),
        ("0.00014", "very_near_round"),
        ("0.7", "too_much"),
        ("0.00000001", "too_little"),
        ("a lot", "type_number_dollars"),
    ],
)
def test_a_mistake_gets_its_own_word(text: str, word: str) -> None:
    found = verdict(text)
    assert not found.done
    assert found.says == word


def test_the_output_alone_is_named_where_it_differs_enough() -> None:
    assert compare(Decimal("0.000001"), record(Usage(20, 2))).says == "output_alone"


def test_the_full_price_for_cached_tokens_is_named() -> None:
    found = compare(Decimal("0.0005"), record(Usage(4_000, 200, cached_tokens=3_500)))
    assert found.says == "cached_at_full_price"


def test_the_latest_priced_call_counts() -> None:
    assert verdict("0.000152", run(Usage(9, 9)), run()).done
    assert not verdict("0.000152", run(), run(Usage(900, 900))).done


def test_an_answer_without_a_call_is_sent_to_run() -> None:
    found = judge(BY_HAND, Evidence(answers={"tokens_cost.by_hand": "1"}))
    assert found is not None and found.says == "make_call_page"


def costing(usd: str | None) -> Run:
    """A call with this price, where there is one. What costs nothing was answered at home."""
    made = run()
    assert made.record is not None
    made.record = replace(made.record, usd=None if usd is None else Decimal(usd))
    if usd == "0":
        made.record = replace(made.record, provider="ollama", model="llama3.2")
    return made


@pytest.mark.parametrize(("text", "word"), [("0", "done"), ("$0.00", "done"), ("0.000152", "too_much")])
def test_a_call_that_costs_nothing_has_a_price_too(text: str, word: str) -> None:
    assert verdict(text, costing("0")).says == word


@pytest.mark.parametrize("text", ["", "0", "0.000152"])
def test_without_a_price_another_provider_is_asked_for(text: str) -> None:
    assert verdict(text, costing(None)).says == "no_price"


def test_a_call_without_an_answer_is_not_judged() -> None:
    assert judge(BY_HAND, Evidence([run()])) is None


def test_no_amount_in_a_text_without_a_number() -> None:
    assert amount("x") is None and amount("1.2.3") is None


def more(text: str) -> Verdict | None:
    return judge(MORE_TOKENS, Evidence(answers={"tokens_cost.more_tokens": text}))


def test_hieroglyphs_have_more_tokens_than_characters() -> None:
    found = more("𓀀𓁐𓂀𓃭𓆣")
    assert found is not None and found.done


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hello there", "english_cheap_common"),
        ("𓀀𓀀𓀀𓀀𓀀", "use_least_five"),
        ("Größe, Straße", "nearer_there_which"),
    ],
)
def test_a_cheap_text_is_told_why(text: str, word: str) -> None:
    found = more(text)
    assert found is not None and not found.done and found.says == word


def half(*made: Run) -> Verdict | None:
    return judge(HALF, Evidence(made))


def test_half_the_price_for_the_same_question_passes() -> None:
    found = half(run(Usage(20, 300)), run(Usage(30, 60)))
    assert found is not None and found.done


@pytest.mark.parametrize(
    ("second", "word"),
    [
        (run(Usage(20, 250)), "latest_call_cost"),
        (run(Usage(20, 20), stop="length"), "cheaper_cut_off"),
        (run(Usage(20, 20), prompt="Bye"), "these_two_calls"),
    ],
)
def test_a_cheaper_call_that_does_not_count_is_told_why(second: Run, word: str) -> None:
    found = half(run(), second)
    assert found is not None and not found.done and found.says == word


def test_one_call_asks_for_another() -> None:
    found = half(run())
    assert found is not None and not found.done and found.says == "one_call_made"


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ([None], "no_price"),
        ([None, None], "no_price"),
        (["0"], "costs_nothing"),
        (["0", "0"], "costs_nothing"),
        (["0", "0.0001"], "one_call_made"),
        (["0.0001", None], "one_call_made"),
        (["0.0001", "0"], "done"),
    ],
)
def test_half_of_nothing_and_of_no_price_is_told(made: list[str | None], word: str) -> None:
    found = half(*map(costing, made))
    assert found is not None and found.says == word


def test_the_ids_name_the_step() -> None:
    assert {exercise.step for exercise in EXERCISES} == {"tokens_cost"}


def test_there_is_a_sample_of_every_kind() -> None:
    assert list(SAMPLES)[:5] == ["English", "German", "Japanese", "Code", "Numbers"]
