"""Scripts of faults as they are typed, and retries that really run against the practice server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.practice import faults
from firstcall.programs.retry.habits import habits
from firstcall.programs.retry.program import Retry, read_retry
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts, runs
from firstcall.running.fault_scripts import ScriptError
from firstcall.steps.failures import lesson, retry_chart, retry_verdict
from firstcall.steps.failures.retry_run import MOST_REQUESTS, Retrying, once
from tests import own_sdk
from tests.having import with_asked_wait, with_prices, with_retries

Started = Callable[..., Retrying]


def program(plan: Plan, provider: Provider, after: str = "") -> Retry:
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Name three colours."),), max_tokens=300
    )
    source = render_retry(plan, provider.compose(settings, None), provider)
    return read_retry(f"{source}\n{after}\n", provider.id, provider.sdk.methods, provider.sdk.client)


@pytest.fixture
def started(practice: str, access: Access, provider: Provider) -> Started:
    """Start a plan under a script; the waits run a thousand times faster."""

    def start(
        plan: Plan, script: str, *, alone: bool = False, lapse: float = 1000.0, after: str = ""
    ) -> Retrying:
        body = {
            "pace": {"first_token_seconds": 0, "tokens_per_second": 0},
            "faults": fault_scripts.read(script),
        }
        key = {"authorization": f"Bearer {access.key}"}
        httpx2.put(f"{practice}/control", json=body, headers=key).raise_for_status()

        def starter(of: Provider) -> Callable[[Call], runs.Run]:
            return lambda call: runs.start(call, of, access, step="failures", mode="practice")

        retry = program(plan, provider, after)
        made = Retrying("Your code", retry.call, provider, starter, lapse=lapse)
        return made.start(lambda clock: once() if alone else retry.steps(clock=clock))

    return start


def finished(retrying: Retrying) -> Retrying:
    assert retrying.wait(60), "the retry did not end"
    return retrying


def came(retrying: Retrying) -> list[str]:
    return [span.text for span in retrying.spans if span.kind == "request"]


# Scripts


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("", []),
        ("429, 429, ok", [{"fault": "status", "status": 429}] * 2 + [{"fault": "ok"}]),
        ("429 retry-after 1\n429 then fine", [{"fault": "status", "status": 429, "retry_after": 1.0},
                                              {"fault": "status", "status": 429}, {"fault": "ok"}]),
        ("two 429s, then a success".replace("a ", ""), [{"fault": "status", "status": 429}] * 2 + [{"fault": "ok"}]),
        ("drop the connection after ten tokens", [{"fault": "drop", "after_tokens": 10}]),
        ("Drop after 10 tokens.", [{"fault": "drop", "after_tokens": 10}]),
        ("drop", [{"fault": "drop"}]),
        ("503 x3", [{"fault": "status", "status": 503}] * 3),
        ("3x 503".replace("3x 503", "503 3 times"), [{"fault": "status", "status": 503}] * 3),
        ("429 quota", [{"fault": "status", "status": 429, "code": "insufficient_quota"}]),
        ("400 credit", [{"fault": "status", "status": 400, "code": "credit"}]),
        ("hang 5 s; slow 2", [{"fault": "hang", "seconds": 5.0}, {"fault": "slow", "first_token_seconds": 2.0}]),
        ("html 502, html", [{"fault": "html", "status": 502}, {"fault": "html", "status": 200}]),
        ("broken json after 4, error event, early end",
         [{"fault": "broken_json", "after_tokens": 4}, {"fault": "error_event", "after_tokens": 3},
          {"fault": "early_end", "after_tokens": 3}]),
    ],
)  # fmt: skip
def test_a_script_is_read(text: str, entries: list[dict[str, Any]]) -> None:
    assert fault_scripts.read(text) == entries


@pytest.mark.parametrize("text", [text for _, text in fault_scripts.EXAMPLES])
def test_the_practice_server_takes_every_example(text: str) -> None:
    assert faults.script(fault_scripts.read(text))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("418", "unknown_status"),
        ("dorp after 10", "misspelt"),
        ("429 please", "after_status"),
        ("banana", "not_understood"),
        ("503 x99", "repeated"),
        (", ".join(["ok"] * 31), "too_many"),
        ("hang 999", "too_slow"),
        ("html 429", "no_page"),
        ("429 retry-after 90000", "waits_too_long"),
        ("drop after 30000", "too_late"),
    ],
)
def test_what_is_not_understood_is_said(text: str, id: str) -> None:
    with pytest.raises(ScriptError) as caught:
        fault_scripts.read(text)
    assert caught.value.id == id and "{" not in str(caught.value)


# Runs


def test_a_wise_retry_gets_through_two_refusals(started: Started) -> None:
    done = finished(started(Plan(), "429, 429, ok"))
    assert (done.state, came(done)) == ("done", ["429", "429", "ok"])


def test_the_waits_on_the_timeline_are_those_of_the_program(started: Started) -> None:
    done = finished(started(Plan(jitter=False), "503, 503, ok"))
    assert [span.seconds for span in done.spans if span.kind == "wait"] == [1.0, 2.0]


@with_asked_wait
def test_retry_after_is_honoured(started: Started) -> None:
    done = finished(started(Plan(jitter=False), "429 retry-after 7, ok"))
    assert [span.seconds for span in done.spans if span.kind == "wait"] == [7.0]


def test_a_bad_request_is_sent_once(started: Started) -> None:
    done = finished(started(Plan(), "400 x5"))
    assert (done.state, came(done)) == ("failed", ["400"])


def test_catching_everything_sends_a_bad_request_again_and_again(started: Started) -> None:
    done = finished(started(Plan(retries_on=("Exception",)), "400 x5"))
    assert came(done) == ["400"] * 4


@with_retries
def test_the_sdk_alone_makes_three_requests(started: Started) -> None:
    done = finished(started(Plan(max_retries=2), "503 x9", alone=True))
    assert came(done) == ["503"] * 3
    assert len(done.attempts) == 1


@with_retries
@pytest.mark.real_waits
def test_the_sdks_waits_are_seen_too(started: Started, provider: Provider) -> None:
    """Half a second less a quarter by chance, doubled; Google's (`_api_client.py`) a second plus one by chance."""
    done = finished(started(Plan(max_retries=2), "503 x9", alone=True))
    first, second = (span.seconds for span in done.spans if span.kind == "sdk wait")
    if provider.id == "google":
        assert 1 <= first <= 2 <= second <= 3
    else:
        assert 0.375 <= first <= 0.5 and 0.75 <= second <= 1.0


