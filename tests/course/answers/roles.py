"""Answers to the exercises of "Roles"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from firstcall.calls import Message
from firstcall.running.runs import Run
from firstcall.steps.roles.lesson import OPENING
from tests.course.answered import asked, done

PIRATE = "You are a pirate. Answer in at most three sentences."
NAME = "What is my name?"
Said = tuple[Literal["user", "assistant"], str]


def chat(*said: Said, system: str = "", provider: str = "openai") -> Run:
    messages = tuple(Message(role, text) for role, text in said)
    return asked(provider, messages=messages, system=system)


def one(*said: Said, system: str = "", provider: str = "openai") -> Callable[[], Sequence[Run]]:
    return lambda: [chat(*said, system=system, provider=provider)]


def opening(system: str, provider: str = "openai") -> Run:
    return asked(provider, messages=OPENING.messages, system=system)


def moved(system: str, user: str, left: str = "") -> Callable[[], Sequence[Run]]:
    return lambda: [opening(system), chat(("user", user), system=left)]


TALK = "You are a patient librarian. Answer in at most three sentences."
MET: Said = ("assistant", "Nice to meet you, Ada.")

ANSWERS = {
    "pirate": done(
        {
            "pirate": lambda: [opening(PIRATE)],
            "another provider": lambda: [opening(PIRATE, "anthropic")],
            "other words": lambda: [opening("Talk like a pirate, in two sentences.")],
            "after a try": lambda: [opening(TALK), opening(PIRATE)],
        },
        {
            "as it was": lambda: [opening(OPENING.system)],
            "no system prompt": lambda: [opening("")],
            "another trade": lambda: [opening("You are a sailor. Answer in one sentence.")],
            "in a message": one(("user", "Answer as a pirate: what is a token?")),
            "in a message beside the opening": one(
                ("user", "Answer as a pirate: what is a token?"), system=OPENING.system
            ),
            "polite": lambda: [opening("Be polite.")],
        },
    ),
    "mouth": done(
        {
            "put in": one(("user", "Hello!"), MET, ("user", NAME)),
            "another name": one(
                ("user", "Hello!"), ("assistant", "Nice to meet you, Grace."), ("user", NAME)
            ),
            "another provider": one(("user", "Hello!"), MET, ("user", NAME), provider="anthropic"),
            "longer": one(
                ("user", "Hello!"), MET, ("user", "Thanks."), ("assistant", "Sure."), ("user", NAME)
            ),
        },
        {
            "told": one(("user", "My name is Ada."), MET, ("user", NAME)),
            "told in the question": one(("user", "My name is Ada. What is my name?")),
            "by the system": one(("user", NAME), system="The user's name is Ada."),
            "no name": one(("user", "Hello!"), ("assistant", "Nice to meet you."), ("user", NAME)),
            "never asked": one(("user", "Hello!"), MET, ("user", "What is a token?")),
            "asked alone": one(("user", NAME)),
        },
    ),
    "moved": done(
        {
            "in front": moved(TALK, f"{TALK} What is a token?"),
            "behind": moved(TALK, f"What is a token? {TALK}"),
            "other words": moved("Be brief.", "Be brief. What is a token?"),
            "the other order": lambda: [chat(("user", f"{TALK} What is a token?")), opening(TALK)],
        },
        {
            "with alone": lambda: [opening(TALK)],
            "without alone": one(("user", f"{TALK} What is a token?")),
            "not moved": moved(TALK, "What is a token?"),
            "half of it": moved(TALK, "You are a patient librarian. What is a token?"),
            "still there": moved(TALK, f"{TALK} What is a token?", left=TALK),
            "other words": moved(TALK, "Be brief. What is a token?"),
        },
    ),
}
