"""Answers to the exercises of "Tune the output"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache

from firstcall.course.exercise import Evidence, Guess
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, done, run

BEFORE, AFTER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
HAIKU, LIST = "Write a haiku about the sea.", "List ten breakfast foods as a numbered list."
Made = Callable[[], Sequence[Run]]


def guessed(id: str, made: Made, value: str | None = "2", at: datetime = BEFORE) -> Did:
    guesses = {} if value is None else {f"tune.{id}": Guess(value, at)}
    return lambda: Evidence(made(), guesses=guesses)


def limits(*sizes: int, prompt: str = "What is an API?", provider: str = "openai") -> Made:
    return lambda: [asked(provider, prompt, max_tokens=size) for size in sizes]


@cache
def haiku(number: int, temperature: float | None = None, prompt: str = HAIKU) -> Run:
    return run(call("openai", prompt, temperature=temperature))


def haikus(warm: int, cold: int, prompt: str = HAIKU) -> Made:
    return lambda: [
        *(haiku(number, 1.0, prompt) for number in range(warm)),
        *(haiku(number, 0.0, prompt) for number in range(cold)),
    ]


def stopped(*sequences: str, prompt: str = LIST, provider: str = "openai", **changes: object) -> Made:
    return lambda: [asked(provider, prompt, stop=sequences, **changes)]


def refused(*then: Callable[[], Run]) -> Made:
    return lambda: [asked("openai", effort="medium", temperature=0.5), *(one() for one in then)]


def claude(**changes: object) -> Run:
    return asked("anthropic", **changes)


ANSWERS = {
    "ceiling": Answers(
        {
            "raised": guessed("ceiling", limits(16, 1024)),
            "a ladder": guessed("ceiling", limits(8, 16, 512, 1024)),
            "another provider": guessed("ceiling", limits(8, 1024, provider="anthropic")),
            "a wrong guess": guessed("ceiling", limits(16, 1024), "2048"),
        },
        {
            "no guess": guessed("ceiling", limits(16, 1024), None),
            "a guess afterwards": guessed("ceiling", limits(16, 1024), at=AFTER),
            "cut off alone": guessed("ceiling", limits(8, 16)),
            "whole alone": guessed("ceiling", limits(1024)),
            "lowered": guessed("ceiling", limits(1024, 16)),
            "another prompt": guessed(
                "ceiling", lambda: [*limits(16)(), asked("openai", "Say hi.", max_tokens=1024)]
            ),
            "another provider": guessed("ceiling", lambda: [*limits(16)(), asked("anthropic")]),
            "a guess alone": guessed("ceiling", lambda: []),
        },
    ),
    "haiku": Answers(
        {
            "five and five": guessed("haiku", haikus(5, 5)),
            "six and five": guessed("haiku", haikus(6, 5)),
            "a wrong guess": guessed("haiku", haikus(5, 5), "0"),
            "another subject": guessed("haiku", haikus(5, 5, "Please write one haiku about rain.")),
        },
        {
            "no guess": guessed("haiku", haikus(5, 5), None),
            "a guess afterwards": guessed("haiku", haikus(5, 5), at=AFTER),
            "warm alone": guessed("haiku", haikus(5, 0)),
            "cold alone": guessed("haiku", haikus(0, 5)),
            "four of them": guessed("haiku", haikus(4, 5)),
            "four cold ones": guessed("haiku", haikus(5, 4)),
            "no haiku": guessed("haiku", haikus(5, 5, "Write a limerick.")),
            "no temperature": guessed("haiku", lambda: [haiku(number) for number in range(5)]),
        },
    ),
    "stop": done(
        {
            "at six": stopped("6."),
            "another provider": stopped("6.", provider="anthropic"),
            "one of two": stopped("6.", "zebra"),
            "after a try": lambda: [*stopped("4.")(), *stopped("6.")()],
        },
        {
            "without": lambda: [asked("openai", LIST)],
            "too early": stopped("4."),
            "too late": stopped("8."),
            "never": stopped("zebra"),
            "a list of five": stopped("zebra", prompt="List five breakfast foods as a numbered list."),
            "cut off": stopped("6.", max_tokens=8),
            "no list": stopped("6.", prompt="What is an API?"),
        },
    ),
    "refused": done(
        {
            "left out": refused(lambda: asked("openai", effort="medium")),
            "without thinking": refused(lambda: asked("openai", temperature=0.5)),
            "another model": refused(
                lambda: asked("openai", model="gpt-4o-mini", effort=None, temperature=0.5)
            ),
            "at the second try": refused(
                lambda: asked("openai", effort="medium", temperature=0.7), lambda: asked("openai")
            ),
        },
        {
            "refused alone": refused(),
            "refused twice": refused(lambda: asked("openai", effort="medium", temperature=0.7)),
            "never refused": lambda: [asked("openai")],
            "refused for something else": lambda: [asked("openai", max_tokens=0), asked("openai")],
            "another provider": refused(claude),
            "before, not after": lambda: [asked("openai"), *refused()()],
        },
    ),
}
