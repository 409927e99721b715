"""Exercises: a task, a check on what the learner really did, a hint, a solution.

A check reads `Evidence` (the calls made on the step, the code in the box, what was typed) and gives a
`Verdict`; `None` stands for "nothing to judge yet". What is said lies with the step's words:

    # exercise pirate        the task
    ## hint
    ## solution
    ## asks                  the label of a box for a typed answer, where the exercise wants one
    ## no_reply              what the verdict of this id says

A sentence that several exercises of a step say stands once, as a part of `# verdicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firstcall.calls import Call
from firstcall.running.runs import Run
from firstcall.text import Words


@dataclass(frozen=True, slots=True)
class Guess:
    """What a learner expected of a picture, and when it was said."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a learner did on one step in this session: finished runs, oldest first; the code of the
    step's box; answers typed and guesses made, by exercise id."""

    runs: Sequence[Run] = ()
    code: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, Guess] = field(default_factory=dict)

    @property
    def replies(self) -> list[Run]:
        """The runs that brought a whole reply."""
        return [run for run in self.runs if run.reply is not None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: done or not yet, the id of the sentence that says why, the values put into it."""

    done: bool
    says: str
    values: Mapping[str, object] = field(default_factory=dict)


def done(says: str = "done", **values: object) -> Verdict:
    return Verdict(True, says, values)


def not_yet(says: str, **values: object) -> Verdict:
    return Verdict(False, says, values)


Check = Callable[[Evidence], Verdict | None]


def predicted(id: str, check: Check) -> Check:
    """A check of what was done after a guess: whoever has seen the outcome no longer predicts it.

    Its verdict gets the `guess`; it says `guess_first` where there was none, `run_after_guess` where it came late.
    """

    def judged(evidence: Evidence) -> Verdict | None:
        verdict, guess = check(evidence), evidence.guesses.get(id)
        if verdict is None or not verdict.done:
            return verdict
        if guess is None:
            return not_yet("guess_first")
        later = check(replace(evidence, runs=[run for run in evidence.runs if run.at >= guess.at]))
        if later is None or not later.done:
            return not_yet("run_after_guess")
        return replace(later, values={**later.values, "guess": guess.value})

    return judged


@dataclass(frozen=True, slots=True)
class Exercise:
    """One task of a step, by its name in the step's words."""

    step: str
    name: str
    check: Check
    words: Words

    @property
    def id(self) -> str:
        """Unique in the whole tutorial: `roles.pirate`."""
        return f"{self.step}.{self.name}"

    @property
    def task(self) -> str:
        return self._say()

    @property
    def hint(self) -> str:
        return self._say("hint")

    @property
    def solution(self) -> str:
        return self._say("solution")

    @property
    def asks(self) -> str | None:
        """The label of the box for a typed answer, `None` where nothing is typed."""
        return self._say("asks") if self.words.find(f"exercise {self.name}/asks") else None

    def message(self, verdict: Verdict) -> str:
        """What a verdict says, as Markdown on one line: words of this exercise, or of the step's `# verdicts`."""
        own = f"exercise {self.name}/{verdict.says}"
        shared = f"verdicts/{verdict.says}"
        return self.words.line(own if self.words.find(own) else shared, **verdict.values)

    @property
    def title(self) -> str:
        return self.words.section(f"exercise {self.name}").title

    def _say(self, part: str = "") -> str:
        return self.words.say(f"exercise {self.name}/{part}" if part else f"exercise {self.name}")


def exercises(words: Words, step: str, **checks: Check) -> tuple[Exercise, ...]:
    """The exercises of a step in the order given, each with its check."""
    return tuple(Exercise(step, name, check, words) for name, check in checks.items())


def system_of(call: Call) -> str:
    """The system prompt of a call, wherever its provider puts it."""
    from firstcall import providers

    return str(providers.of(call).read(call).system)


def judge(exercise: Exercise, evidence: Evidence) -> Verdict | None:
    """Run a check. Evidence of a kind that a check did not expect must not break the page."""
    return exercise.check(evidence) if evidence.runs or evidence.code or evidence.answers else None
