"""The linter's findings as marks of a code box, and the way back from a chosen fix to the program."""

from __future__ import annotations

from dataclasses import replace

from firstcall.programs.lint.findings import NOT_PYTHON, Finding, lint
from firstcall.ui.code_box import Mark


def marks(
    source: str, provider_id: str | None = None, problem: Mark | None = None, *, hints: bool = False
) -> list[Mark]:
    """What a code box marks: `problem` (why the box cannot read it) first, then errors and bad habits.

    `hints` adds what is only worth knowing.
    """
    findings = lint(source, provider_id)
    if problem is not None and (tidy := next((f for f in findings if f.rule == NOT_PYTHON), None)):
        return [replace(problem, fix=tidy.fix_label)]
    shown = [mark(found) for found in findings if hints or found.severity != "info"]
    return [problem, *shown] if problem else shown


def mark(found: Finding) -> Mark:
    """One finding: what and why, and the fix where there is one."""
    return Mark(
        found.line,
        f"{found.message} {found.why}".replace("`", ""),
        found.severity,
        found.column,
        found.end_line,
        found.end_column,
        found.fix_label,
    )


def mended(source: str, chosen: Mark, provider_id: str | None = None) -> str:
    """The program after the fix of a mark that was drawn for it; as it was where that is gone."""
    same = [found for found in lint(source, provider_id) if found.fix_label == chosen.fix]
    fitting = [f for f in same if f.rule == NOT_PYTHON or mark(f).message == chosen.message]
    nearest = min(fitting, key=lambda found: abs(found.line - chosen.line), default=None)
    return nearest.fixed if nearest is not None and nearest.fixed is not None else source
