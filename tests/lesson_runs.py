"""Real calls for the checks of lessons: each goes to the practice server and comes back finished."""

from __future__ import annotations

from collections.abc import Callable

import httpx2

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.runs import Run

KEY = "sk-practice-lessons"

Ask = Callable[..., Run]
"""Texts of the conversation in turn, user first; `system=`, `provider=`, `batch=` where wanted."""


def asking(practice: str, provider: Provider, step: str) -> Ask:
    """Makes calls to one provider, without waits."""
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()

    def ask(*texts: str, system: str = "", provider: Provider = provider, batch: str = "") -> Run:
        said = [Message("assistant" if at % 2 else "user", text) for at, text in enumerate(texts)]
        settings = Settings(models.DEFAULT[provider.id], tuple(said), system, 1000, stream=True)
        access = Access(KEY, practice + provider.address.practice_path)
        run = runs.start(provider.compose(settings, None), provider, access, step=step, mode="practice")
        run.batch = batch
        assert run.wait(30), "the run did not end"
        return run

    return ask
