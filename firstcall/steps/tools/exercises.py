"""The checks of the exercises of "Tool calling"."""

from __future__ import annotations

import re

from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.providers._tools import Result
from firstcall.running.runs import Run
from firstcall.steps.tools import WORDS, lesson, loop

_WORD = re.compile(r"\w+")


def _asked(run: Run) -> int:
    """How many calls the reply asks for."""
    tools = run.provider.tools
    return len(tools.wanted(run.reply.names)) if tools and run.reply else 0


def _given(run: Run) -> list[Result]:
    return loop.given_back(run.call, run.provider)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _own(result: Result) -> set[str]:
    """The words of a result that the function itself would not have given for this call."""
    return _words(result.text) - _words(result.asked.run()) - _words(str(dict(result.asked.values)))


def _changed(evidence: Evidence) -> Verdict | None:
    """An answer in words that rests on a result which no function of ours has given."""
    answered = [run for run in evidence.replies if _given(run)]
    if not answered:
        return not_yet("nothing_given") if evidence.replies else None
    changed = [(run, own) for run in answered for one in _given(run) if not one.failed and (own := _own(one))]
    if not changed:
        return not_yet("as_it_was")
    for run, own in changed:
        if not _asked(run) and (found := own & _words(run.text)):
            return done(words=", ".join(sorted(found)[:4]))
    return not_yet("not_in_answer")


def _error(evidence: Evidence) -> Verdict | None:
    """A reply to an error: it asks again, or says it in words."""
    answered = [run for run in evidence.replies if _given(run)]
    if not answered:
        return not_yet("nothing_given") if evidence.replies else None
    for run in answered:
        if any(one.failed or one.text.casefold().startswith("error") for one in _given(run)):
            return done() if not _asked(run) else done("asks_again")
    return not_yet("no_error")


def _both_ends(evidence: Evidence) -> Verdict | None:
    """A tool forced, and the same tools forbidden."""
    if not evidence.replies:
        return None
    offering = [
        run for run in evidence.replies if run.provider.tools and run.provider.tools.offered(run.call)
    ]
    if offering and not any(run.provider.tools.choices for run in offering if run.provider.tools):
        return not_yet("no_choice")
    said = {
        id: [run for run in offering if lesson.choice_of(run.provider, run.call) == id] for id in _CHOICES
    }
    forced = any(_asked(run) for run in (*said["must"], *said["one"]))
    forbidden = any(not _asked(run) for run in said["never"])
    if forced and forbidden:
        return done()
    return not_yet("forbid" if forced else "force")


_CHOICES = ("must", "one", "never")


def _endless(evidence: Evidence) -> Verdict | None:
    """Three calls in a row that ask for tools: nothing but a bound ends that."""
    asking = [loop.turns_asking(run.call, run.provider) + 1 for run in evidence.replies if _asked(run)]
    if not evidence.replies:
        return None
    most = max(asking, default=0)
    if most >= 3:
        return done(turns=most)
    return not_yet("too_short" if most else "asks_for_none", turns=most)


def _lost(evidence: Evidence) -> Verdict | None:
    """A list that was refused because one half of a pair was missing in it."""
    if not evidence.runs:
        return None
    broken = [run for run in evidence.runs if loop.is_broken(run.call, run.provider)]
    if any(run.failure is not None and run.failure.status == 400 for run in broken):
        return done()
    return not_yet("taken" if broken else "whole")


EXERCISES = exercises(
    WORDS, "tools", changed=_changed, error=_error, both_ends=_both_ends, endless=_endless, lost=_lost
)
