"""How often a learner may ask: headers that count down, and the 429 of who asks too often."""

from __future__ import annotations

import re

import anthropic
import httpx2
import openai
import pytest

from firstcall.practice.learners import Learners
from firstcall.practice.pace import INSTANT, LIFELIKE, Pace
from firstcall.practice.rates import MOST_BUCKETS, Rates
from tests.practice_fixture import CHAT, GEMINI, MESSAGES, claude, gemini, gpt, post

ACME = ("/acme", "192.0.2.1")
LEFT = {MESSAGES: "anthropic-ratelimit-requests-remaining", CHAT: "x-ratelimit-remaining-requests"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def headers(key: str) -> dict[str, str]:
    bearer = {"authorization": f"Bearer {key}", "x-goog-api-key": key}
    return {"x-api-key": key, "anthropic-version": "2026-10-21"} | bearer


def limit(url: str, key: str, requests: int) -> None:
    pace = {"first_token_seconds": 0, "tokens_per_second": 0, "requests_per_minute": requests}
    answer = httpx2.put(f"{url}/control", json={"pace": pace}, headers=headers(key), verify=False)
    assert answer.json()["pace"] == pace


def test_a_bucket_empties_by_one_and_fills_steadily() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert [rates.take("ann", ACME, 60).remaining for _ in range(60)] == list(range(59, -1, -1))
    early = rates.take("ann", ACME, 60)
    assert (early.remaining, early.wait, early.full_in) == (0, 1.0, 60.0)
    assert rates.take("bob", ACME, 60).remaining == rates.take("ann", ("/other", ""), 60).remaining == 59
    assert rates.take("ann", ("/acme", "192.0.2.2"), 60).remaining == 59
    clock.now = 2.5
    assert [rates.take("ann", ACME, 60).wait for _ in range(3)] == [0, 0, 0.5]
    clock.now = 1000
    assert rates.take("ann", ACME, 60).remaining == 59


def test_a_bucket_may_hold_less_than_a_minutes_requests() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert [rates.take("ann", ACME, 120, 3).remaining for _ in range(3)] == [2, 1, 0]
    early = rates.take("ann", ACME, 120, 3)
    assert (early.limit, early.wait, early.full_in) == (120, 0.5, 1.5)
    clock.now = 60
    assert rates.take("ann", ACME, 120, 3).remaining == 2


def test_buckets_are_bounded_and_forgotten() -> None:
    rates = Rates()
    for number in range(MOST_BUCKETS + 10):
        rates.take(f"learner {number}", ACME, 10)
    assert len(rates) == MOST_BUCKETS
    rates.forget(f"learner {MOST_BUCKETS}")
    assert len(rates) == MOST_BUCKETS - 1


@pytest.mark.parametrize(
    ("pace", "waits"), [(LIFELIKE, True), (INSTANT, False), (Pace(0.0, 0.0, 3), True), (Pace(0.0, 9.0), True)]
)
def test_who_wants_no_waiting_has_no_limit_unless_one_is_set(pace: Pace, waits: bool) -> None:
    learners = Learners(pace, Clock())
    asked = [learners.rate("sk-practice-a", ACME, 3) for _ in range(4)]
    assert [rate.remaining for rate in asked] == [2, 1, 0, 0]
    assert bool(asked[-1].wait) is waits


@pytest.mark.parametrize(("path", "body"), [(MESSAGES, claude()), (CHAT, gpt())])
def test_a_hundred_calls_in_a_row_meet_the_limit(url: str, path: str, body: dict[str, object]) -> None:
    key = headers(f"sk-practice-hundred-{len(path)}")
    limit(url, key["x-api-key"], 50)
    answers = [post(url + path, body, key) for _ in range(100)]
    assert [int(answer.headers[LEFT[path]]) for answer in answers[:10]] == list(range(49, 39, -1))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 429} and statuses.index(429) >= 50
    early = answers[statuses.index(429)]
    assert early.headers[LEFT[path]] == "0" and int(early.headers["retry-after"]) in {1, 2}
    assert re.search(
        r"of 50 requests per minute|Limit 50, Used 50, Requested 1\. Please try again in", early.text
    )


def test_google_says_in_the_body_how_long_to_wait(url: str) -> None:
    key = headers("sk-practice-google")
    limit(url, key["x-api-key"], 3)
    answers = [post(f"{url}{GEMINI}:generateContent", gemini(), key) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    details = {detail["@type"].rpartition(".")[2]: detail for detail in answers[3].json()["error"]["details"]}
    assert 15 < float(details["RetryInfo"]["retryDelay"].removesuffix("s")) <= 20
    assert details["QuotaFailure"]["violations"][0]["quotaValue"] == "3"
    assert not any("ratelimit" in name or name == "retry-after" for name in answers[3].headers)
    assert post(f"{url}{GEMINI}:countTokens", {"contents": gemini()["contents"]}, key).status_code == 200


def test_a_request_that_is_refused_counts_and_one_without_a_key_does_not(url: str) -> None:
    key = headers("sk-practice-refused")
    assert post(url + CHAT, gpt(model="?"), key).headers[LEFT[CHAT]] == "499"
    assert LEFT[CHAT] not in post(url + CHAT, gpt(), headers("sk-1")).headers
    assert post(url + CHAT, gpt(), key).headers[LEFT[CHAT]] == "498"


def test_a_scripted_429_has_nothing_left(url: str) -> None:
    key = headers("sk-practice-scripted")
    script = {"faults": [{"fault": "status", "status": 429}] * 2}
    httpx2.put(f"{url}/control", json=script, headers=key, verify=False)
    for path, body in ((MESSAGES, claude()), (CHAT, gpt())):
        assert post(url + path, body, key).headers[LEFT[path]] == "0"


def test_the_sdks_wait_as_long_as_they_are_told(url: str) -> None:
    key = "sk-practice-waits"
    limit(url, key, 60)
    with anthropic.Anthropic(api_key=key, base_url=f"{url}/anthropic", max_retries=3) as claudes:
        assert {claudes.messages.create(**claude()).type for _ in range(61)} == {"message"}
    with openai.OpenAI(api_key=key, base_url=f"{url}/openai/v1", max_retries=0) as gpts:
        assert gpts.chat.completions.create(**gpt()).choices
