"""Jobs of the page, done by the real SDKs at the practice server."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Call
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.batch import Batch
from firstcall.steps.many import lesson
from firstcall.steps.many.job import Job
from firstcall.steps.many.lesson import Limit
from firstcall.ui.translate import for_provider

Do = Callable[..., Job]


def opening(provider: Provider) -> Call:
    """The call of the box as it stands at first."""
    return provider.compose(for_provider(lesson.OPENING, provider, models.DEFAULT[provider.id]), None)


@pytest.fixture
def do(practice: str) -> Do:
    """Does a job on an account of its own: at once, or with the pace that is given. No SDK tries again unless it may."""

    def done(
        provider: Provider,
        limit: Limit,
        reviews: Sequence[str] = lesson.REVIEWS,
        *,
        retries: int | None = None,
        faults: Sequence[dict[str, object]] = (),
        **pace: float,
    ) -> Job:
        key = f"sk-practice-{secrets.token_hex(8)}"
        told = {"first_token_seconds": 0, "tokens_per_second": 0} | pace
        httpx2.put(
            f"{practice}/control",
            headers={"authorization": f"Bearer {key}"},
            json={"pace": told, "faults": list(faults)},
        ).raise_for_status()
        access = Access(key, practice + provider.address.practice_path)
        call = opening(provider)
        if retries is not None:
            call = replace(call, client=provider.sdk.patience.written({}, retries))
        batch = Batch(
            lesson.parts(provider, call, reviews),
            lambda one: runs.start(one, provider, access, step="many", mode="practice"),
            name=f"job {key}",
            at_once=limit.at_once,
            seconds_between=limit.seconds_between,
        )
        assert batch.wait(60)
        return Job(limit, provider.handle, batch)

    return done
