"""What was wise and what was unwise in a retry: from what the program would do, and from what it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from firstcall import providers
from firstcall.calls.failures import KINDS
from firstcall.programs.retry.habits import Habits
from firstcall.providers import Provider
from firstcall.running.fault_scripts import Entry, is_passing
from firstcall.steps.failures import WORDS
from firstcall.steps.failures.retry_run import Retrying, Span, outcome

TIGHT_SECONDS = 0.1
LONG_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. The words say what it is and why it matters, as `# finding <says>`, with `values` put in."""

    says: str
    kind: Literal["wise", "unwise", "note"]
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return WORDS.title(f"finding {self.says}", **self.values)

    @property
    def why(self) -> str:
        return WORDS.line(f"finding {self.says}", **self.values)


def _wise(says: str, **values: object) -> Finding:
    return Finding(says, "wise", values)


def _unwise(says: str, **values: object) -> Finding:
    return Finding(says, "unwise", values)


def _note(says: str, **values: object) -> Finding:
    return Finding(says, "note", values)


def of_program(habits: Habits, provider: Provider) -> list[Finding]:
    """What can be said without running it."""
    return [*_which(habits), *_how_often(habits), *_waits(habits, provider), *_client(habits, provider)]


def _which(habits: Habits) -> Iterator[Finding]:
    hopeless, missed = habits.hopeless, habits.missed
    if hopeless:
        yield _unwise("hopeless", signs=_list(hopeless))
    elif habits.retries:
        yield _wise("choosy")
    if missed:
        yield _unwise("missed", signs=_list(missed))


def _how_often(habits: Habits) -> Iterator[Finding]:
    if habits.attempts is None:
        yield _unwise("endless")
    elif habits.attempts > 8:
        yield _note("many", attempts=habits.attempts)
    elif 1 < habits.attempts:
        yield _wise("limited", attempts=habits.attempts)


def _waits(habits: Habits, provider: Provider) -> Iterator[Finding]:
    waits = habits.waits
    if not waits:
        return
    if min(waits) < TIGHT_SECONDS:
        yield _unwise("tight")
    elif len(waits) > 1 and waits[-1] <= waits[0]:
        yield _note("constant")
    elif len(waits) > 1:
        yield _wise("growing")
    if max(waits) > LONG_SECONDS:
        yield _note("uncapped", seconds=f"{max(waits):,.0f}")
    if min(waits) >= TIGHT_SECONDS and not habits.jitter:
        yield _unwise("no-jitter")
    elif habits.jitter:
        yield _wise("jitter")
    asked_wait = provider.sdk.errors.asked_wait
    if "429" in habits.retries and asked_wait is not None:
        said = (
            _wise("honours-retry-after", field=asked_wait.field)
            if habits.honours_retry_after
            else _unwise("ignores-retry-after", field=asked_wait.field)
        )
        yield said


def _client(habits: Habits, provider: Provider) -> Iterator[Finding]:
    patience = provider.sdk.patience
    tries = 1 + (habits.usual_retries if habits.max_retries is None else habits.max_retries)
    own = habits.attempts
    if own != 1 and tries > 1:
        words = "finding multiplied"
        total = "total" if own else "endless"
        yield _unwise(
            "multiplied",
            retries=tries - 1,
            none=f"{patience.retries[-1]}={patience.counts_first}",
            said=WORDS.line(f"{words}/{'default' if habits.max_retries is None else 'written'}"),
            tries=tries,
            total=WORDS.line(f"{words}/{total}", own=own, tries=tries, requests=(own or 1) * tries),
        )
    elif own != 1:
        yield _wise("alone")
    if habits.timeout is None:
        usual = patience.usual_seconds
        how_long = "seconds" if usual else "endless"
        yield _note(
            "no-timeout", said=WORDS.line(f"finding no-timeout/{how_long}", seconds=f"{usual or 0:g}")
        )


def of_run(retrying: Retrying, script: Sequence[Entry]) -> list[Finding]:
    """What can be said of how it went under this script."""
    return [*_vain(retrying), *_too_soon(retrying), *_ending(retrying, script)]


def of_both(own: Retrying, both: Retrying) -> list[Finding]:
    """What the program and the SDK made of it when both of them retried."""
    if both.requests <= own.requests or not both.finished:
        return []
    return [_note("both", requests=both.requests, own=own.requests, tries=1 + both.max_retries)]


def _vain(retrying: Retrying) -> Iterator[Finding]:
    """What was asked again that stays as it is. Each is named as on the timeline."""
    met: dict[tuple[bool, str], int] = {}
    for attempt in retrying.attempts:
        failure = attempt.run.failure
        if failure is not None and KINDS[failure.kind].retry == "no":
            exchanges = attempt.run.recorder.exchanges
            named = failure.kind == "no_credit", outcome(exchanges[-1], False) if exchanges else failure.error
            met[named] = met.get(named, 0) + max(1, len(exchanges))
    for (no_credit, sign), times in met.items():
        if times > 1:
            yield _unwise("vain-quota") if no_credit else _unwise("vain", sign=sign, again=times - 1)


def _too_soon(retrying: Retrying) -> Iterator[Finding]:
    spans = retrying.spans
    asked_wait = providers.get(retrying.call.provider).sdk.errors.asked_wait
    if asked_wait is None:
        return
    asked = [
        asked_wait.of(dict(exchange.response_headers), exchange.body)
        for attempt in retrying.attempts
        for exchange in attempt.run.recorder.exchanges
    ]
    places = [place for place, span in enumerate(spans) if span.kind == "request"]
    for said, here, after in zip(asked, places, places[1:], strict=False):
        waited = sum(span.seconds for span in spans[here + 1 : after])
        if said is not None and waited < said - 0.01:
            yield _unwise("too-soon", told=f"{said:g}", waited=f"{waited:.1f}")
            return


def _ending(retrying: Retrying, script: Sequence[Entry]) -> Iterator[Finding]:
    requests = [span for span in retrying.spans if span.kind == "request"]
    if retrying.state == "cut short":
        yield _unwise("cut-short", remark=retrying.remark)
    elif retrying.state == "done" and len(requests) > 1:
        yield _wise("got-through", requests=len(requests), seconds=f"{retrying.seconds:.1f}")
    elif retrying.state == "done":
        yield _note("at-once")
    if retrying.state == "done" and retrying.remark:
        yield _note("stumbled", remark=retrying.remark)
    if retrying.state == "failed" and requests:
        yield from _given_up(requests, script)


def _given_up(requests: Sequence[Span], script: Sequence[Entry]) -> Iterator[Finding]:
    met = script[len(requests) - 1] if len(requests) <= len(script) else None
    if met is None or not is_passing(met):
        return
    left = script[len(requests) :]
    more = next((place for place, entry in enumerate(left) if entry["fault"] == "ok"), len(left))
    if all(is_passing(entry) for entry in left[:more]) and more <= 4:
        yield _unwise("gave-up-early", through=len(requests) + more + 1, stopped=len(requests))
    else:
        yield _wise("gave-up", requests=len(requests))


def _list(words: Sequence[str]) -> str:
    named = [("a " if word[0].isdigit() else "") + word for word in words]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1]