@with_retries
def test_both_at_once_multiply(started: Started) -> None:
    done = finished(started(Plan(max_retries=2), "503 x24"))
    assert (len(done.attempts), done.requests) == (4, 12)


def test_a_time_out_counts_as_long_as_it_was_meant(started: Started) -> None:
    done = finished(started(Plan(timeout=20.0), "hang, ok"))
    assert came(done) == ["time-out", "ok"]
    assert done.spans[0].seconds == 20.0


def test_an_endless_retry_is_cut_short(started: Started) -> None:
    done = finished(started(Plan(attempts=None, first_wait=0.1, factor=1.0), "503 x30"))
    assert (done.state, done.requests) == ("cut short", MOST_REQUESTS)


def test_a_retry_can_be_stopped_in_the_middle_of_a_wait(started: Started) -> None:
    done = started(Plan(first_wait=60.0, longest_wait=60.0), "503 x9", lapse=1.0)
    while not done.spans or done.spans[-1].kind != "wait":
        assert not done.wait(0.01)
    done.stop()
    assert finished(done).state == "stopped"


@with_retries
def test_openai_does_not_wait_longer_than_two_minutes_and_anthropic_does(
    started: Started, provider: Provider
) -> None:
    done = finished(started(Plan(max_retries=2), "429 retry-after 121, ok", alone=True))
    assert came(done) == (["429"] if provider.id == "openai" else ["429", "ok"])


def test_a_key_or_address_in_the_program_goes_nowhere(started: Started, provider: Provider) -> None:
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=20)
    call = provider.compose(settings, None)
    own = Call(
        call.provider,
        call.method,
        call.arguments,
        {"api_key": "sk-real", "base_url": "https://elsewhere.invalid"},
    )
    made = Retrying("Your code", own, provider, lambda of: lambda call: None)  # type: ignore[arg-type, return-value]
    assert set(made.call.client) == set(provider.sdk.patience.written({}, None, 1.0))


# Verdicts and the picture


def ids(found: list[retry_verdict.Finding], kind: str) -> set[str]:
    return {one.says for one in found if one.kind == kind}


@pytest.mark.parametrize(
    ("plan", "unwise"),
    [
        (Plan(), set()),
        (Plan(retries_on=("Exception",)), {"hopeless"}),
        (Plan(retries_on=("the line",)), {"missed"}),
        (Plan(retries_on=("too many", "the line")), {"missed"}),
        (Plan(honours_retry_after=False), {"ignores-retry-after"}),
        (Plan(jitter=False), {"no-jitter"}),
        (Plan(attempts=None), {"endless"}),
        (Plan(max_retries=2), {"multiplied"}),
        (Plan(max_retries=1), {"multiplied"}),
        (Plan(first_wait=0.0, factor=1.0, jitter=False), {"tight"}),
    ],
)
def test_what_is_unwise_is_found_in_the_program(plan: Plan, unwise: set[str], provider: Provider) -> None:
    errors = provider.sdk.errors
    meant = {"the line": errors.line, "too many": ("429" if errors.statuses else "RateLimitError",)}
    if plan.retries_on:
        names = (name for one in plan.retries_on for name in meant.get(one, (one,)))
        plan = replace(plan, retries_on=tuple(names))
    if provider.sdk.errors.asked_wait is None:
        unwise = unwise - {"ignores-retry-after"}
    if not provider.sdk.patience.retries:
        unwise = unwise - {"multiplied"}
    assert ids(retry_verdict.of_program(habits(program(plan, provider)), provider), "unwise") == unwise


