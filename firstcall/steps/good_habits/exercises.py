"""Spot the bug: short programs with one mistake each, checked by the linter that marks every code box."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from firstcall import programs, providers
from firstcall.course.exercise import Evidence, Exercise, Verdict, done, not_yet
from firstcall.programs.lint import rules as lint_rules
from firstcall.programs.lint.findings import NOT_PYTHON, Finding, count_calls, lint
from firstcall.programs.read.source import read
from firstcall.steps.good_habits import WORDS

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

    `fails` tells that running it shows the failure. `keeps` are pieces that mending must leave in the
    program.
    """

    name: str
    rule: str
    fails: bool = False
    keeps: tuple[str, ...] = ("print(",)

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
        return programs.parse(source, provider_id, providers.get(provider_id).sdk.methods)
    except programs.NotUnderstood:
        return None


def judge(bug: Bug, source: str) -> Verdict | None:
    """Whether a learner's version of the program is mended; `None` while it is untouched."""
    if source.strip() == bug.source.strip():
        return None
    found = lint(source, bug.provider)
    if unreadable := next((one for one in found if one.rule == NOT_PYTHON), None):
        return not_yet("not_python", message=unreadable.message)
    if gone := _gone(bug, source):
        return gone
    if any(one.rule == bug.rule for one in found):
        return not_yet("still_there")
    if fresh := _new_error(bug, found):
        return not_yet("new_error", line=fresh.line, message=fresh.message, why=fresh.why)
    if bug.call is not None and program_of(source, bug.provider) is None:
        return not_yet("unreadable")
    return done()


def _gone(bug: Bug, source: str) -> Verdict | None:
    if count_calls(source) < count_calls(bug.source):
        return not_yet("call_gone")
    missing = next((piece for piece in bug.keeps if piece not in source), None)
    return not_yet("piece_gone", piece=missing.strip(" (")) if missing else None


def _new_error(bug: Bug, found: list[Finding]) -> Finding | None:
    before = {one.rule for one in lint(bug.source, bug.provider)}
    return next((one for one in found if one.severity == "error" and one.rule not in before), None)


BUGS: tuple[Bug, ...] = (
    Bug("first_block", "first-block", fails=True),
    Bug("no_limit", "no-token-limit", fails=True),
    Bug("other_path", "wrong-path", fails=True),
    Bug("temperature", "refused-parameter", fails=True),
    Bug("old_limit", "refused-parameter", fails=True),
    Bug("reasoning_temperature", "refused-parameter", fails=True),
    Bug("retired_model", "retired-model", fails=True),
    Bug("system_role", "system-role", fails=True, keeps=("print(", "three words")),
    Bug("dict_access", "dict-access", fails=True),
    Bug("raw_content", "raw-content", fails=True),
    Bug("usage_chunk", "usage-chunk", fails=True, keeps=("print(", "include_usage")),
    Bug("no_stop_reason", "no-stop-reason", fails=True),
    Bug("key_in_code", "hard-coded-key"),
    Bug("retry_400", "retry-4xx", keeps=("except", "sleep")),
    Bug("tight_loop", "tight-loop", keeps=("except",)),
    Bug("endless", "no-attempt-limit", keeps=("except", "sleep")),
    Bug("guarantee", "zero-as-guarantee", keeps=("assert", "temperature=0")),
    Bug("last_message", "last-message-only", keeps=("append", "print(")),
    Bug("base_url", "wrong-base-url", keeps=("base_url", "print(")),
)


def find(name: str) -> Bug:
    return next(bug for bug in BUGS if bug.name == name)


def exercise(bug: Bug) -> Exercise:
    """The bug as an exercise of the step; `Evidence.code` is the learner's version of the program."""

    def check(evidence: Evidence) -> Verdict | None:
        return judge(bug, evidence.code)

    return Exercise(STEP, bug.name, check, WORDS)


EXERCISES: tuple[Exercise, ...] = tuple(exercise(bug) for bug in BUGS)
