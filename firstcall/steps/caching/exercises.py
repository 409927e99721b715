"""The checks of the exercises of "Prompt caching"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from firstcall import providers
from firstcall.calls import Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.course.typed import number
from firstcall.programs import files
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.caching import WORDS, lesson, pay

_MANY = 1_000_000
"""So many tokens that the others of a call do not count beside them."""
_CALLS = 30


def _settings(run: Run) -> Settings:
    return run.provider.read(run.call)


def _asked(run: Run) -> str:
    said = _settings(run).messages
    return " ".join(said[-1].content.split()).casefold() if said else ""


def _system(run: Run) -> str:
    said = _settings(run).system
    return said if isinstance(said, str) else ""


def _with_counters(evidence: Evidence) -> list[Run]:
    """The replies of providers that tell what they read from their cache."""
    return [run for run in evidence.replies if run.provider.caching and run.provider.caching.counts_reads]


def _uncounted(evidence: Evidence) -> Verdict | None:
    return not_yet("no_counters") if evidence.replies else None


def _same_place(one: Run, other: Run) -> bool:
    """Whether two calls went to the same model, in the same way."""
    return one.provider.handle == other.provider.handle and one.call.model == other.call.model


def _another(evidence: Evidence) -> Verdict | None:
    """A prompt that was never sent before, and still read from the cache."""
    found = _with_counters(evidence)
    if not found:
        return _uncounted(evidence)
    for at, run in enumerate(found):
        usage = lesson.usage_of(run)
        if usage and usage.cached_tokens and _asked(run) not in {_asked(before) for before in found[:at]}:
            return done(read=f"{usage.cached_tokens:,}", tokens=f"{usage.input_tokens:,}")
    if len({_asked(run) for run in found}) < 2:
        return not_yet("same_question")
    return not_yet("read_nothing")


def _missed(evidence: Evidence) -> Verdict | None:
    """The same text with something in front of it, of which nothing was read."""
    found = _with_counters(evidence)
    if not found:
        return _uncounted(evidence)
    for at, run in enumerate(found):
        before = next((one for one in found[:at] if _same_place(one, run) and _is_behind(one, run)), None)
        if before is not None and lesson.outcome(run) == "miss":
            words = _system(run).removesuffix(_text(before)).split()
            return done(words=len(words), tokens=f"{_tokens(run):,}")
    fronts = {_front(run) for run in found}
    if len(fronts) < 2:
        return not_yet("nothing_in_front")
    return not_yet("not_the_same")


def _front(run: Run) -> str:
    found = files.found_in(_system(run))
    return found.before.strip() if found else ""


def _text(run: Run) -> str:
    """The system prompt from the beginning of the long text on; empty without it."""
    found = files.found_in(_system(run))
    return _system(run)[len(found.before) :] if found else ""


def _is_behind(before: Run, run: Run) -> bool:
    """Whether a call sends the text of an earlier one behind something else than that one had in front."""
    text = _text(before)
    return bool(text) and _text(run) == text and _front(run) != _front(before) and bool(_front(run))


def _tokens(run: Run) -> int:
    usage = lesson.usage_of(run)
    return usage.input_tokens if usage else 0


def _silent(evidence: Evidence) -> Verdict | None:
    """A prompt below the minimum, sent twice: answered, and nothing kept."""
    found = _with_counters(evidence)
    if not found:
        return _uncounted(evidence)
    short = [run for run in found if lesson.outcome(run) == "too_short"]
    for at, run in enumerate(short):
        if any(_same_place(one, run) and one.call == run.call for one in short[:at]):
            return done(tokens=f"{_tokens(run):,}", least=f"{lesson.minimum(run) or 0:,}")
    if short:
        return not_yet("once_more", tokens=f"{_tokens(short[-1]):,}")
    return not_yet(
        "long_enough", tokens=f"{_tokens(found[-1]):,}", least=f"{lesson.minimum(found[-1]) or 0:,}"
    )


def _hour(evidence: Evidence) -> Verdict | None:
    """The number of calls from which on an hour in the cache pays."""
    said = evidence.answers.get("caching.hour", "").strip()
    if not said:
        return None
    value, right = number(said), pays_from(pay.HOUR)
    if value is None or right is None:
        return not_yet("type_number")
    if value == right:
        return done(number=right)
    if value == pays_from(pay.MINUTES):
        return not_yet("minutes")
    return not_yet("too_few" if value < right else "too_many")


def pays_from(id: str) -> int | None:
    """From which call on a way of keeping pays, at the provider that keeps for an hour too, with today's prices of the
    model to begin with."""
    provider = keeps_an_hour(list(providers.every().values()))
    task = pay.Task(provider.id, provider.default, _MANY, 0, 0, datetime.now(UTC), writes=True, an_hour=True)
    found = pay.curves(task, _CALLS)
    curve, plain = pay.named(found, id), pay.named(found, pay.PLAIN)
    return pay.pays_from(curve, plain) if curve and plain else None


def keeps_an_hour(among: Sequence[Provider]) -> Provider:
    """The first provider that can be asked to keep a beginning for an hour. Raises `StopIteration` without one."""
    return next(one for one in among if one.caching and one.caching.an_hour)


EXERCISES = exercises(WORDS, "caching", another=_another, missed=_missed, silent=_silent, hour=_hour)
