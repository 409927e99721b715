"""Findings about a program: what fails today, what is a bad habit, why, and the fix as one click.

Reads one-call programs and whole programs from old tutorials alike. The text is parsed, never run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial

from firstcall.programs.change import edits
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint import WORDS, languages
from firstcall.programs.lint.languages import Language
from firstcall.programs.lint.loose import loose_ids
from firstcall.programs.lint.rules import Fault, Program, Severity
from firstcall.programs.patience import TooMuch, shared, together
from firstcall.programs.read import notebook, notebook_file
from firstcall.programs.read.source import Text, read
from firstcall.programs.read.text_kind import TextKind, kind_of
from firstcall.programs.refusals import NotUnderstood

NOT_PYTHON = "not-python"
NOTEBOOK = "notebook"
MORE = "more"
TOO_MUCH = "too-much"
NO_PROGRAMS: Mapping[TextKind, str] = {
    "settings": "no-program settings",
    "requirements": "no-program requirements",
    "json": "no-program json",
    "error": "no-program error",
}
"""What is said of a text that is no program."""
MOST_SHOWN = 100
"""Nobody reads more of them at once; how many more there are is said."""
_MOST_FIXES = 100


@dataclass(frozen=True)
class Finding:
    """One finding. Lines count from 1, columns from 0 in characters.

    `says` is the id of its words: its rule, and the case where that has several. `fix_label` names the fix,
    `None` where no safe edit exists.
    """

    says: str
    line: int
    column: int | None
    end_line: int | None
    end_column: int | None
    severity: Severity
    message: str
    why: str
    fix_label: str | None = None
    _fix: Callable[[], str | None] | None = field(default=None, compare=False, repr=False)

    @property
    def rule(self) -> str:
        return self.says.partition(" ")[0]

    @cached_property
    def fixed(self) -> str | None:
        """The whole program after the fix. Worked out when asked for: a page shows many and takes one."""
        return self._fix() if self._fix is not None else None


def lint(source: str, provider_id: str | None = None) -> list[Finding]:
    """The findings of a program in the order of its lines, errors first where there are many. Never raises,
    whatever the text.

    `provider_id` decides where the program does not say whose API it calls.
    """
    try:
        return list(_lint(source, provider_id, date.today()))
    except _Unfinished as unfinished:
        return [*unfinished.found, _remark(TOO_MUCH)]


def mend(source: str, provider_id: str | None = None) -> str:
    """The program after all fixes, errors first; those that a fix brings to light included."""
    with together():
        return _mended(source, provider_id)


def _mended(source: str, provider_id: str | None) -> str:
    seen = {source}
    for _ in range(_MOST_FIXES):
        ranked = sorted(lint(source, provider_id), key=lambda found: _ORDER[found.severity])
        fixed = next((f.fixed for f in ranked if f.fixed is not None and f.fixed not in seen), None)
        if fixed is None:
            break
        seen.add(fixed)
        source = fixed
    return source


_ORDER = {"error": 0, "warning": 1, "info": 2}


class _Unfinished(Exception):
    """Not all of a program could be checked in time. No answer to keep: next time there may be more of it."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__()
        self.found = found


@lru_cache(maxsize=64)
def _lint(source: str, provider_id: str | None, today: date) -> tuple[Finding, ...]:
    kind = kind_of(source)
    if kind == "notebook":
        return (_notebook(notebook_file.code_cells(source) or []),)
    if kind in NO_PROGRAMS:
        return (_remark(NO_PROGRAMS[kind]), *_loose(source, kind, today))
    with shared():
        language = languages.of(kind)
        try:
            text = language.read(source)
        except NotUnderstood as error:
            return (_unreadable(source, error), *_loose(source, kind, today))
        faults: list[Fault] = []
        try:
            program = Program(text, provider_id, today=today)
            for rule in language.rules():
                faults += rule(program)
            return tuple(_shown(text, faults, language))
        except (TooMuch, RecursionError):
            raise _Unfinished(_shown_late(text, faults, language)) from None


def _shown_late(text: Text, faults: Sequence[Fault], language: Language) -> list[Finding]:
    """What is shown when the time is over: without fixes, where these would take more of it."""
    try:
        return _shown(text, faults, language)
    except (TooMuch, RecursionError):
        return _shown(text, [replace(fault, mend=None) for fault in faults], language)


