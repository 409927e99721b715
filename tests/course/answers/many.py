"""Answers to the exercises of "From one call to many": jobs that were really done."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import httpx2

from firstcall import providers
from firstcall.course.exercise import Evidence
from firstcall.ledger import prices
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.server import server
from firstcall.steps.many import lesson
from tests.course.answered import Answers, Did, call, done, run, typed

Made = Callable[[], Sequence[Run]]


@cache
def job(
    id: str, at_once: int, reviews: int = lesson.MOST, *, status: int = 0, a_minute: int = 0, retries: int = 0
) -> Sequence[Run]:
    """A job at a provider; its first request is answered with a status, or `a_minute` is its rate limit."""
    provider, key, origin = (
        providers.get(id),
        f"sk-practice-{secrets.token_hex(6)}",
        server.practice_origin(),
    )
    pace = {"first_token_seconds": 0.1, "tokens_per_second": 100_000}
    faults = [{"fault": "status", "status": status, "retry_after": 0.01}] if status else []
    httpx2.put(
        f"{origin}/control",
        headers={"authorization": f"Bearer {key}"},
        json={"pace": pace | {"requests_per_minute": a_minute or 10_000}, "faults": faults},
        verify=False,
    ).raise_for_status()
    access = Access(key, origin + provider.address.practice_path)
    client = provider.sdk.patience.written({}, retries)
    parts = lesson.parts(provider, replace(call(id), client=client), lesson.REVIEWS[:reviews])
    batch = Batch(
        parts,
        lambda one: runs.start(one, provider, access, step="answers", mode="practice"),
        name=f"job {key}",
        at_once=at_once,
    )
    assert batch.wait(60)
    return batch.runs


def did(id: str, at_once: int, reviews: int = lesson.MOST, **how: int) -> Made:
    return lambda: job(id, at_once, reviews, **how)


def nothing() -> Sequence[Run]:
    return []


def alone() -> Sequence[Run]:
    """A call of another page that was refused."""
    return [run(replace(call("openai"), client={"max_retries": 0}), {"fault": "status", "status": 429})]


def half(answer: Callable[[Decimal], str], id: str = "openai") -> Did:
    """An answer that depends on the price of a job."""

    def evidence() -> Evidence:
        made = job(id, 6)
        usd = sum((one.record.usd for one in made if one.record and one.record.usd), Decimal(0))
        return Evidence(made, answers={"many.half": answer(usd)})

    return evidence


ANSWERS = {
    "refused": done(
        {
            "all at once": did("openai", 12, a_minute=3),
            "all at once, Claude": did("anthropic", 12, a_minute=3),
            "some at once": did("openai", 6, a_minute=4),
            "one, and sent again": did("openai", 12, status=429, retries=2),
        },
        {
            "nothing": nothing,
            "within the limit": did("openai", 6),
            "one by one": did("openai", 1),
            "no limit at home": did("ollama", 12),
            "another failure": did("openai", 6, status=500),
            "a single call": alone,
        },
    ),
    "clean": done(
        {
            "six at once": did("openai", 6),
            "all at once, where that is allowed": did("ollama", 12),
            "Claude": did("anthropic", 6),
            "Claude, all at once": did("anthropic", 12),
        },
        {
            "nothing": nothing,
            "one by one": did("openai", 1),
            "refused": did("openai", 12, a_minute=3),
            "refused and sent again": did("openai", 12, status=429, retries=2),
            "another failure": did("openai", 6, status=500),
            "too few": did("openai", 6, 6),
        },
    ),
    "between": typed(
        "many.between",
        ["1.2", "1,2 s", "1.25", "about 1.2 seconds"],
        ["1", "0.02", "2", "0", "a minute", "50"],
        nothing,
    ),
    "half": Answers(
        {
            "exactly": half(lambda usd: f"{usd * 50:f}"),
            "as it is written": half(lambda usd: prices.money(usd / 2)),
            "in a sentence": half(lambda usd: f"about {usd * 50:.6f} cents"),
            "Claude": half(lambda usd: f"{usd * 50:f}", "anthropic"),
        },
        {
            "the full price": half(lambda usd: f"{usd * 100:f}"),
            "a tenth": half(lambda usd: f"{usd * 10:f}"),
            "in dollars": half(lambda usd: f"{usd / 2:f}"),
            "no number": half(lambda usd: "much less"),
            "nothing": half(lambda usd: "0"),
            "at home": half(lambda usd: "0", "ollama"),
        },
    ),
}
