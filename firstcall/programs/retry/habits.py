"""What a retry program would do, found out by leading it through failures: no call is made.

A program is judged by what it does, so names and layout are the learner's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from firstcall import providers
from firstcall.calls.failures import of_status
from firstcall.programs.follow.budget import Budget
from firstcall.programs.follow.steps import Ask, Raised, Steps, Wait
from firstcall.programs.patience import TooMuch, shared
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.retry.program import Retry
from firstcall.programs.retry.write import Plan
from firstcall.providers import Provider

MOST_ASKS = 30
_LUCKIEST = 0.999999
SIGNS = ("400", "401", "403", "404", "413", "429", "500", "503", "529", "time-out", "no connection")
"""The failures that a program is led through, by the name that a learner sees."""
_LINE = {"time-out", "no connection"}


def signs_of(provider: Provider) -> tuple[str, ...]:
    """The failures that a program of a provider is led through: its own answers, where a program tells them by number."""
    statuses = provider.sdk.errors.statuses
    return (*map(str, statuses), *(sign for sign in SIGNS if sign in _LINE)) if statuses else SIGNS


def _passes(sign: str) -> bool:
    return sign in _LINE or of_status(int(sign)).passes


@dataclass(frozen=True)
class Habits:
    """What a program does. `attempts` is `None` where it never gives up; `waits` are the longest that
    chance gives, in seconds, one for each retry; `retries` are those of `signs` that it tries again. The SDK makes
    `max_retries` more, by itself `usual_retries`."""

    attempts: int | None
    waits: tuple[float, ...]
    jitter: bool
    honours_retry_after: bool
    retries: frozenset[str]
    signs: tuple[str, ...]
    max_retries: int | None
    timeout: float | None
    usual_retries: int

    @property
    def hopeless(self) -> list[str]:
        """What it tries again for nothing."""
        return [sign for sign in self.signs if sign in self.retries and not _passes(sign)]

    @property
    def missed(self) -> list[str]:
        """What it does not try again, though it passes."""
        return [sign for sign in self.signs if sign not in self.retries and _passes(sign)]

    @property
    def plan(self) -> Plan:
        """The same as numbers for the controls; the classes are not known here and left empty."""
        first = self.waits[0] if self.waits else 0.0
        ratios = [
            later / sooner for sooner, later in zip(self.waits, self.waits[1:], strict=False) if sooner > 0
        ]
        factor = ratios[0] if ratios else 1.0
        flat = len(ratios) > 1 and factor > 1 and ratios[-1] < factor * 0.99
        return Plan(
            attempts=self.attempts,
            first_wait=_tidy(first),
            factor=_tidy(factor),
            longest_wait=_tidy(max(self.waits)) if flat else None,
            jitter=self.jitter,
            honours_retry_after=self.honours_retry_after,
            retries_on=(),
            max_retries=self.max_retries,
            timeout=self.timeout,
        )


def habits(retry: Retry) -> Habits:
    """Lead a program through every kind of failure. Raises `NotUnderstood` where it cannot be followed."""
    with shared():
        found = _habits(retry)
    if isinstance(found, NotUnderstood):
        raise found.afresh()
    return found


@lru_cache(maxsize=128)  # a page asks several times for each key that is typed
def _habits(retry: Retry) -> Habits | NotUnderstood:
    try:
        return _led_through_all(retry)
    except NotUnderstood as refused:
        if isinstance(refused, TooMuch) and not refused.counted:
            raise
        return refused.afresh()


def _led_through_all(retry: Retry) -> Habits:
    budget = Budget()

    def asked(error: Exception, luck: Callable[[], float] = lambda: _LUCKIEST) -> list[float]:
        """The seconds waited after each ask that failed with `error`; the last one ended it with 0."""
        return led(retry.steps(luck, budget=budget), [error] * MOST_ASKS)

    provider = providers.get(retry.call.provider)
    signs = signs_of(provider)
    retries = frozenset(sign for sign in signs if len(asked(error_of(provider.id, sign))) > 1)
    sign = next((sign for sign in ("429", *signs) if sign in retries), "429")
    error = error_of(provider.id, sign)
    waits = asked(error)[:-1]
    asked_for = (waits[0] if waits else 1.0) * 1.3 + 0.7
    again = asked(error_of(provider.id, "429", asked_for))[:1]
    client = retry.call.client
    patience = provider.sdk.patience
    return Habits(
        attempts=None if len(waits) + 1 >= MOST_ASKS else len(waits) + 1,
        waits=tuple(waits),
        jitter=asked(error, lambda: 0.0)[:1] != waits[:1] if waits else False,
        honours_retry_after=provider.sdk.errors.asked_wait is None  # then nothing asks
        or ("429" in retries and bool(again) and again[0] >= asked_for * 0.999),
        retries=retries,
        signs=signs,
        max_retries=patience.retries_of(client),
        timeout=_number(retry.call.arguments.get("timeout", patience.seconds_of(client))),
        usual_retries=patience.usual_retries,
    )


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def led(steps: Steps, outcomes: Sequence[Exception | None]) -> list[float]:
    """The seconds that a program waits after each ask, given what each ask brings (`None`: a reply)."""
    waits: list[float] = []
    try:
        step = next(steps)
        while True:
            if isinstance(step, Ask):
                if len(waits) == len(outcomes):
                    return waits
                waits.append(0.0)
                step = steps.send(outcomes[len(waits) - 1])
            else:
                assert isinstance(step, Wait)
                if waits:
                    waits[-1] += step.seconds
                step = steps.send(None)
    except (StopIteration, Raised):
        return waits
    finally:
        steps.close()


@lru_cache(maxsize=128)
def error_of(provider: str, sign: str, wait: float | None = None) -> Exception:
    """An exception of the provider's SDK as that failure raises it; its answer may ask to wait."""
    status = None if sign in _LINE else int(sign)
    return providers.get(provider).calling.raised(status, wait, sign == "time-out")


def _tidy(value: float) -> float:
    """0.999999 for 1: the luckiest number is not quite 1."""
    return round(value, 3)
