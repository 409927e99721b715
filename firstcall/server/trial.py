"""Calls that the app makes for itself, to see what a learner's answer is worth.

They go to the practice server, at once and for nobody: no learner waits or pays for them, and no ledger
knows them. The same call is made once.
"""

from __future__ import annotations

import importlib
import secrets
from dataclasses import dataclass, field, replace
from functools import lru_cache

import httpx2

from firstcall import models, providers
from firstcall.calls import Call, Message
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.server import server

SECONDS = 10.0
"""A call that takes longer here will not come: the practice server answers at once."""
ANOTHER_PROMPT = "Name three rivers of Europe, each with the sea that it reaches."
_INSTANT = {"first_token_seconds": 0, "tokens_per_second": 0}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A call that can be looked up: two that are written alike are the same one."""

    written: str
    call: Call = field(compare=False)


def made(call: Call) -> Run:
    """The finished run of a call. Raises `TimeoutError` where the practice server does not answer."""
    return _made(_Asked(repr(call), call))


@lru_cache(maxsize=256)
def _made(asked: _Asked) -> Run:
    provider = providers.get(asked.call.provider)
    # To load it takes seconds the first time, and the wait below is for an answer.
    importlib.import_module(provider.sdk.module)
    origin = server.practice_origin()
    key = f"sk-practice-trial-{secrets.token_hex(8)}"
    httpx2.put(
        f"{origin}/control",
        headers={"authorization": f"Bearer {key}"},
        json={"pace": _INSTANT},
        timeout=SECONDS,
        verify=False,  # no certificates to load for a server on this machine
    ).raise_for_status()
    access = Access(key, origin + provider.address.practice_path)
    run = runs.start(asked.call, provider, access, step="trial", mode="practice")
    if not run.wait(SECONDS):
        run.stop()
        raise TimeoutError("the practice server did not answer a call of the app's own")
    return run


def others(run: Run) -> list[Run]:
    """Other replies of the same kind, as a program would get them on another day: one to another prompt,
    and one from a model of the same provider that thinks where this one does not, or the other way round."""
    settings = replace(
        run.provider.read(run.call), messages=(Message("user", ANOTHER_PROMPT),), max_tokens=1024
    )
    found = models.find(run.call.model)
    calls = [run.provider.compose(settings, run.call)]
    for other in run.provider.offered:
        if found is not None and other.thinks != found.thinks:
            calls.append(run.provider.compose(replace(settings, model=other.id, effort=None), run.call))
            break
    tried = [made(call) for call in calls]
    return [one for one in tried if one.reply is not None]


def stopped_by_sequence(run: Run) -> bool:
    """Whether a stop sequence ended a reply, also where the provider has one word for that and a natural end.

    Then the same call without it says on: one of the sequences comes up there. A live reply is believed.
    """
    settings = run.provider.read(run.call)
    if not settings.stop or run.reply is None or run.reply.cut_off:
        return False
    if run.reply.stop_reason == "stop_sequence" or run.mode == "live":
        return True
    whole = made(run.provider.compose(replace(settings, stop=()), run.call))
    return any(sequence in whole.text for sequence in settings.stop)
