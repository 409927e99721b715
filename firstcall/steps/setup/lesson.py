"""What "Set up" says and asks: where a key comes from, where it lives, how one leaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firstcall import text
from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS, key_check

SHOWN = "practice: made on purpose"
"""The `batch` of a run that shows an outcome: it proves nothing about the learner's own set-up."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a provider's key comes from, or its server: what to do, in order, and what to install. `variable` is `None`
    where no key is needed, `note` what else is worth knowing."""

    id: str
    name: str
    page: str
    steps: tuple[str, ...]
    variable: str | None
    package: str
    javascript_package: str
    note: str = ""


def _of_provider(provider: Provider) -> Source:
    address, sdk, words = provider.address, provider.sdk, provider.words
    steps = words.items("setup") or WORDS.section("get_a_key").items()
    return Source(
        provider.id,
        provider.name,
        address.key_page,
        tuple(text.filled(step, {"variable": address.key_variable}) for step in steps),
        address.key_variable if address.needs_key else None,
        sdk.package,
        sdk.javascript_package,
        words.say("setup note"),
    )


def sources(callable_here: Iterable[Provider]) -> tuple[Source, ...]:
    """These providers' sources of keys."""
    return tuple(map(_of_provider, callable_here))


# Exercises


_LEAKS = 2
"""The line that holds the key itself."""


def _leak(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("setup.leak", "").strip()
    if not answer:
        return None
    line = typed.number(answer) or _line_quoted(answer)
    if line == _LEAKS:
        return done()
    return not_yet(f"line_{line:g}" if line in range(1, len(_lines()) + 1) else "no_line")


def _lines() -> list[str]:
    """The lines of code that the task shows, in their order."""
    return re.findall(r"^\d\. `(.+)`$", WORDS.say("exercise leak"), re.MULTILINE)


def _line_quoted(answer: str) -> int | None:
    """The number of the one line that was copied, whole or in part; `None` for none or several."""
    plain = answer.strip("`").strip()
    found = [number for number, line in enumerate(_lines(), 1) if len(plain) > 3 and plain in line]
    return found[0] if len(found) == 1 else None


def _own(evidence: Evidence) -> list[Run]:
    return [run for run in evidence.runs if run.batch != SHOWN]


def _passes(evidence: Evidence) -> Verdict | None:
    checked = _own(evidence)
    if any(run.reply is not None for run in checked):
        run = next(run for run in reversed(checked) if run.reply is not None)
        return done("done" if run.mode == "live" else "done_in_practice", provider=run.provider.name)
    if checked:
        return not_yet("check_says_do", lower=key_check.judge(checked[-1]).title.lower())
    if evidence.runs:
        return not_yet("those_were_failures")
    return None


def _ignores(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("setup.gitignore", "")
    return judge_ignore_line(typed) if typed.strip() else None


def judge_ignore_line(typed: str) -> Verdict:
    """Whether a line in the `.gitignore` of a project's folder keeps the file `.env` beside it out of git."""
    line = typed.strip().strip("`").strip()
    if line in {".env", "/.env", "**/.env", "*.env"}:
        return done("done_and_others" if line == "*.env" else "done")
    if line in {".env*", "/.env*", "*env"}:
        return done("done_works_also_hides")
    return not_yet(_why_not(line))


def _why_not(line: str) -> str:
    """The id of what to say of a line that keeps nothing out."""
    if line.startswith("#"):
        return "line_begins_comment"
    if line.startswith("!"):
        return "does_opposite_takes"
    if line.startswith(("git ", "echo ")):
        return "command_wanted_line"
    if line.rstrip("/") != line:
        return "slash_at_end"
    if line.startswith(("./", "\\")):
        return "pattern_begins_neither"
    if line in {"env", ".venv", "venv"}:
        return "another_name_file"
    if "API_KEY" in line.upper():
        return "line_file_env"
    if '"' in line or "'" in line:
        return "quotation_marks_git"
    return "yet_git_would"


EXERCISES = exercises(WORDS, "setup", leak=_leak, check=_passes, gitignore=_ignores)
