"""What is measured of a job, how it is judged, and its pictures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from firstcall import providers
from firstcall.calls import STANDARD
from firstcall.course.exercise import Evidence, judge
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.steps.many import exercises, job_charts, lesson
from firstcall.steps.many.job import Job, Span, counted
from firstcall.steps.many.job_charts import Bar
from firstcall.steps.many.lesson import Limit
from tests.having import with_keys
from tests.steps.many.conftest import Do

FULL = {"requests_per_minute": 3}
"""An account for three requests, and then none for twenty seconds."""


def verdict(id: str, *jobs: Job, typed: str = "") -> tuple[bool, str] | None:
    exercise = next(one for one in exercises.EXERCISES if one.id == id)
    runs = [run for job in jobs for run in job.batch.runs]
    found = judge(exercise, Evidence(runs, "", {id: typed} if typed else {}))
    if found is not None:
        assert exercise.message(found)
    return found and (found.done, found.says)


def test_each_review_is_labelled_in_its_own_call(provider: Provider, do: Do) -> None:
    job = do(provider, Limit(4), ("I love it.", "It is horrible.", "It came on a Tuesday."))
    assert [run.text for run in job.batch.runs] == ["Positive", "Negative", "Neutral"]
    assert (job.refused, job.lost) == (0, 0)


@with_keys
def test_too_many_at_once_are_refused_and_lost_without_retries(provider: Provider, do: Do) -> None:
    job = do(provider, Limit(12), retries=0, **FULL)
    assert (job.refused, job.lost) == (9, 9)
    assert verdict("many.refused", job) == (True, "done")
    assert verdict("many.clean", job) == (False, "refused_some")
    told = [span.left for span in job.spans]
    if provider.many.left:
        assert sorted(map(str, told)) == ["0"] * 10 + ["1", "2"]
    else:
        assert set(told) == {None}
    chart = job_charts.timeline(job)
    assert "9" in chart.alt and len(chart.figure.data) == 4
    if not provider.many.left:
        assert len(job_charts.timeline(job, limited=False).figure.data) == 3


def test_what_is_left_can_be_counted() -> None:
    spans = [Span(n, start, 0.1, status, None) for n, (start, status) in enumerate(
        [(0.0, 200), (0.0, 200), (0.0, 200), (0.0, 429), (0.4, 200), (9.0, 200)]
    )]  # fmt: skip
    assert [left for _, left in counted(spans, 180, 3)] == [2, 1, 0, 0, 0, 2]


def test_a_server_at_home_refuses_nobody(do: Do) -> None:
    job = do(providers.get("ollama"), Limit(12))
    assert verdict("many.refused", job) == (False, "no_limit")
    assert "requests_per_minute" not in lesson.pace(providers.get("ollama"))


@pytest.mark.parametrize("id", ["anthropic", "google", "openai"])
def test_a_batch_is_half_the_price_of_each_default_model(id: str, do: Do) -> None:
    [run] = do(providers.get(id), Limit(1), ("I love it.",)).batch.runs
    assert run.reply and run.reply.usage
    usage, model = run.reply.usage, run.call.model
    full = prices.price_of(id, model, replace(usage, tier=STANDARD), run.at)
    half = prices.price_of(id, model, replace(usage, tier=prices.BATCH), run.at)
    assert full and half and half.total_usd * 2 == full.total_usd


def test_the_ways_are_compared_by_time_failures_and_price() -> None:
    bars = [Bar("1 at once", 9.6, 0, 0, Decimal("0.0003")), Bar("12 <at> once", 2.9, 18, 3, None)]
    chart = job_charts.compared(bars)
    time, failures, price = chart.figure.data
    assert list(time.x) == [9.6, 2.9] and list(failures.x) == [0, 21] and list(price.x)[1] == 0
    assert list(time.y)[1] == "12 &lt;at&gt; once" and "no price" in price.text
    assert "9.6" in chart.alt and "18" in chart.alt
    assert job_charts.compared([]).alt


def test_no_more_than_a_dozen_reviews_go_out() -> None:
    assert lesson.reviews_in("\n".join(f"review {n}" for n in range(50))) == tuple(
        f"review {n}" for n in range(12)
    )
    assert lesson.reviews_in(" \n a  b \n" + "x" * 900) == ("a b", "x" * lesson.LONGEST)
    assert lesson.reviews_in("  \n ") == lesson.REVIEWS and len(lesson.REVIEWS) == lesson.MOST
