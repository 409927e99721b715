"""Answers to the exercises of "Thinking"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from firstcall import providers
from firstcall.running.runs import Run
from firstcall.steps.thinking import lesson
from firstcall.ui.translate import for_provider
from tests.course.answered import asked, done, run, typed


@cache
def calls(provider: str, *said: tuple[str, str], **changes: Any) -> tuple[Run, ...]:
    """Calls, each a puzzle at a level."""
    of = providers.get(provider)
    assert of.thoughts is not None
    begun = for_provider(lesson.OPENING, of, of.thoughts.model or None)
    made = []
    for puzzle, level in said:
        settings = replace(lesson.asking(begun, puzzle), **changes)
        made.append(run(lesson.at(of, lesson.adds(of, of.compose(settings, None)), level)))
    return tuple(made)


def of(provider: str, *said: tuple[str, str], **changes: Any) -> Callable[[], Sequence[Run]]:
    return lambda: calls(provider, *said, **changes)


def other() -> Sequence[Run]:
    return [asked("anthropic")]


ANSWERS = {
    "hasty": done(
        {
            "anthropic": of("anthropic", ("lilies", "off"), ("lilies", "high")),
            "openai": of("openai", ("ball", "none"), ("ball", "low")),
            "google": of("google", ("snail", "minimal"), ("snail", "high")),
            "ollama": of("ollama", ("lilies", "off"), ("lilies", "on")),
            "right first": of("anthropic", ("snail", "high"), ("snail", "off")),
        },
        {
            "all right": of("anthropic", ("ball", "low"), ("ball", "high")),
            "all wrong": of("openai", ("snail", "none"), ("snail", "medium")),
            "two puzzles": of("google", ("snail", "low"), ("ball", "low")),
            "two providers": lambda: [
                *calls("openai", ("snail", "low")),
                *calls("anthropic", ("snail", "high")),
            ],
            "two models": lambda: [
                *calls("openai", ("snail", "low")),
                *calls("openai", ("snail", "high"), model="gpt-6.1-sol"),
            ],
            "once": of("ollama", ("lilies", "on")),
            "the first puzzle": of("anthropic", ("machines", "low"), ("machines", "high")),
            "something else": other,
        },
    ),
    "enough": done(
        {
            "anthropic": of("anthropic", ("snail", "medium"), ("snail", "high")),
            "openai": of("openai", ("snail", "medium"), ("snail", "high")),
            "google": of("google", ("snail", "medium"), ("snail", "high")),
            "each": of("anthropic", *(("snail", level) for level in ("off", "low", "medium", "high"))),
        },
        {
            "a step left out": of("anthropic", ("snail", "low"), ("snail", "high")),
            "right alone": of("openai", ("snail", "high")),
            "never right": of("google", ("snail", "low"), ("snail", "medium")),
            "too much": of("openai", ("snail", "medium"), ("snail", "xhigh")),
            "another puzzle": of("anthropic", ("machines", "low"), ("machines", "medium")),
            "another model": lambda: [
                *calls("openai", ("snail", "medium")),
                *calls("openai", ("snail", "high"), model="gpt-6.1-sol"),
            ],
            "something else": other,
        },
    ),
    "waste": done(
        {
            "anthropic": of("anthropic", ("ball", "low")),
            "openai": of("openai", ("ball", "low")),
            "google": of("google", ("ball", "low")),
            "dear first": of("anthropic", ("ball", "high"), ("ball", "low")),
        },
        {
            "dear": of("anthropic", ("ball", "high")),
            "medium": of("openai", ("ball", "medium")),
            "wrong": of("openai", ("ball", "none")),
            "off": of("anthropic", ("ball", "off")),
            "another puzzle": of("google", ("lilies", "low")),
            "with thoughts aloud": of("ollama", ("ball", "on")),
            "something else": other,
        },
    ),
    "bill": typed(
        "thinking.bill",
        ["3.20", "$3.2", "3,20 dollars", "about 3.2"],
        ["3", "0.20", "0.0032", "3200", "32", "much"],
        lambda: calls("anthropic", ("ball", "low")),
    ),
}
