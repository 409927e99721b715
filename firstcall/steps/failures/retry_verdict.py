"""What was wise and what was unwise in a retry: from what the program would do, and from what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from firstcall.programs.retry.habits import HOPELESS, MENDABLE, Habits
from firstcall.running.fault_scripts import Entry, is_passing
from firstcall.steps.failures.retry_run import SDK_MAX_RETRIES, Retrying, Span

TIGHT_SECONDS = 0.1
LONG_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed: its kind, what it is, why it matters. `id` names it for tests and exercises."""

    id: str
    kind: Literal["wise", "unwise", "note"]
    title: str
    why: str


def of_program(habits: Habits) -> list[Finding]:
    """What can be said without running it."""
    return [*_which(habits), *_how_often(habits), *_waits(habits), *_client(habits)]


def _which(habits: Habits) -> Iterator[Finding]:
    hopeless = [sign for sign in HOPELESS if sign in habits.retries]
    missed = [sign for sign in MENDABLE if sign not in habits.retries]
    if hopeless:
        yield Finding(
            "hopeless", "unwise", f"It tries again after {_list(hopeless)}",
            "The same request gets the same answer. Such an error wants a person: mend the request, the key "
            "or the model id. Until then every further try costs time and counts against the rate limit.",
        )  # fmt: skip
    elif habits.retries:
        yield Finding("choosy", "wise", "It gives up at once where waiting cannot help",
                      "A 400, 401, 403, 404 or 413 comes back unchanged, however often you ask.")  # fmt: skip
    if missed:
        yield Finding(
            "missed", "unwise", f"It does not try again after {_list(missed)}",
            "These pass by themselves: a limit that is counted anew each minute, a server in trouble, a "
            "network that hiccuped. One more try a little later usually works.",
        )  # fmt: skip


def _how_often(habits: Habits) -> Iterator[Finding]:
    if habits.attempts is None:
        yield Finding("endless", "unwise", "It has no limit on its attempts",
                      "If the provider stays down, the program never ends and never tells anyone.")  # fmt: skip
    elif habits.attempts > 8:
        yield Finding("many", "note", f"It tries up to {habits.attempts} times",
                      "Four or five are usual. A person who waits has left by then.")  # fmt: skip
    elif 1 < habits.attempts:
        yield Finding("limited", "wise", f"It stops after {habits.attempts} attempts",
                      "Then it lets the error through, and somebody can act on it.")  # fmt: skip


def _waits(habits: Habits) -> Iterator[Finding]:
    waits = habits.waits
    if not waits:
        return
    if min(waits) < TIGHT_SECONDS:
        yield Finding(
            "tight", "unwise", "It asks again without a wait between",
            "A loop as tight as this fires many requests a second at a server that has just said it has too "
            "many, and keeps you over the limit.",
        )  # fmt: skip
    elif len(waits) > 1 and waits[-1] <= waits[0]:
        yield Finding("constant", "note", "Its wait does not grow",
                      "Doubling it gives a server in trouble more and more room.")  # fmt: skip
    elif len(waits) > 1:
        yield Finding("growing", "wise", "Its waits grow: exponential backoff",
                      "A short hiccup costs little time, a long one gets room.")  # fmt: skip
    if max(waits) > LONG_SECONDS:
        yield Finding("uncapped", "note", f"One of its waits is {max(waits):,.0f} seconds long",
                      "Growing waits need a longest one, or a person waits for nothing.")  # fmt: skip
    if min(waits) >= TIGHT_SECONDS and not habits.jitter:
        yield Finding(
            "no-jitter", "unwise", "Its waits have no jitter",
            "A thousand programs that failed together come back together, all in the same moment. A bit of "
            "chance in the wait spreads them out.",
        )  # fmt: skip
    elif habits.jitter:
        yield Finding("jitter", "wise", "Its waits have jitter",
                      "Programs that failed together do not come back together.")  # fmt: skip
    if "429" in habits.retries and not habits.honours_retry_after:
        yield Finding(
            "ignores-retry-after", "unwise", "It ignores `retry-after`",
            "The provider says when it will take you again. Coming earlier is a wasted request; coming later "
            "is wasted time.",
        )  # fmt: skip
    elif "429" in habits.retries:
        yield Finding("honours-retry-after", "wise", "It waits as long as `retry-after` says",
                      "The provider knows best when it will take you again.")  # fmt: skip


