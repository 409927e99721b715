"""Spot the bug: short programs with one mistake each, judged by what they come to when they are mended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from firstcall import programs, providers
from firstcall.course.exercise import Evidence, Exercise, Verdict, done, not_yet
from firstcall.programs.lint import rules as lint_rules
from firstcall.programs.lint.findings import NOT_PYTHON, count_calls, lint
from firstcall.programs.read.source import read
from firstcall.steps.good_habits import WORDS, proofs

STEP = "good_habits"


@cache
def program_text(name: str) -> str:
    """A file of `programs`, which end in `.py.txt`: most of them are wrong on purpose, and no linter of ours reads them."""
    return (Path(__file__).parent / "programs" / f"{name}.py.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Bug:
    """A program with one mistake of the kind `rule`; what its author noticed and what is said when it is
    mended lie with the step's words, as the exercise of this name. The program is a file of `programs`,
    and so is its solution.

    `proof` says what is wrong with the outcome of a version of it. `fails` tells that running it shows the
    failure.
    """

    name: str
    rule: str
    proof: proofs.Proof
    fails: bool = False

    @property
    def id(self) -> str:
        return f"{STEP}.{self.name}"

    @cached_property
    def provider(self) -> str:
        """The id of the provider whose API the program is about."""
        found = lint_rules.Program(read(self.source)).provider
        assert found, self.name
        return found.id

    @property
    def source(self) -> str:
        return program_text(self.name)

    @property
    def solution(self) -> str:
        return program_text(f"{self.name}.fixed")

    @property
    def call(self) -> programs.Program | None:
        return program_of(self.source, self.provider)


def program_of(source: str, provider_id: str) -> programs.Program | None:
    """The one call of a program where it can be read as one, so that it can be run here."""
    try:
        return programs.parse(source, provider_id, providers.get(provider_id).methods)
    except programs.NotUnderstood:
        return None


def judge(bug: Bug, source: str) -> Verdict | None:
    """Whether a learner's version of the program is mended, by what it comes to; `None` while it is untouched.

    What the linter finds only explains why it is not.
    """
    if source.strip() == bug.source.strip():
        return None
    try:
        return _judged(bug, source)
    except TimeoutError:  # no verdict that could be kept: the next look asks again
        return not_yet("practice_silent")


@lru_cache(maxsize=256)
def _judged(bug: Bug, source: str) -> Verdict:
    found = lint(source, bug.provider)
    if unreadable := next((one for one in found if one.rule == NOT_PYTHON), None):
        return not_yet("not_python", message=unreadable.message)
    if count_calls(source) < count_calls(bug.source):
        return not_yet("call_gone")
    try:
        program = program_of(source, bug.provider)  # which may call it in another way by now
        called = providers.of(program.call) if program else providers.get(bug.provider)
        wrong = bug.proof(source, called)
    except (programs.NotUnderstood, RecursionError) as error:
        return not_yet("unreadable", message=getattr(error, "message", ""))
    if wrong is None:
        return done()
    return not_yet("still_there") if any(one.rule == bug.rule for one in found) else wrong


BUGS: tuple[Bug, ...] = (
    Bug("first_block", "first-block", proofs.prints, fails=True),
    Bug("no_limit", "no-token-limit", proofs.prints, fails=True),
    Bug("other_path", "wrong-path", proofs.prints, fails=True),
    Bug("temperature", "refused-parameter", proofs.prints, fails=True),
    Bug("old_limit", "refused-parameter", proofs.limited, fails=True),
    Bug("reasoning_temperature", "refused-parameter", proofs.prints, fails=True),
    Bug("retired_model", "retired-model", proofs.prints, fails=True),
    Bug("system_role", "system-role", proofs.instructed("three words"), fails=True),
    Bug("dict_access", "dict-access", proofs.prints, fails=True),
    Bug("raw_content", "raw-content", proofs.prints, fails=True),
    Bug("usage_chunk", "usage-chunk", proofs.counted, fails=True),
    Bug("no_stop_reason", "no-stop-reason", proofs.looks_why, fails=True),
    Bug("key_in_code", "hard-coded-key", proofs.keyless),
    Bug("retry_400", "retry-4xx", proofs.leaves_hopeless),
    Bug("tight_loop", "tight-loop", proofs.pauses),
    Bug("endless", "no-attempt-limit", proofs.gives_up),
    Bug("guarantee", "zero-as-guarantee", proofs.holds),
    Bug("last_message", "last-message-only", proofs.remembers),
    Bug("base_url", "wrong-base-url", proofs.well_addressed),
)


def find(name: str) -> Bug:
    return next(bug for bug in BUGS if bug.name == name)


def exercise(bug: Bug) -> Exercise:
    """The bug as an exercise of the step; `Evidence.code` is the learner's version of the program."""

    def check(evidence: Evidence) -> Verdict | None:
        return judge(bug, evidence.code)

    return Exercise(STEP, bug.name, check, WORDS)


EXERCISES: tuple[Exercise, ...] = tuple(exercise(bug) for bug in BUGS)
