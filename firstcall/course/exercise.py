"""Exercises: a task, a check on what the learner really did, a hint, a solution.

A check reads `Evidence` (the calls made on the step, the code in the box, what was typed) and gives a
`Verdict`; `None` stands for "nothing to judge yet".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from firstcall.calls import Call
from firstcall.running.runs import Run


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a learner did on one step in this session: finished runs, oldest first; the code of the
    step's box; answers typed, by exercise id."""

    runs: Sequence[Run] = ()
    code: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def replies(self) -> list[Run]:
        """The runs that brought a whole reply."""
        return [run for run in self.runs if run.reply is not None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: done or not yet, and a sentence that says why."""

    done: bool
    message: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One task of a step. `id` is unique in the whole tutorial, as `<step>.<name>`.

    `asks` is the label of a box for a typed answer, where the exercise wants one.
    `solution` is Markdown.
    """

    id: str
    task: str
    hint: str
    solution: str
    check: Callable[[Evidence], Verdict | None]
    asks: str | None = None

    @property
    def step(self) -> str:
        return self.id.partition(".")[0]


def system_of(call: Call) -> str:
    """The system prompt of a call, wherever its provider puts it."""
    from firstcall import providers

    return str(providers.get(call.provider).read(call).system)


def judge(exercise: Exercise, evidence: Evidence) -> Verdict | None:
    """Run a check. Evidence of a kind that a check did not expect must not break the page."""
    return exercise.check(evidence) if evidence.runs or evidence.code or evidence.answers else None
