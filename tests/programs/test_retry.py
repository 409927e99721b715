"""Retry programs: written, read back by what they do, changed by a control, and run as they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.programs import NotUnderstood
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.plan import changed, plan_of
from firstcall.programs.retry.program import Retry, read_retry
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.providers import Access, Provider
from tests import run_programs
from tests.having import with_asked_wait


def call_to(provider: Provider) -> Call:
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Name three colours."),), max_tokens=300
    )
    return provider.compose(settings, None)


def read(source: str, provider: Provider) -> Retry:
    return read_retry(source, provider.id, provider.sdk.methods, provider.sdk.client)


def own(provider: Provider, body: str) -> Habits:
    """The habits of a program written by hand; `ask` in it stands for the API call, `sdk.Busy` for what a 429 raises."""
    sdk = provider.sdk
    client = f"client = own.{sdk.client.rpartition('.')[2]}()"
    program = (
        f"import random, time\nimport {sdk.module} as own\nimport {sdk.errors_module} as sdk\n{client}\n"
    )
    asked = f'client.{sdk.methods[0]}(model="x", {provider.messages}=[])'
    busy = type(provider.calling.raised(429, None, False)).__name__
    return habits(read(program + body.replace("Busy", busy).replace("ask", asked), provider))


def told(plan: Plan, provider: Provider) -> Plan:
    """The plan as far as an SDK can be told it: one that never tries again, or never says how long to wait, is not."""
    plan = plan if provider.sdk.patience.retries else replace(plan, max_retries=0)
    return plan if provider.sdk.errors.asked_wait else replace(plan, honours_retry_after=True)


def is_one(provider: Provider, error: str, name: str, status: int) -> str:
    """Whether an error is that answer, as a program asks: by its class, or by its number."""
    errors = provider.sdk.errors
    by_number = f"getattr({error}, {errors.status!r}, None) == {status}"
    return by_number if errors.answered else f"isinstance({error}, sdk.{name})"


@pytest.mark.parametrize(
    "plan",
    [
        Plan(),
        Plan(attempts=7, first_wait=0.5, factor=3.0, longest_wait=9.0),
        Plan(jitter=False, honours_retry_after=False),
        Plan(attempts=None),
        Plan(longest_wait=None, max_retries=None, timeout=None),
        Plan(retries_on=("Exception",)),
        Plan(
            attempts=1, first_wait=0.0, factor=1.0, longest_wait=None, jitter=False, honours_retry_after=False
        ),
    ],
)
def test_what_is_written_is_read_back(plan: Plan, provider: Provider) -> None:
    done = plan_of(read(render_retry(plan, call_to(provider), provider), provider))
    assert done == told(plan, provider)


def test_the_program_makes_the_call_it_was_given_without_a_stream(provider: Provider) -> None:
    call = read(render_retry(Plan(), call_to(provider), provider), provider).call
    assert (call.model, call.streamed, call.client) == (
        models.DEFAULT[provider.id], False, provider.sdk.patience.written({}, 0, 20.0),
    )  # fmt: skip


def test_a_wise_program_retries_what_passes_and_nothing_else(provider: Provider) -> None:
    done = habits(read(render_retry(Plan(), call_to(provider), provider), provider))
    assert (done.missed, done.hopeless) == ([], [])
    told = {"408", "502", "504"} if provider.sdk.errors.answered else {"529"}
    assert done.retries == {"429", "500", "503", "time-out", "no connection"} | told


def test_exception_catches_a_bad_request_too(provider: Provider) -> None:
    source = render_retry(Plan(retries_on=("Exception",)), call_to(provider), provider)
    assert {"400", "401", "404"} <= habits(read(source, provider)).retries


def test_names_and_layout_are_the_learners_own(provider: Provider) -> None:
    body = """
pause = 1
tries = 0
while tries < 5:
    tries += 1
    try:
        answer = ask
        break
    except (sdk.Busy, sdk.ALL) as oh:
        if REFUSED or oh.STATUS == 404:
            raise
        print("oh", oh)
        time.sleep(pause)
        pause *= 3
else:
    raise SystemExit("no answer")
print(answer)
"""
    errors = provider.sdk.errors
    body = body.replace("ALL", errors.answered or "APIStatusError").replace("STATUS", errors.status)
    done = own(provider, body.replace("REFUSED", is_one(provider, "oh", "BadRequestError", 400)))
    assert (done.attempts, done.waits, done.jitter) == (
        5,
        (1.0, 3.0, 9.0, 27.0, 81.0)[:4] + done.waits[4:],
        False,
    )
    assert {"429", "500"} <= done.retries and not {"400", "404"} & done.retries


def test_what_is_only_shown_on_the_way_need_not_be_known(provider: Provider) -> None:
    body = """
