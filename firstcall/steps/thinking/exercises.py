"""The checks of the exercises of "Thinking"."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.course.typed import number
from firstcall.running.runs import Run
from firstcall.steps.thinking import WORDS, lesson

HARD, EASY = "snail", "ball"
FIRST = lesson.puzzle_of(lesson.OPENING)
"""The puzzle that the page begins with."""
MOST = 30
"""The most tokens out of an answer that was not dear."""
_BILL, _ANSWER_ALONE = 3.2, 0.2


def _judged(evidence: Evidence, puzzle: str = "") -> list[Run]:
    """The replies to puzzles, or to one of them."""
    asked = [(run, lesson.puzzle_of(run.provider.read(run.call))) for run in evidence.replies]
    return [run for run, which in asked if which and which == (puzzle or which)]


def _same(one: Run, other: Run) -> bool:
    """Whether two calls asked the same of the same model, in the same way, but for how much it thinks."""
    return (
        one.provider.handle == other.provider.handle
        and one.call.model == other.call.model
        and _question(one) == _question(other)
    )


def _question(run: Run) -> object:
    settings = run.provider.read(run.call)
    return settings.messages, settings.system


def _written(run: Run) -> int:
    usage = lesson.usage_of(run)
    return usage.output_tokens if usage else 0


def _pairs(found: Sequence[Run]) -> list[tuple[Run, Run]]:
    """A wrong answer and a right one to the same."""
    wrong = [run for run in found if lesson.is_right(run) is False]
    right = [run for run in found if lesson.is_right(run)]
    return [(less, more) for less in wrong for more in right if _same(less, more)]


def _hasty(evidence: Evidence) -> Verdict | None:
    """Wrong with less thinking, right with more."""
    every = _judged(evidence)
    found = [run for run in every if lesson.puzzle_of(run.provider.read(run.call)) != FIRST]
    if not found:
        return not_yet("first_puzzle" if every else "no_puzzle") if evidence.replies else None
    for less, more in _pairs(found):
        if _written(less) < _written(more):
            return done(less=f"{_written(less):,}", more=f"{_written(more):,}")
    return not_yet("one_kind")


def _enough(evidence: Evidence) -> Verdict | None:
    """The hard puzzle: right at one effort, wrong at the one below it."""
    name = WORDS.title(f"puzzle {HARD}")
    found = _judged(evidence, HARD)
    if not found:
        return not_yet("wrong_puzzle", puzzle=name) if evidence.replies else None
    for less, more in _pairs(found):
        levels = lesson.levels(more.provider, more.call)
        below, enough = lesson.level_of(less), lesson.level_of(more)
        if below in levels and enough in levels and levels.index(enough) - levels.index(below) == 1:
            return done(level=enough, less=below)
    return not_yet("never_wrong" if any(lesson.is_right(run) for run in found) else "never_right")


def _waste(evidence: Evidence) -> Verdict | None:
    """The easy puzzle, right for few tokens."""
    found = _judged(evidence, EASY)
    if not found:
        return None
    right = [_written(run) for run in found if lesson.is_right(run)]
    if not right:
        return not_yet("never_right")
    least = min(right)
    return done(tokens=least) if least <= MOST else not_yet("too_dear", tokens=least)


def _bill(evidence: Evidence) -> Verdict | None:
    """What thinking costs that nobody sees."""
    said = evidence.answers.get("thinking.bill", "").strip()
    if not said:
        return None
    value = number(said)
    if value is None:
        return not_yet("type_number")
    if abs(value - _BILL) < 0.005:
        return done()
    return not_yet("only_answer" if abs(value - _ANSWER_ALONE) < 0.005 else "wrong")


EXERCISES = exercises(WORDS, "thinking", hasty=_hasty, enough=_enough, waste=_waste, bill=_bill)
