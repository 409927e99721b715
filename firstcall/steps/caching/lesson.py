"""What "Prompt caching" sends: a long text and a question, twice. What came of it, in one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from firstcall import models
from firstcall.calls import Call, Message, Settings, Usage
from firstcall.programs import files
from firstcall.providers import Provider
from firstcall.running.batch import Part
from firstcall.running.runs import Run
from firstcall.steps.caching import WORDS

STEP = "caching"
TEXT = "museum.md"

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening/question")),),
    system=files.part(TEXT, None),
    max_tokens=300,
    stream=False,
)

SECONDS = ("same", "question", "front")
"""What the second call may change: nothing, the question behind the text, a word in front of it."""

Outcome = Literal["hit", "miss", "too_short", "not_told"]


def adds(provider: Provider, call: Call) -> Call:
    """The call with what asks this provider for its cache."""
    return provider.caching.adds(call) if provider.caching else call


def lacks(provider: Provider) -> str:
    """That nothing is known of a cache there."""
    return "" if provider.caching else WORDS.line("lacks", provider=provider.name)


def twice(provider: Provider, call: Call, second: str, today: date) -> Sequence[Part]:
    """The call, and the one after it."""
    return [
        Part(WORDS.line("second/first"), call),
        Part(WORDS.title(f"second {second}"), changed(provider, call, second, today)),
    ]


def changed(provider: Provider, call: Call, second: str, today: date) -> Call:
    """The call once more, with what is changed in it."""
    settings = provider.read(call)
    if second == "question":
        *before, last = settings.messages
        asked = replace(last, content=WORDS.line("second/question"))
        return provider.compose(replace(settings, messages=(*before, asked)), call)
    if second == "front":
        said = WORDS.line("second/front", day=f"{today:%A, %d %B %Y}")
        return provider.compose(replace(settings, system=f"{said}\n\n{settings.system}"), call)
    return call


def usage_of(run: Run) -> Usage | None:
    """What was counted in a call that brought a whole reply."""
    return run.reply.usage if run.reply is not None else None


def outcome(run: Run) -> Outcome | None:
    """What became of the beginning of a call's prompt; `None` where nothing was counted."""
    usage, caching = usage_of(run), run.provider.caching
    if usage is None:
        return None
    if usage.cached_tokens:
        return "hit"
    if caching is None or not caching.counts_reads:
        return "not_told"
    least = minimum(run)
    if least is None:
        return "not_told"
    return "too_short" if usage.input_tokens < least and not usage.cache_write_tokens else "miss"


def minimum(run: Run) -> int | None:
    """The fewest tokens that the model of a call keeps; `None` where that is not known."""
    found = models.find(run.call.model)
    return found.cache_minimum_tokens if found else None