import argparse
options = argparse.ArgumentParser().parse_args()
for pause in (1, 2):
    try:
        answer = ask
        break
    except sdk.Busy as error:
        if options.verbose:
            print(error)
        for name in options.names:
            print(name)
        time.sleep(pause)
"""
    assert own(provider, body).waits == (1.0,)


def test_a_way_out_that_is_not_known_is_not_passed_by(provider: Provider) -> None:
    body = """
options = sys.argv
for pause in (1, 2):
    try:
        ask
        break
    except sdk.Busy as error:
        if options.strict:
            raise
        time.sleep(pause)
"""
    with pytest.raises(NotUnderstood):
        own(provider, body)


def test_a_program_that_exits_does_not_try_again(provider: Provider) -> None:
    body = """
import sys
while True:
    try:
        ask
        break
    except sdk.ALL as error:
        if not BUSY:
            sys.exit(1)
        time.sleep(1)
"""
    busy = is_one(provider, "error", "RateLimitError", 429)
    body = body.replace("ALL", provider.sdk.errors.answered or "APIError")
    assert own(provider, body.replace("BUSY", busy)).retries == {"429"}


def test_a_list_of_waits_is_followed(provider: Provider) -> None:
    body = """
def ask_again():
    for pause in [2, 4, 8]:
        try:
            return ask
        except sdk.Busy:
            time.sleep(pause)
    raise SystemExit("no answer")
print(ask_again())
"""
    done = own(provider, body.replace("ask_again", "patiently"))
    assert (done.attempts, done.waits) == (3, (2.0, 4.0))


def test_a_loop_without_a_wait_is_seen(provider: Provider) -> None:
    done = own(
        provider,
        "while True:\n    try:\n        ask\n        break\n    except sdk.Busy:\n        pass\n",
    )
    assert (done.attempts, set(done.waits)) == (None, {0.0})


@with_asked_wait
def test_the_wait_read_from_the_response_counts_as_honouring(provider: Provider) -> None:
    body = """
for _ in range(4):
    try:
        ask
        break
    except sdk.Busy as error:
        time.sleep(ASKED)
"""
    asked_wait = provider.sdk.errors.asked_wait
    assert asked_wait is not None
    header = 'float(error.response.headers.get("retry-after", 1))'
    detail = (
        'float((error.details["error"]["details"] or [{"retryDelay": "1s"}])[0]["retryDelay"].rstrip("s"))'
    )
    asked = detail if asked_wait.in_body else header
    assert own(provider, body.replace("ASKED", asked)).honours_retry_after


def test_a_broken_connection_has_no_response_and_the_program_ends_with_it(provider: Provider) -> None:
    body = """
for _ in range(4):
    try:
        ask
        break
    except sdk.ALL as error:
        time.sleep(float(error.response.headers.get("retry-after", 1)))
"""
    body = body.replace("ALL", provider.sdk.errors.answered or "APIError")
    assert "no connection" not in own(provider, body).retries


def test_a_misspelt_class_is_named_with_its_line(provider: Provider) -> None:
    name = provider.sdk.caught(provider.sdk.errors.answered or "RateLimitError")
    source = render_retry(Plan(), call_to(provider), provider).replace(f"    {name},", f"    {name}s,")
    with pytest.raises(NotUnderstood) as refused:
        habits(read(source, provider))
    assert "RETRY_ON" in refused.value.message or f"{name}s" in refused.value.message
    assert refused.value.line


def test_nothing_in_the_program_is_executed(provider: Provider, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    source = render_retry(Plan(), call_to(provider), provider)
    source = source.replace(
        "load_dotenv()", f'open({str(trap)!r}, "w").write("x")\n__import__("os").mkdir({str(trap)!r})'
    )
    habits(read(source, provider))
    assert not trap.exists()


def test_a_wait_from_elsewhere_is_not_worked_out(provider: Provider) -> None:
    body = """
import os
wait = os.getpid()
while True:
    try:
        ask
        break
    except sdk.Busy:
        time.sleep(wait)
