"""The checks of the exercises of "From one call to many"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from firstcall.calls import STANDARD
from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.ledger import prices
from firstcall.running.runs import Run
from firstcall.steps.many import WORDS
from firstcall.steps.many.job import TOO_MANY, most_at_once
from firstcall.steps.many.lesson import MOST

_A_MINUTE = 50
_ROOM = 1.25
"""So many times the shortest time between two is still accepted."""
_NEAR = Decimal("0.06")
"""Prices are shown in two figures: an answer may be off by this part."""


def jobs(evidence: Evidence) -> list[list[Run]]:
    """The runs of each job, oldest job first."""
    found: dict[str, list[Run]] = {}
    for run in evidence.runs:
        if run.batch:
            found.setdefault(run.batch, []).append(run)
    return list(found.values())


def refusals(job: Sequence[Run]) -> int:
    """How many requests met the rate limit."""
    return sum(one.status == TOO_MANY for run in job for one in run.recorder.exchanges)


def _refused(evidence: Evidence) -> Verdict | None:
    made = jobs(evidence)
    if not made:
        return None
    job = max(made, key=refusals)
    if not refusals(job):
        last = made[-1][0].provider
        if not last.address.needs_key:
            return not_yet("no_limit", provider=last.name)
        return not_yet("not_refused", requests=sum(len(run.recorder.exchanges) for run in made[-1]))
    return done(refused=refusals(job), lost=sum(run.failure is not None for run in job))


def _clean(evidence: Evidence) -> Verdict | None:
    verdicts = [_clean_job(job) for job in jobs(evidence)]
    return next((verdict for verdict in verdicts if verdict.done), verdicts[-1] if verdicts else None)


def _clean_job(job: Sequence[Run]) -> Verdict:
    if len(job) < MOST:
        return not_yet("too_few", calls=len(job))
    if refused := refusals(job):
        return not_yet("refused_some", refused=refused)
    if lost := sum(run.reply is None for run in job):
        return not_yet("lost_some", lost=lost)
    ends = max(run.started + run.elapsed for run in job)
    seconds, together = ends - min(run.started for run in job), sum(run.elapsed for run in job)
    said = {"seconds": f"{seconds:.1f}", "together": f"{together:.1f}"}
    if most_at_once(list(job)) < 2 or seconds * 2 > together:
        return not_yet("too_slow", **said)
    return done(calls=len(job), **said)


def _between(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("many.between", "")
    if not answer:
        return None
    seconds = typed.number(answer)
    if seconds is None or seconds <= 0:
        return not_yet("no_number")
    least = 60 / _A_MINUTE
    said = {"seconds": f"{seconds:g}", "a_minute": f"{60 / seconds:.0f}"}
    if seconds < least:
        return not_yet("too_fast", **said)
    return done() if seconds <= least * _ROOM else not_yet("too_slow", **said)


def _half(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("many.half", "")
    if not answer:
        return None
    replies = [run for job in jobs(evidence)[-1:] for run in job if run.reply is not None]
    if not replies:
        return not_yet("run_first")
    full, half = _price(replies, STANDARD), _price(replies, prices.BATCH)
    if not full or not half:
        return not_yet("no_price", provider=replies[0].provider.name)
    return _judged(answer, full, half)


def _judged(answer: str, full: Decimal, half: Decimal) -> Verdict:
    cents = typed.number(answer)
    if cents is None:
        return not_yet("no_number")
    said = Decimal(str(cents)) / 100
    if _near(said, half):
        return done(full=prices.money(full))
    return (
        not_yet("full_price")
        if _near(said, full)
        else not_yet("other", cents=f"{cents:g}", full=prices.money(full))
    )


def _near(said: Decimal, wanted: Decimal) -> bool:
    return abs(said - wanted) <= wanted * _NEAR


def _price(replies: Sequence[Run], tier: str) -> Decimal | None:
    """What these calls cost when they are served in a tier, `None` where nobody knows."""
    priced = [_price_of(run, tier) for run in replies]
    known = [usd for usd in priced if usd is not None]
    return sum(known, Decimal(0)) if len(known) == len(priced) else None


def _price_of(run: Run, tier: str) -> Decimal | None:
    assert run.reply is not None
    if run.reply.usage is None:
        return None
    price = prices.price_of(run.provider.id, run.call.model, replace(run.reply.usage, tier=tier), run.at)
    return price.total_usd if price else None


EXERCISES = exercises(WORDS, "many", refused=_refused, clean=_clean, between=_between, half=_half)
