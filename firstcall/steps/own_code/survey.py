"""What a program does, read and never run: its calls, to whom, with which model, and whether one can be made here."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall import providers
from firstcall.programs import NotUnderstood
from firstcall.programs.lint import languages
from firstcall.programs.lint.rules import Program
from firstcall.programs.patience import shared
from firstcall.programs.read import notebook_file
from firstcall.programs.read.other_calls import OtherCall
from firstcall.programs.read.text_kind import kind_of
from firstcall.programs.read.whole_program import ApiCall


@dataclass(frozen=True)
class Found:
    """One call: its line, the name of who answers it, the method, the model as far as it is written, how it is made."""

    line: int
    provider: str
    method: str
    model: str | None
    streamed: bool
    old: bool
    elsewhere: bool


def calls(source: str) -> tuple[Found, ...]:
    """Every call of a program, or of the cells of a notebook, in the order of its lines; none of a text that is not
    Python."""
    cells = notebook_file.code_cells(source)
    try:
        with shared():
            program = _program(notebook_file.program(cells) if cells else source)
            found = [_found(program, call) for call in program.calls]
            found += [_of_others(program, call) for call in program.other_calls]
            return tuple(sorted(found, key=lambda one: one.line))
    except (NotUnderstood, RecursionError):
        return ()


def _program(source: str) -> Program:
    return Program(languages.of(kind_of(source)).read(source))


def _found(program: Program, call: ApiCall) -> Found:
    return Found(
        call.node.lineno,
        program.answers(call) or call.provider.name,
        call.method,
        call.model_id,
        program.replies.streams(call),
        call.legacy,
        call.elsewhere,
    )


def _of_others(program: Program, call: OtherCall) -> Found:
    """A call by another package: the names under which it stands."""
    method = ".".join(program.names_of(call.node.func)) or call.other.name
    return Found(call.node.lineno, call.to or call.other.name, method, call.model_id, False, False, False)


def provider_of(source: str) -> str:
    """The id of the provider whose API a program is about; the first of all where it does not say."""
    found = next(iter(providers.every().values()))
    try:
        with shared():
            found = _program(source).provider or found
    except (NotUnderstood, RecursionError):
        return found.id
    return found.id
