"""What "Prompt caching" reckons and draws."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from firstcall import providers
from firstcall.calls import Call, Settings, Usage
from firstcall.ledger import prices
from firstcall.practice.app import create_app
from firstcall.practice.pace import Pace
from firstcall.practice.serve import serve
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.steps.caching import cache_charts, exercises, lesson, pay
from firstcall.steps.caching.cache_charts import Made
from firstcall.steps.caching.pay import Task

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
HAIKU = Task("anthropic", "claude-haiku-5-5", 10_000, 100, 50, AT, writes=True, an_hour=True)


def test_a_curve_adds_up_what_the_calls_cost_one_by_one() -> None:
    plain, minutes, hour, missed = pay.curves(HAIKU, 5)
    assert [curve.id for curve in (plain, minutes, hour, missed)] == ["plain", "minutes", "hour", "missed"]
    one = prices.price_of("anthropic", HAIKU.model, Usage(10_100, 50), AT)
    again = prices.price_of("anthropic", HAIKU.model, Usage(10_100, 50, cached_tokens=10_000), AT)
    assert one and again
    assert plain.usd == tuple(one.total_usd * number for number in range(1, 6))
    assert minutes.usd[4] - minutes.usd[3] == hour.usd[4] - hour.usd[3] == again.total_usd
    assert minutes.usd[0] < hour.usd[0] and missed.usd[4] == 5 * minutes.usd[0]


def test_minutes_pay_from_the_second_call_on_an_hour_from_the_third_and_misses_never() -> None:
    plain, *others = pay.curves(HAIKU, 10)
    assert [pay.pays_from(curve, plain) for curve in others] == [2, 3, None]
    assert exercises.pays_from(pay.HOUR) == 3


def test_where_writing_costs_what_input_costs_missing_is_no_loss() -> None:
    found = pay.curves(Task("google", "gemini-3.5-flash-lite", 10_000, 100, 50, AT), 10)
    assert [curve.id for curve in found] == ["plain", "minutes"]
    assert pay.pays_from(found[1], found[0]) == 2


def test_prices_are_those_of_the_day_of_the_call() -> None:
    """`gemini-3.6-flash` costs more from 2027 on."""
    days = [datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 1, 12, tzinfo=UTC)]
    before, after = (pay.curves(Task("google", "gemini-3.6-flash", 10_000, 0, 0, day), 2) for day in days)
    assert before[0].usd != after[0].usd


def test_without_a_price_there_is_no_curve() -> None:
    assert pay.curves(Task("openai", "nobody-knows-it", 10_000, 0, 0, AT), 3) == ()
    assert "No price" in cache_charts.when_it_pays(()).alt


@pytest.mark.parametrize("id", ["anthropic", "google", "ollama", "openai"])
def test_what_was_read_from_the_cache_is_not_waited_for(id: str) -> None:
    provider, began = providers.get(id), lesson.OPENING
    with serve(create_app(Pace(0.3, 0))) as root:
        asked = Settings(provider.default, began.messages, began.system, 1, stream=False)
        call = lesson.adds(provider, provider.compose(asked, None))
        first, *later = (waited(provider, call, root) for _ in range(4))
    # 5,000 tokens take as long as the first token of a short prompt's reply, and these are nearly so many; a busy
    # machine only adds to it.
    assert first > 0.55 and first > min(later) >= 0.3


def waited(provider: Provider, call: Call, root: str) -> float:
    access = Access("sk-practice-waits", root + provider.address.practice_path)
    run = runs.start(call, provider, access, step="caching", mode="practice")
    assert run.wait(20) and run.reply is not None and run.seconds is not None, run.failure
    return run.seconds


def test_the_pictures_say_in_words_what_they_show() -> None:
    made = [
        Made("1 first", Usage(5_000, 10, cache_write_tokens=4_900), Decimal("0.001"), 1.2),
        Made("2 <b>again</b>", Usage(5_000, 10, cached_tokens=4_900), None, 0.4),
    ]
    drawn = cache_charts.calls(made, "Time")
    assert "100 tokens read anew, 4,900 written" in drawn.alt and "4,900 read from it" in drawn.alt
    assert not [name for trace in drawn.figure.data for name in trace.y if "<b>" in name]
    curve = cache_charts.when_it_pays(pay.curves(HAIKU, 10))
    assert "Cheaper from call 2 on." in curve.alt and "Cheaper from call 3 on." in curve.alt
    assert cache_charts.calls([], "Time").alt


@pytest.mark.parametrize("second", lesson.SECONDS)
def test_the_second_call_changes_one_thing(second: str) -> None:
    provider = providers.get("anthropic")
    call = lesson.adds(provider, provider.compose(lesson.OPENING, None))
    first, again = (part.call for part in lesson.twice(provider, call, second, date(2026, 11, 28)))
    assert first == call
    before, after = provider.read(first), provider.read(again)
    assert (before.system == after.system) is (second != "front")
    assert (before.messages == after.messages) is (second != "question")
    assert before.system in after.system