def test_a_program_that_leaves_the_retries_to_the_sdk_may_multiply_them(provider: Provider) -> None:
    """An SDK that tries once by itself multiplies nothing."""
    found = ids(
        retry_verdict.of_program(habits(program(Plan(max_retries=None), provider)), provider), "unwise"
    )
    assert found == ({"multiplied"} if provider.sdk.patience.usual_retries else set())


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (Plan(), {"choosy", "limited", "growing", "jitter", "honours-retry-after", "alone"}),
        (Plan(attempts=9, factor=1.0), {"many", "constant"}),
        (Plan(first_wait=200.0, longest_wait=None), {"uncapped"}),
        (Plan(attempts=None, max_retries=2, timeout=None), {"endless", "multiplied", "no-timeout"}),
    ],
)
def test_each_finding_is_put_into_words(plan: Plan, says: set[str], provider: Provider) -> None:
    found = retry_verdict.of_program(habits(program(plan, provider)), provider)
    if provider.sdk.errors.asked_wait is None:
        says = says - {"honours-retry-after"}
    if not provider.sdk.patience.retries:
        says = says - {"multiplied"}
    assert says <= {one.says for one in found}
    assert all(one.title and one.why and "{" not in one.title + one.why for one in found)


@pytest.mark.parametrize(
    ("provider", "example"),
    [
        pytest.param(provider, example, id=f"{provider.id}-{example}")
        for provider in own_sdk.every()
        for example in lesson.examples(provider)
    ],
)
def test_of_the_examples_the_wise_one_alone_has_nothing_unwise(provider: Provider, example: str) -> None:
    found = retry_verdict.of_program(habits(program(lesson.examples(provider)[example], provider)), provider)
    assert any(one.kind == "unwise" for one in found) is (example != "A wise one")


@pytest.mark.parametrize(
    ("plan", "script", "found"),
    [
        (Plan(), "429, 429, ok", "got-through"),
        (Plan(retries_on=("Exception",)), "400 x9", "vain"),
        (Plan(attempts=2), "503 x3, ok", "gave-up-early"),
        (Plan(), "503 x24", "gave-up"),
        (Plan(attempts=None, first_wait=0.1, factor=1.0), "503 x30", "cut-short"),
        (Plan(), "", "at-once"),
    ],
)
def test_what_happened_is_judged(plan: Plan, script: str, found: str, started: Started) -> None:
    done = finished(started(plan, script))
    assert found in {one.says for one in retry_verdict.of_run(done, fault_scripts.read(script))}


@with_asked_wait
def test_sooner_than_was_asked_is_too_soon(started: Started) -> None:
    script = "429 retry-after 9, ok"
    done = finished(started(Plan(honours_retry_after=False), script))
    assert "too-soon" in {one.says for one in retry_verdict.of_run(done, fault_scripts.read(script))}


@with_prices
def test_an_empty_account_is_not_worth_a_retry(started: Started, provider: Provider) -> None:
    done = finished(started(Plan(), "429 quota x5"))
    assert "vain-quota" in {
        one.says for one in retry_verdict.of_run(done, fault_scripts.read("429 quota x5"))
    }


@pytest.mark.parametrize("line", ["print(1 / 0)", "raise ValueError('too many tokens')"])
def test_a_retry_that_got_its_reply_got_through(line: str, started: Started) -> None:
    done = finished(started(Plan(), "429, ok", after=line))
    assert (done.state, came(done)) == ("done", ["429", "ok"])
    assert {"got-through", "stumbled"} <= {one.says for one in retry_verdict.of_run(done, [])}


def test_honoured_is_not_too_soon(started: Started) -> None:
    done = finished(started(Plan(), "429 retry-after 9, ok"))
    assert "too-soon" not in {one.says for one in retry_verdict.of_run(done, [])}


def test_the_timeline_shows_every_request_and_wait(started: Started) -> None:
    figure = retry_chart.timeline([finished(started(Plan(jitter=False), "503, 500, ok"))]).figure
    drawn = {trace.name: list(trace.x) for trace in figure.data}
    assert drawn["The program waits"] == [1.0, 2.0]
    assert [text for trace in figure.data if trace.name == "Failed" for text in trace.text] == ["503", "500"]
    assert len(drawn["Reply"]) == 1


def test_the_timeline_in_words(started: Started) -> None:
    done = finished(started(Plan(jitter=False), "503, ok"))
    assert (
        retry_chart.timeline([done]).alt == "Your code: 2 requests (503, ok), 1.0 s of waiting, then a reply."
    )