def _client(habits: Habits) -> Iterator[Finding]:
    tries = 1 + (SDK_MAX_RETRIES if habits.max_retries is None else habits.max_retries)
    own = habits.attempts
    if own != 1 and tries > 1:
        said = "its default" if habits.max_retries is None else "as written"
        total = f"{own} × {tries} = {own * tries} requests" if own else f"{tries} requests for each attempt"
        yield Finding(
            "multiplied", "unwise", "It multiplies with the SDK's own retries",
            f"The client has `max_retries` {tries - 1} ({said}), so every attempt of yours is up to {tries} "
            f"requests: {total}. Set `max_retries=0`, or leave retrying to the SDK.",
        )  # fmt: skip
    elif own != 1:
        yield Finding("alone", "wise", "The SDK's own retries are off",
                      "One of the two retries, not both: the count is the one that you wrote.")  # fmt: skip
    if habits.timeout is None:
        yield Finding("no-timeout", "note", "It sets no time-out",
                      "Both SDKs then wait up to 600 seconds for an answer before they call it a failure.")  # fmt: skip


def of_run(retrying: Retrying, script: Sequence[Entry]) -> list[Finding]:
    """What can be said of how it went under this script."""
    return [*_vain(retrying), *_too_soon(retrying), *_ending(retrying, script)]


def of_both(own: Retrying, both: Retrying) -> list[Finding]:
    """What the program and the SDK made of it when both of them retried."""
    more = both.requests - own.requests
    if more <= 0 or not both.finished:
        return []
    return [
        Finding(
            "both", "note", f"With the SDK's retries on as well it would have been {both.requests} requests",
            f"Your code alone sent {own.requests}. Every attempt of yours holds up to {1 + SDK_MAX_RETRIES} of "
            "the SDK's.",
        )
    ]  # fmt: skip


def _vain(retrying: Retrying) -> Iterator[Finding]:
    spans = [span for span in retrying.spans if span.kind == "request"]
    for sign in HOPELESS:
        times = sum(span.text == sign for span in spans)
        if times > 1:
            yield Finding(
                f"vain-{sign}", "unwise", f"It met a {sign} and asked again, {times - 1} time{'s' * (times > 2)}",
                "Nothing had changed, so the answer could not.",
            )  # fmt: skip
    quota = [attempt for attempt in retrying.attempts if _no_money(attempt.run.error)]
    if len(quota) > 1:
        yield Finding(
            "vain-quota", "unwise", "It met an empty account and asked again",
            "No credit is no rate limit, though OpenAI sends it as a 429 too. Waiting brings no money: look "
            'at `error.code == "insufficient_quota"` and give up.',
        )  # fmt: skip


def _no_money(error: Exception | None) -> bool:
    return getattr(error, "code", None) == "insufficient_quota" or "credit balance" in str(error)


def _too_soon(retrying: Retrying) -> Iterator[Finding]:
    spans = retrying.spans
    asked = [
        dict(exchange.response_headers).get("retry-after")
        for attempt in retrying.attempts
        for exchange in attempt.run.recorder.exchanges
    ]
    places = [place for place, span in enumerate(spans) if span.kind == "request"]
    for said, here, after in zip(asked, places, places[1:], strict=False):
        waited = sum(span.seconds for span in spans[here + 1 : after])
        if said is not None and waited < float(said) - 0.01:
            yield Finding(
                "too-soon", "unwise", f"It was told to wait {float(said):g} s and waited {waited:.1f} s",
                "It came back before its time. A real provider would have refused it once more.",
            )  # fmt: skip
            return


def _ending(retrying: Retrying, script: Sequence[Entry]) -> Iterator[Finding]:
    requests = [span for span in retrying.spans if span.kind == "request"]
    if retrying.state == "cut short":
        yield Finding("cut-short", "unwise", "The page had to stop it", retrying.remark)
    elif retrying.state == "done" and len(requests) > 1:
        yield Finding("got-through", "wise", f"It got through at request {len(requests)}",
                      f"A program without a retry would have failed. It took {retrying.seconds:.1f} seconds.")  # fmt: skip
    elif retrying.state == "done":
        yield Finding("at-once", "note", "It got through at once", "There was nothing to try again.")
    elif retrying.state == "failed" and requests:
        yield from _given_up(requests, script)


def _given_up(requests: Sequence[Span], script: Sequence[Entry]) -> Iterator[Finding]:
    met = script[len(requests) - 1] if len(requests) <= len(script) else None
    if met is None or not is_passing(met):
        return
    left = script[len(requests) :]
    more = next((place for place, entry in enumerate(left) if entry["fault"] == "ok"), len(left))
    if all(is_passing(entry) for entry in left[:more]) and more <= 4:
        yield Finding(
            "gave-up-early", "unwise", "It gave up too early",
            f"Request {len(requests) + more + 1} would have got through; it stopped at {len(requests)}.",
        )  # fmt: skip
    else:
        yield Finding("gave-up", "wise", f"It gave up after {len(requests)} request{'s' * (len(requests) > 1)}",
                      "The trouble was longer than its patience. That is what the limit is for.")  # fmt: skip


def _list(words: Sequence[str]) -> str:
    named = [("a " if word[0].isdigit() else "") + word for word in words]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1]