"""
    with pytest.raises(NotUnderstood):
        own(provider, body)


def test_an_endless_loop_without_a_call_is_refused(provider: Provider) -> None:
    with pytest.raises(NotUnderstood) as refused:
        own(provider, "while True:\n    pass\nask\n")
    assert refused.value.says == "follow endless"


def test_a_program_nested_too_deeply_is_refused(provider: Provider) -> None:
    with pytest.raises(NotUnderstood) as refused:
        own(provider, "wait = " + "1+" * 3000 + "1\nask\n")
    assert refused.value.says == "program deep"


@pytest.mark.parametrize(
    ("moved", "line"),
    [
        ({"attempts": 6}, "ATTEMPTS = 6"),
        ({"first_wait": 2.5}, "FIRST_WAIT = 2.5  # seconds"),
        ({"factor": 3.0}, "FACTOR = 3.0  # each wait is this many times the one before"),
        ({"longest_wait": 3.0}, "LONGEST_WAIT = 3.0"),
    ],
)
def test_a_slider_changes_one_line_only(moved: dict[str, float], line: str, provider: Provider) -> None:
    written = render_retry(Plan(), call_to(provider), provider)
    before = written.replace("            wait = min", "            # mine\n            wait = min")
    retry = read(before, provider)
    after = changed(retry, replace(plan_of(retry), **moved), provider)
    new = [one for one, two in zip(after.splitlines(), before.splitlines(), strict=True) if one != two]
    assert new == [line]


@pytest.mark.parametrize("moved", [{"jitter": False}, {"honours_retry_after": False}, {"max_retries": 2},
                                   {"retries_on": ("first",)}, {"attempts": 2}])  # fmt: skip
def test_after_a_control_the_program_does_what_it_says(moved: dict[str, object], provider: Provider) -> None:
    retry = read(render_retry(Plan(), call_to(provider), provider), provider)
    if "retries_on" in moved:
        moved = {"retries_on": ("429",) if provider.sdk.errors.answered else ("RateLimitError",)}
    wanted = told(replace(plan_of(retry), **moved), provider)
    assert plan_of(read(changed(retry, wanted, provider), provider)) == wanted


def prepared(practice: str, access: Access, script: list[dict[str, object]]) -> None:
    body = {"pace": {"first_token_seconds": 0, "tokens_per_second": 0}, "faults": script}
    answer = httpx2.put(f"{practice}/control", json=body, headers={"authorization": f"Bearer {access.key}"})
    answer.raise_for_status()


BUSY_TWICE: list[dict[str, object]] = [
    *({"fault": "status", "status": 429, "retry_after": 0.01},) * 2, {"fault": "ok"}
]  # fmt: skip
QUICK = Plan(first_wait=0.01, timeout=30.0)


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_the_program_gets_through_as_it_stands(
    language: str, practice: str, access: Access, provider: Provider, tmp_path: Path
) -> None:
    prepared(practice, access, BUSY_TWICE)
    call = call_to(provider)
    if not provider.address.needs_key:  # what is sent by itself does not say whose faults it is to meet
        call = replace(call, client={"headers": {"authorization": f"Bearer {access.key}"}})
    source = render_retry(QUICK, call, provider, language)
    done = run_programs.run(source, language, provider, practice, tmp_path, access.key)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    busy = type(provider.calling.raised(429, None, False)).__name__
    if language == "javascript" and provider.sdk.errors.answered == "APIError":  # Google's is another there
        busy = "ApiError"
    assert [line.partition(".")[0] for line in said[:2]] == [
        f"Attempt 1: {busy}", f"Attempt 2: {busy}",
    ]  # fmt: skip
    assert said[-1].endswith("tokens out")


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_the_program_leaves_a_bad_key_alone(
    language: str, practice: str, provider: Provider, tmp_path: Path
) -> None:
    call = call_to(provider)
    if provider.wrong_key_status is None:  # it looks at no key: another request that nothing can mend
        call = replace(call, arguments={**call.arguments, "model": "no-such-model"})
    source = render_retry(QUICK, call, provider, language)
    done = run_programs.run(source, language, provider, practice, tmp_path, "sk-wrong")
    assert done.returncode != 0
    assert str(provider.wrong_key_status or 404) in done.stdout + done.stderr and "Attempt" not in done.stdout


@pytest.mark.languages
def test_the_curl_command_gets_through_as_it_stands(
    practice: str, access: Access, provider: Provider, tmp_path: Path
) -> None:
    prepared(practice, access, [{"fault": "status", "status": 429, "retry_after": 1}, {"fault": "ok"}])
    source = render_retry(QUICK, call_to(provider), provider, "curl")
    done = run_programs.run(source, "curl", provider, practice, tmp_path, access.key)
    assert done.returncode == 0, done.stderr
    assert models.DEFAULT[provider.id] in done.stdout
