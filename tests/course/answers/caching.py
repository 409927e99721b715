"""Answers to the exercises of "Prompt caching"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from firstcall import providers
from firstcall.programs import files
from firstcall.running.runs import Run
from firstcall.steps.caching import lesson
from firstcall.steps.caching.lesson import adds
from tests.course.answered import asked, call, done, run, typed

WHOLE = files.part(lesson.TEXT, None)
FRIDAY, FAMILY = "Until when is the museum open on Fridays?", "What does a family ticket cost?"
SHORT = files.part(lesson.TEXT, 1_000)
HAIKU_4_5 = {"model": "claude-haiku-4-5", "effort": None}


@cache
def calls(provider: str, *said: tuple[str, str], marked: bool = True, **changes: object) -> tuple[Run, ...]:
    """Calls of one learner one after the other, each a system prompt and a question."""
    learner = f"{abs(hash((provider, said, marked, *changes.items())))}"
    made = [call(provider, prompt, system=system, **changes) for system, prompt in said]
    of = providers.get(provider)
    return tuple(run(adds(of, one) if marked else one, learner=learner) for one in made)


def of(provider: str, *said: tuple[str, str], **more: bool) -> Callable[[], Sequence[Run]]:
    return lambda: calls(provider, *said, **more)


def older(*said: tuple[str, str]) -> Callable[[], Sequence[Run]]:
    """Calls to a model that keeps from 4,096 tokens on."""
    return lambda: calls("anthropic", *said, **HAIKU_4_5)


AGAIN = ((WHOLE, FRIDAY), (WHOLE, FRIDAY))
ANOTHER = ((WHOLE, FRIDAY), (WHOLE, FAMILY))
DATED = ((WHOLE, FRIDAY), (f"Today is Monday.\n\n{WHOLE}", FRIDAY))

ANSWERS = {
    "another": done(
        {
            "anthropic": of("anthropic", *ANOTHER),
            "openai": of("openai", *ANOTHER),
            "google": of("google", *ANOTHER),
            "after the same": of("anthropic", *AGAIN, (WHOLE, FAMILY)),
        },
        {
            "the same again": of("anthropic", *AGAIN),
            "another spelling": of("openai", (WHOLE, FRIDAY), (WHOLE, f"  {FRIDAY.upper()} ")),
            "no mark": of("anthropic", *ANOTHER, marked=False),
            "too short": of("anthropic", (SHORT, FRIDAY), (SHORT, FAMILY)),
            "a date in front": of("google", (WHOLE, FRIDAY), (f"Monday. {WHOLE}", FAMILY)),
            "no counter": of("ollama", *ANOTHER),
            "something else": lambda: [asked("anthropic")],
        },
    ),
    "missed": done(
        {
            "anthropic": of("anthropic", *DATED),
            "openai": of("openai", *DATED),
            "google": of("google", *DATED),
            "after a hit": of("anthropic", *AGAIN, (f"X {WHOLE}", FRIDAY)),
        },
        {
            "the same again": of("anthropic", *AGAIN),
            "another question": of("openai", *ANOTHER),
            "only with a date": of("google", (f"Today is Monday.\n\n{WHOLE}", FRIDAY)),
            "a word less": of("anthropic", (WHOLE, FRIDAY), (files.part(lesson.TEXT, 8_000), FRIDAY)),
            "a date and less": of(
                "anthropic", (WHOLE, FRIDAY), (f"Monday. {files.part(lesson.TEXT, 8_000)}", FRIDAY)
            ),
            "too short": of("openai", (SHORT, FRIDAY), (f"Monday. {SHORT}", FRIDAY)),
            "no counter": of("ollama", *DATED),
        },
    ),
    "silent": done(
        {
            "anthropic": of("anthropic", (SHORT, FRIDAY), (SHORT, FRIDAY)),
            "openai": of("openai", (SHORT, FRIDAY), (SHORT, FRIDAY)),
            "google": of("google", (SHORT, FRIDAY), (SHORT, FRIDAY)),
            "enough for another model": older(*[(files.part(lesson.TEXT, 8_000), FRIDAY)] * 2),
        },
        {
            "long enough": of("anthropic", *AGAIN),
            "once": of("anthropic", (SHORT, FRIDAY)),
            "two questions": of("openai", (SHORT, FRIDAY), (SHORT, FAMILY)),
            "two texts": of("google", (SHORT, FRIDAY), (f"{SHORT} And more.", FRIDAY)),
            "enough for this model": of("anthropic", *[(files.part(lesson.TEXT, 8_000), FRIDAY)] * 2),
            "no counter": of("ollama", (SHORT, FRIDAY), (SHORT, FRIDAY)),
        },
    ),
    "hour": typed(
        "caching.hour",
        ["3", "3.", "call 3", "from number 3 on"],
        ["2", "1", "4", "10", "third", "2 or 3"],
        lambda: calls("anthropic", *AGAIN),
    ),
}
