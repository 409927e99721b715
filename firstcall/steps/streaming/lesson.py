"""What "Streaming" sends and shows: how the pieces travel with each provider, how a stream can end badly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstcall import providers
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.steps.streaming import WORDS

STEP = "streaming"


def framing() -> list[dict[str, str]]:
    """How the pieces travel at each provider that says something of it."""
    return [{"provider": name, **row} for name, row in providers.said("streaming framing")]


@dataclass(frozen=True, slots=True)
class Ending:
    """A stream that ends badly. `fault` is what the practice server does (`practice/faults.py`). What to do
    is code among the provider's words."""

    id: str
    button: str
    text: str
    fault: Mapping[str, Any]

    def advice(self, provider: Provider) -> str:
        return provider.words.code(f"streaming {self.id}")


ENDINGS = (
    Ending(
        "early",
        "Let it end early",
        WORDS.say("look_for_the_end"),
        {"fault": "early_end", "after_tokens": 25},
    ),
    Ending("dropped", "Drop the connection", WORDS.say("dropped"), {"fault": "drop", "after_tokens": 25}),
)

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening")),),
    max_tokens=1024,
    stream=True,
)


def both_ways(provider: Provider, call: Call) -> tuple[Call, Call]:
    """The same call buffered and streamed."""
    settings = provider.read(call)
    buffered = provider.compose(replace(settings, stream=False), call)
    streamed = call if call.streamed else provider.compose(replace(settings, stream=True), call)
    return buffered, streamed
