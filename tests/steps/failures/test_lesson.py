"""The table of failures: each row really happens, as it says. The exercises' checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Settings
from firstcall.course.exercise import Evidence, judge
from firstcall.programs.retry.program import read_retry
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts, runs
from firstcall.running.runs import Run
from firstcall.steps.failures import lesson
from firstcall.steps.failures.lesson import ROWS, Failing
from firstcall.steps.failures.retry_run import Retrying
from tests.having import with_retries

Happen = Callable[[Failing], Run]
EXERCISES = {exercise.id.partition(".")[2]: exercise for exercise in lesson.EXERCISES}


def settings(provider: Provider) -> Settings:
    return replace(lesson.OPENING, model=models.DEFAULT[provider.id])


def play(practice: str, access: Access, script: str) -> None:
    body = {"pace": {"first_token_seconds": 0, "tokens_per_second": 0}, "faults": fault_scripts.read(script)}
    key = {"authorization": f"Bearer {access.key}"}
    httpx2.put(f"{practice}/control", json=body, headers=key).raise_for_status()


@pytest.fixture
def happen(practice: str, access: Access, provider: Provider) -> Happen:
    def make(row: Failing) -> Run:
        play(practice, access, row.script_for(provider))
        call = lesson.call_for(row, provider, settings(provider), 0)
        to = Access(row.key, access.base_url) if row.key else access
        run = runs.start(call, provider, to, step="failures", mode="practice")
        assert run.wait(60)
        return run

    return make


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_happens_as_it_says_and_says_what_it_cost(
    row: Failing, happen: Happen, provider: Provider
) -> None:
    run = happen(row)
    wanted = row.raised_by(provider).split(maxsplit=1)[0].rstrip(",:")
    if wanted == "nothing":
        assert run.failure is None and run.reply is not None
        assert (run.reply.stop_reason is None) is row.fails_at(provider)
    else:
        assert run.failure is not None
        assert run.failure.error == wanted
    costs = [claim for claim in lesson.known_of(run) if claim.startswith(("billed ", "sent "))]
    assert bool(costs) is row.fails_at(provider)


def test_the_page_opens_with_a_failure_that_the_provider_knows(provider: Provider) -> None:
    assert lesson.find(lesson.opening_row(provider)).fails_at(provider)


def test_a_refused_call_costs_nothing(happen: Happen) -> None:
    run = happen(lesson.find("server-error"))
    assert run.record is not None and run.record.usage is None
    assert "billed no" in lesson.known_of(run)


def test_a_broken_stream_costs_what_was_written(happen: Happen) -> None:
    run = happen(lesson.find("dropped-midway"))
    assert run.record is not None and run.record.usage is not None
    assert run.record.usage.output_tokens > 0 and run.record.estimated
    assert "billed yes" in lesson.known_of(run)


def test_each_row_names_what_a_provider_raises(provider: Provider) -> None:
    assert [row.id for row in ROWS if not row.raised_by(provider)] == []


# The exercises


@pytest.fixture
def evidence(practice: str, access: Access, provider: Provider) -> Callable[..., Evidence]:
    """What is known after plans ran under scripts, in this order."""

    def after(*tried: tuple[Plan, str], code: str = "") -> Evidence:
        found: list[Run] = []
        for plan, script in tried:
            play(practice, access, script)
            source = render_retry(plan, provider.compose(settings(provider), None), provider)
            retry = read_retry(source, provider.id, provider.sdk.methods, provider.sdk.client)

            def starter(of: Provider) -> Callable[..., Run]:
                return lambda call: runs.start(call, of, access, step="failures", mode="practice")

            made = Retrying("Your code", retry.call, provider, starter, lapse=1000)
            made.start(lambda clock, retry=retry: retry.steps(clock=clock))  # type: ignore[misc]
            assert made.wait(60)
            found += [attempt.run for attempt in made.attempts]
        return Evidence(found, code)

    return after


def test_getting_through_two_refusals_is_done(evidence: Callable[..., Evidence]) -> None:
    verdict = judge(EXERCISES["get_through"], evidence((Plan(), "429, 429, ok")))
    assert verdict and verdict.done


@with_retries
def test_getting_through_by_the_sdk_does_not_count(evidence: Callable[..., Evidence]) -> None:
    verdict = judge(EXERCISES["get_through"], evidence((Plan(attempts=2, max_retries=2), "429 x3, ok")))
    assert verdict and not verdict.done and verdict.says == "sdk_retried_inside"


def test_giving_up_is_named(evidence: Callable[..., Evidence]) -> None:
    verdict = judge(EXERCISES["get_through"], evidence((Plan(attempts=2), "429 x3, ok")))
    assert (
        verdict and not verdict.done and verdict.says == "ended_attempt_must" and verdict.values["last"] == 2
    )


def test_mending_the_retry_of_a_400_is_done(evidence: Callable[..., Evidence]) -> None:
    tried = (Plan(retries_on=("Exception",)), "400 x5"), (Plan(), "400 x5")
    verdict = judge(EXERCISES["leave_400"], evidence(*tried))
    assert verdict and verdict.done


def test_leaving_a_400_alone_from_the_start_is_only_half_of_it(evidence: Callable[..., Evidence]) -> None:
    verdict = judge(EXERCISES["leave_400"], evidence((Plan(), "400 x5")))
    assert verdict and not verdict.done and verdict.says == "program_leaves_400"


@pytest.mark.parametrize(
    ("plan", "done", "said"),
    [
        (Plan(attempts=6, longest_wait=8.0), True, "done"),
        (Plan(attempts=6), False, "six_attempts_good"),
        (Plan(attempts=6, longest_wait=8.0, jitter=False), False, "waits_are_right"),
        (Plan(attempts=6, longest_wait=8.0, factor=1.0), False, "waits_should_grow"),
    ],
)
def test_the_patient_retry_is_judged_by_what_it_does(
    plan: Plan, done: bool, said: str, provider: Provider
) -> None:
    code = render_retry(plan, provider.compose(settings(provider), None), provider)
    verdict = judge(EXERCISES["patient"], Evidence(code=code))
    assert verdict and verdict.done is done and verdict.says == said


@pytest.mark.parametrize(("answer", "done"), [("401", True), ("429", False), ("banana", False)])
def test_the_status_without_a_retry(answer: str, done: bool) -> None:
    verdict = judge(EXERCISES["no_retry"], Evidence(answers={"failures.no_retry": answer}))
    assert verdict and verdict.done is done


def test_the_tokens_of_a_broken_reply(happen: Happen) -> None:
    run = happen(lesson.find("dropped-midway"))
    assert run.record and run.record.usage
    right, wrong = str(run.record.usage.output_tokens), "99999"
    found = [
        judge(EXERCISES["half"], Evidence([run], answers={"failures.half": one})) for one in (right, wrong)
    ]
    assert [verdict and verdict.done for verdict in found] == [True, False]


@pytest.mark.parametrize("row", [row for row in ROWS if row.script], ids=lambda row: row.id)
def test_what_is_wrong_with_your_request_stays_and_the_rest_passes(row: Failing) -> None:
    for provider in providers.every().values():
        for entry in fault_scripts.read(row.script_for(provider))[:1]:
            assert fault_scripts.is_passing(entry) is (row.group != "Your request" and row.id != "html")
