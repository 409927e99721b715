"""What "From one call to many" sends: one short review after the other, each in the call of the box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstcall import providers
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Ask, Provider
from firstcall.running.batch import Part
from firstcall.steps.many import WORDS

STEP = "many"
MOST = 12
"""Reviews of one job, and so calls that are on their way together."""
LONGEST = 200
"""Characters of one review."""
LONGEST_WAIT = 2.0
"""Seconds between two calls, at most: a job is to end while somebody looks on."""
REVIEWS = WORDS.section("reviews").items()

OPENING = Settings(
    model="",
    messages=(Message("user", REVIEWS[0]),),
    system=WORDS.line("instruction"),
    max_tokens=256,
    stream=False,
)

REQUESTS_A_MINUTE, TOGETHER = 180, 3
"""The account that the practice server gives this page: so many requests in a minute, so many of them in one moment."""
_PACE = {"first_token_seconds": 0.8, "tokens_per_second": 60.0}
_LIMITED = {"requests_per_minute": REQUESTS_A_MINUTE, "requests_at_once": TOGETHER}


@dataclass(frozen=True, slots=True)
class Limit:
    """How a job is done: at most so many calls `at_once`, so many `seconds_between` the turns of two."""

    at_once: int
    seconds_between: float = 0.0

    @property
    def label(self) -> str:
        if self.seconds_between:
            return WORDS.line("limit/spaced", at_once=self.at_once, seconds=f"{self.seconds_between:g}")
        return WORDS.line("limit/at_once", at_once=self.at_once)


WAYS = {"one_by_one": Limit(1), "unlimited": Limit(MOST), "well": Limit(4, 0.35)}
"""The three ways that are compared, by the id of their words."""


def pace(provider: Provider) -> dict[str, float]:
    """How the practice server answers that account, as its `/control` takes it. A server on a machine of one's own has no
    rate limit."""
    return {**_PACE, **(_LIMITED if provider.address.needs_key else {})}


def reviews_in(text: str) -> tuple[str, ...]:
    """One review on each line, the first `MOST` of them; the lesson's own where there is none."""
    lines = (" ".join(line.split())[:LONGEST] for line in text.splitlines())
    return tuple(line for line in lines if line)[:MOST] or REVIEWS


def about(provider: Provider, call: Call, review: str) -> Call:
    """The call of the box with another review in the place of its own, not streamed: nobody reads along."""
    settings = provider.read(call)
    before = settings.messages[:-1]
    asked = replace(settings, messages=(*before, Message("user", review)), stream=False)
    return provider.compose(asked, None if call.streamed else call)


def parts(provider: Provider, call: Call, reviews: Sequence[str]) -> list[Part]:
    return [Part(review, about(provider, call, review)) for review in reviews]


def asks(provider: Provider, call: Call, reviews: Sequence[str]) -> list[Ask]:
    """The same as the requests of a batch, each under the name that its answer will have."""
    return [Ask(f"review-{number}", about(provider, call, one)) for number, one in enumerate(reviews)]


def charged() -> list[dict[str, str]]:
    """What a batch costs at each provider."""
    found = [{"provider": name, **row} for name, row in providers.said("many charged")]
    return [{head.capitalize(): said for head, said in row.items()} for row in found]
