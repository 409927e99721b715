"""Answers to the exercises of "Conversation"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstcall.calls import Message
from firstcall.running.runs import Run
from tests.course.answered import asked, done

NAME = "What is my name?"
TOLD = ("My name is Ada.", "Nice to meet you, Ada.")
LONG = "Tell me about this: " + "many words that fill the list. " * 20


def turn(*said: str, provider: str = "openai") -> Run:
    """A call with this list, a user and an assistant speaking in turn."""
    roles = ("user", "assistant")
    return asked(provider, messages=tuple(Message(roles[at % 2], text) for at, text in enumerate(said)))


def turns(*lists: Sequence[str], provider: str = "openai") -> Callable[[], Sequence[Run]]:
    return lambda: [turn(*said, provider=provider) for said in lists]


def goes_on(first: str, then: str) -> Callable[[], Sequence[Run]]:
    def made() -> Sequence[Run]:
        one = turn("What is an API?", provider=first)
        return [one, turn("What is an API?", one.text, "Say that in other words.", provider=then)]

    return made


ANSWERS = {
    "forget": done(
        {
            "dropped": turns(TOLD[:1], (*TOLD, NAME), (NAME,)),
            "another name": turns(("My name is Grace.", "Hello, Grace.", NAME), (NAME,)),
            "other words": turns(("I'm Ada.", "Hello, Ada.", NAME), (NAME,)),
            "another provider": turns(TOLD[:1], (*TOLD, NAME), (NAME,), provider="anthropic"),
        },
        {
            "told alone": turns(TOLD[:1]),
            "known alone": turns((*TOLD, NAME)),
            "still in the list": turns((*TOLD, NAME), (*TOLD, NAME)),
            "dropped before": turns(TOLD[:1], (NAME,)),
            "never told": turns((NAME,), (NAME,)),
            "dropped, never asked": turns((*TOLD, NAME), ("What is a token?",)),
        },
    ),
    "shorter": done(
        {
            "trimmed": turns((*TOLD, LONG, "Yes.", "And?"), (*TOLD, NAME)),
            "summed up": turns((*TOLD, LONG, "Yes.", "And?"), ("I am Ada.", "Hello, Ada.", NAME)),
            "longer before": turns((*TOLD, LONG, "Yes.", LONG, "Yes.", "And?"), (*TOLD, NAME)),
            "another provider": turns(
                (*TOLD, LONG, "Yes.", "And?"), (*TOLD, NAME), provider="anthropic"
            ),
        },
        {
            "long alone": turns((*TOLD, LONG, "Yes.", "And?")),
            "name lost": turns((*TOLD, LONG, "Yes.", "And?"), (NAME,)),
            "hardly shorter": turns((*TOLD, LONG, "Yes.", "And?"), (*TOLD, LONG, "Yes.", NAME)),
            "never told": turns((LONG, "Yes.", "And?"), (NAME,)),
            "told in the question": turns((*TOLD, LONG, "Yes.", "And?"), ("My name is Ada. What is my name?",)),
            "with another model": lambda: [
                turn(*TOLD, LONG, "Yes.", "And?"), turn(*TOLD, NAME, provider="anthropic"),
            ],
            "grown": turns((*TOLD, NAME), (*TOLD, LONG, "Yes.", NAME)),
        },
    ),
    "switch": done(
        {
            "one to the other": goes_on("anthropic", "openai"),
            "and back": goes_on("openai", "anthropic"),
            "after a turn": lambda: [turn("Hi."), *goes_on("openai", "anthropic")()],
            "twice": lambda: [*goes_on("anthropic", "openai")(), *goes_on("openai", "anthropic")()],
        },
        {
            "one provider": goes_on("openai", "openai"),
            "one turn": turns(("Hi.",)),
            "dropped between": lambda: [turn("Hi."), turn("Hi.", provider="anthropic")],
            "the other first": lambda: list(reversed(goes_on("anthropic", "openai")())),
            "words of nobody": lambda: [turn("Hi."), turn("Hi.", "I never said that.", "And?", provider="anthropic")],
            "two turns of one": turns(("Hi.",), ("Hi.", "Hello.", "And?")),
        },
    ),
}  # fmt: skip
