"""Right and wrong answers to every exercise, by step: what is judged must be what was done, however it was done."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import httpx2

from firstcall import models, providers
from firstcall.calls import Call, Message, Settings
from firstcall.course.exercise import Evidence
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.server import server

Did = Callable[[], Evidence]


@dataclass(frozen=True)
class Answers:
    """What was done, by the name of its test case: at least four times right, six times wrong."""

    right: dict[str, Did]
    wrong: dict[str, Did]


def typed(id: str, right: Sequence[str], wrong: Sequence[str], runs: Callable[[], Sequence[Run]]) -> Answers:
    """Answers that are typed, after the same calls."""

    def one(text: str) -> Did:
        return lambda: Evidence(runs(), answers={id: text})

    return Answers({text: one(text) for text in right}, {text: one(text) for text in wrong})


def done(
    right: dict[str, Callable[[], Sequence[Run]]], wrong: dict[str, Callable[[], Sequence[Run]]]
) -> Answers:
    """Answers that are calls."""

    def one(made: Callable[[], Sequence[Run]]) -> Did:
        return lambda: Evidence(made())

    return Answers({n: one(m) for n, m in right.items()}, {n: one(m) for n, m in wrong.items()})


def settings(provider: str, prompt: str = "What is an API?", **changes: Any) -> Settings:
    """What the controls say for one question."""
    quiet = models.find(models.DEFAULT[provider])
    plain = Settings(
        models.DEFAULT[provider],
        (Message("user", prompt),),
        max_tokens=1024,
        effort=quiet.quiet_effort if quiet else None,
        stream=False,
    )
    return replace(plain, **changes)


def call(provider: str, prompt: str = "What is an API?", **changes: Any) -> Call:
    return providers.get(provider).compose(settings(provider, prompt, **changes), None)


def run(
    made: Call,
    *faults: dict[str, Any],
    batch: str = "",
    stop_after: int = 0,
    tokens_per_second: float = 0,
    learner: str = "",
) -> Run:
    """A call that was really made, under a script of faults, stopped by the learner after some characters; by a
    `learner` of whom the server may know something, else by a new one."""
    provider = providers.get(made.provider)
    key, origin = f"sk-practice-answers-{learner or secrets.token_hex(6)}", server.practice_origin()
    pace = {"first_token_seconds": 0, "tokens_per_second": tokens_per_second}
    httpx2.put(
        f"{origin}/control",
        headers={"authorization": f"Bearer {key}"},
        json={"pace": pace, "faults": list(faults)},
        verify=False,
    ).raise_for_status()
    access = Access(key, origin + provider.address.practice_path)
    started = runs.start(made, provider, access, step="answers", mode="practice")
    started.batch = batch
    while stop_after and len(started.text) < stop_after and not started.wait(0.01):
        continue
    if stop_after:
        started.stop()
    assert started.wait(20)
    return started


@cache
def asked(provider: str, prompt: str = "What is an API?", **changes: Any) -> Run:
    """A reply; the same one for the same question."""
    return run(call(provider, prompt, **changes))
