"""A conversation's list: its turns, what each way of shortening it leaves, about how long it is.

A turn is a user message with everything that follows it up to the next one. Nothing here makes a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from firstcall.calls import Call, Message
from firstcall.providers import Provider
from firstcall.steps.conversation import WORDS

_CHARACTERS_PER_TOKEN = 4
_AROUND_A_MESSAGE = 4
"""Tokens that say who speaks. A rule of thumb, as the four characters are; a measured call corrects both."""


class Spoken(Protocol):
    """Anything that was said by somebody: a `Message`, or what a page keeps of one."""

    @property
    def role(self) -> str: ...


S = TypeVar("S", bound=Spoken)


def listed(provider: Provider, call: Call) -> Sequence[Any]:
    """The list that a call sends. Its first entry is the system prompt, where that has no argument of its own."""
    found: Sequence[Any] = call.arguments[provider.making(call).messages]
    return found


def beside(provider: Provider, call: Call) -> tuple[str, str] | None:
    """The system prompt with the name of its argument, where it has one of its own and the call gives it."""
    kind, said = provider.making(call).kind, provider.making(call).read(call).system
    return (kind.system, said) if kind and kind.system and said else None


def turns(said: Sequence[Spoken]) -> int:
    """How many turns a list has."""
    return sum(one.role == "user" for one in said)


def last_turns(said: Sequence[S], count: int) -> tuple[S, ...]:
    """The last `count` turns whole, so that what is left begins with a user message."""
    starts = [at for at, one in enumerate(said) if one.role == "user"]
    return tuple(said[starts[-count] :]) if 0 < count <= len(starts) else tuple(said) if count > 0 else ()


def turn_at(said: Sequence[Spoken], at: int) -> range:
    """The places of the turn that begins with the user message at `at`."""
    following = (place for place in range(at + 1, len(said)) if said[place].role == "user")
    return range(at, next(following, len(said)))


def summary_request(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The list that asks for a summary of itself."""
    return (*messages, Message("user", WORDS.line("summary/ask")))


def with_summary(summary: str, kept: Sequence[Message] = ()) -> tuple[Message, ...]:
    """A list that begins with a summary in place of what it says."""
    return (Message("user", f"{WORDS.line('summary/opens')} {summary.strip()}"), *kept)


def about_tokens(
    messages: Sequence[Message], system: str = "", measured: tuple[Sequence[Message], str, int] | None = None
) -> int:
    """About how many tokens a list has as input, together with the system prompt.

    `measured` is a list, its system prompt and the input tokens that the provider counted for them:
    the estimate is scaled to agree with it.
    """
    guess = _guess(messages, system)
    if measured is None:
        return round(guess)
    return round(guess * measured[2] / _guess(measured[0], measured[1]))


def _guess(messages: Sequence[Message], system: str) -> float:
    texts = [message.content for message in messages] + ([system] if system else [])
    characters = sum(map(len, texts))
    return characters / _CHARACTERS_PER_TOKEN + _AROUND_A_MESSAGE * max(1, len(texts))