def _shown(text: Text, faults: Sequence[Fault], language: Language) -> list[Finding]:
    """What is shown of so many faults. Only for these the words and the fix are looked for."""
    ranked = sorted(faults, key=lambda fault: (_ORDER[fault.severity], *_place(text, fault.node)[:1]))
    found = list({_finding(text, fault, language): None for fault in ranked[:MOST_SHOWN]})
    found.sort(key=lambda one: (one.line, one.column or 0, _ORDER[one.severity], one.says))
    left = len(faults) - MOST_SHOWN
    return [*found, _remark(MORE, left=left)] if left > 0 else found


def _loose(source: str, kind: TextKind, today: date) -> Iterator[Finding]:
    """The ids of ended models in a text that has no tree."""
    for one in loose_ids(source, kind, today):
        says, values = "retired-model named", {"model": one.model.id[:60], "provider": one.model.vendor.name}
        line, column, end = one.place(source)
        whole = kind in NO_PROGRAMS  # what cannot be read may be anything after a fix
        yield Finding(
            says, line, column, line, end, "warning", WORDS.title(says, **values), WORDS.line(says),
            WORDS.line("retired-model/fix", better=one.better) if whole else None,
            partial(one.replaced, source) if whole else None,
        )  # fmt: skip


def _remark(says: str, **values: object) -> Finding:
    """A word on the findings themselves, beside the first line."""
    message, why = WORDS.title(says, **values), WORDS.line(says, **values)
    return Finding(says, 1, None, None, None, "info", message, why)


def _finding(text: Text, fault: Fault, language: Language) -> Finding:
    changes = language.edits(text.source, _edits(fault))
    return Finding(
        fault.says,
        *_place(text, fault.node),
        fault.severity,
        language.title(fault),
        language.line(fault),
        language.line(fault, "/fix") if changes else None,
        partial(_fixed, text.source, changes, language) if changes else None,
    )


def _place(text: Text, node: ast.AST) -> tuple[int, int | None, int | None, int | None]:
    """Line, column, end line, end column; only the first line of something long is marked."""
    line = max(1, getattr(node, "lineno", 1))
    try:
        start, end = text.span(node)  # type: ignore[arg-type]
    except (AssertionError, AttributeError, IndexError, UnicodeDecodeError):
        return line, None, None, None
    begin = text.starts[line - 1]
    return line, start - begin, line, min(end - begin, len(text.lines[line - 1]))


def _edits(fault: Fault) -> tuple[Edit, ...]:
    """The edits of a fault's fix, none where it has no safe one."""
    try:
        return tuple(fault.mend()) if fault.mend is not None else ()
    except (NoFix, edits.Overlap, AssertionError, IndexError, ValueError):
        return ()


def _fixed(source: str, changes: tuple[Edit, ...], language: Language) -> str | None:
    try:
        result = edits.apply(source, changes)
    except edits.Overlap:
        return None
    return result if result != source and (language.is_read(result) or not language.is_read(source)) else None


def _unreadable(source: str, error: NotUnderstood) -> Finding:
    tidy, fixed = next(_tidied(source), (None, None))
    column = max(0, error.column - 1) if error.column else None
    why, label = WORDS.line(NOT_PYTHON), WORDS.line(f"{NOT_PYTHON}/{tidy}", fence="```") if tidy else None
    return Finding(
        NOT_PYTHON, error.line or 1, column, None, None, "error", error.message, why, label, lambda: fixed
    )


def _notebook(cells: list[str]) -> Finding:
    """A notebook's file in place of a program: as JSON it may well be Python, and does nothing."""
    program = notebook_file.program(cells) if cells else None
    message, why = WORDS.title(NOTEBOOK, cells=len(cells)), WORDS.line(NOTEBOOK)
    label = WORDS.line(f"{NOTEBOOK}/fix") if program else None
    return Finding(NOTEBOOK, 1, None, None, None, "error", message, why, label, lambda: program)


def _tidied(source: str) -> Iterator[tuple[str, str]]:
    """What web pages and notebooks leave in a copied program, taken out, where that makes it readable."""
    for id, tidy in notebook.TIDIES.items():
        fixed = tidy(source)
        if fixed != source and languages.PYTHON.is_read(fixed):
            yield id, fixed


def count_calls(source: str) -> int:
    """How many API calls a program makes; 0 where it is not Python."""
    try:
        return len(Program(read(source)).calls)
    except NotUnderstood:
        return 0
