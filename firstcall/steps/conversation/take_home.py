"""The conversation that a learner takes home: the list as it stands, in a loop that makes it grow or in one call."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Message
from firstcall.programs import render
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.programs.write.conversation import render_conversation
from firstcall.steps.conversation import lesson, memory

_TURNS_IN_A_PROGRAM = 3


def sources() -> Mapping[str, str]:
    """The loop that remembers, by language."""
    before, said = _recent()
    settings = memory.settings(before)
    return {name: render_conversation(memory.provider(), settings, said, name) for name in LANGUAGES}


def newest_call() -> Mapping[str, str]:
    """The newest call alone, by language."""
    before, said = _recent()
    call = memory.call((*before, *_up_to_user(said)))
    return {name: render(call, memory.provider(), name) for name in LANGUAGES}


def _recent() -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """The list cut in two: what the program begins with, and the last turns, which it goes through."""
    said = memory.memory().messages or lesson.SAMPLE
    starts = [at for at, message in enumerate(said) if message.role == "user"]
    cut = starts[-_TURNS_IN_A_PROGRAM] if len(starts) > _TURNS_IN_A_PROGRAM else 0
    while (
        said[cut : cut + 2]
        and all(message.role == "user" for message in said[cut : cut + 2])
        and cut + 1 < len(said)
    ):
        cut += 1  # nobody answered it: a summary, which stands in the list from the start
    return said[:cut], said[cut:]


def _up_to_user(said: tuple[Message, ...]) -> tuple[Message, ...]:
    """Without the reply at its end: a call ends with a user message."""
    last = max((at for at, message in enumerate(said) if message.role == "user"), default=-1)
    return said[: last + 1]
