"""What was read of a text and what was not, before anybody says that nothing is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from firstcall import text
from firstcall.programs.lint import languages
from firstcall.programs.lint.rules import Program
from firstcall.programs.patience import shared
from firstcall.programs.read import notebook_file, vendors
from firstcall.programs.read.other_calls import OtherCall
from firstcall.programs.read.text_kind import TextKind, kind_of, logical_lines
from firstcall.programs.read.whole_program import ApiCall
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.verdict.unread import unread_methods

WORDS = text.beside(__file__)
_MOST_NAMED = 4


READ = frozenset(
    {"calls", "calls/elsewhere", "calls/nowhere", "others", "others/request", "unread/signature"}
)
"""The sentences that say that something of a call was checked."""


@dataclass(frozen=True)
class Said:
    """One sentence of a verdict, with the id of its words."""

    says: str
    text: str


def verdict(source: str, provider_id: str | None = None) -> tuple[Said, ...]:
    """What was read of a text, whom its calls go to, and what of them was not checked. Never empty, never raises."""
    kind = kind_of(source)
    if kind == "notebook":
        cells = notebook_file.code_cells(source) or []
        inside = _of_program(notebook_file.program(cells), provider_id) if cells else ()
        return (_said("notebook", cells=len(cells)), *inside)
    if kind not in languages.KINDS:
        return (_of_text(kind, source),)
    first = () if kind == "python" else (_said(kind),)
    return (*first, *_of_program(source, provider_id, kind))


def _said(says: str, **values: object) -> Said:
    return Said(says, WORDS.line(says, **values))


def _of_text(kind: TextKind, source: str) -> Said:
    count = sum(
        not line.startswith("[") for line in logical_lines(source)
    )  # the head of a section is no setting
    return _said(kind, count=count)


def _of_program(source: str, provider_id: str | None, kind: TextKind = "python") -> tuple[Said, ...]:
    try:
        with shared():
            return tuple(_sentences(Program(languages.of(kind).read(source), provider_id)))
    except (NotUnderstood, RecursionError):
        return (_said("unreadable", count=0),)


def _sentences(program: Program) -> Iterator[Said]:
    yield from _calls(program)
    yield from _others(program.other_calls)
    yield from _not_checked(program)
    unread = unread_methods(program)
    for (name, provider), signed in islice(unread.items(), _MOST_NAMED):
        yield _said("unread/signature" if signed else "unread", method=f"`{name}`", provider=provider)
    if not (program.calls or program.other_calls or unread):
        yield _nothing(program)


def _calls(program: Program) -> Iterator[Said]:
    """How many calls go to whom: their vendors' rules hold for them, or the SDK's alone."""
    known = Counter(call.provider.name for call in program.calls if not call.own_models)
    for name, count in known.items():
        yield _said("calls", count=count, provider=name)
    elsewhere = Counter((program.answers(call), _sdk_of(call)) for call in program.calls if call.own_models)
    for (name, provider), count in elsewhere.items():
        if name:
            yield _said("calls/elsewhere", count=count, server=name, provider=provider)
        else:
            yield _said("calls/nowhere", count=count, provider=provider)


def _sdk_of(call: ApiCall) -> str:
    """The name of the provider whose SDK makes a call."""
    return next(home.name for home in vendors.homes() if home.sdk == call.provider.sdk)


def _others(calls: tuple[OtherCall, ...]) -> Iterator[Said]:
    groups = Counter((call.other.name, call.to, call.own_models, call.other.raw) for call in calls)
    for (name, to, own, raw), count in groups.items():
        if raw and not own:
            yield _said("others/request", count=count, name=name, to=to)
        elif own and to:
            yield _said("others/elsewhere", count=count, name=name, to=to)
        else:
            yield _said("others/own" if own else "others", count=count, name=name)


def _not_checked(program: Program) -> Iterator[Said]:
    """What of the calls is written where it cannot be read."""
    every: list[ApiCall | OtherCall] = [*program.calls, *program.other_calls]
    models = sum(_hides_model(program, call) for call in every)
    if models:
        yield _said("hidden/model", count=models)
    arguments = sum(not call.whole for call in program.calls)
    if arguments:
        yield _said("hidden/arguments", count=arguments)


def _hides_model(program: Program, call: ApiCall | OtherCall) -> bool:
    """Whether a call's model is nowhere written out, not even as what stands in when the environment says nothing."""
    if call.model_node is None:
        return False
    return not any(
        isinstance(program.value(node), str) for node in (call.model_node, *program.sources(call.model_node))
    )


def _nothing(program: Program) -> Said:
    """No call is there. An SDK that is imported, or a client that is made, says what the program was about."""
    about = program.provider
    if about is not None and program.provider is not program.told:
        return _said("none/imported", provider=about.name)
    return _said("none")
