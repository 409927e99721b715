"""A learner's own program followed from its first line, to be led through practice: its calls with the arguments that
they have there, and all that it prints."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from firstcall.calls import Call
from firstcall.programs.follow.broken import Broken
from firstcall.programs.follow.effects import speaks, touched
from firstcall.programs.follow.objects import Client
from firstcall.programs.follow.program import Asked, Came, Course, Printed, Program
from firstcall.programs.follow.steps import UNKNOWN, Ask, Lost
from firstcall.programs.patience import shared
from firstcall.programs.read import client as clients
from firstcall.programs.read import parse, vendors
from firstcall.programs.read.literals import Literals
from firstcall.programs.read.names import Names
from firstcall.programs.read.source import Text, read
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.whole_program import WholeProgram
from firstcall.programs.refusals import WORDS, NotAllowed, NotUnderstood

_WAYS_OUT = (ast.Return, ast.Break, ast.Continue, ast.Raise)


@dataclass(frozen=True)
class Known(Literals):
    """Values as they are where the program has come to."""

    evaluate: Callable[[ast.expr], Any] = field(repr=False)
    because: Callable[[ast.AST, object], str] = field(repr=False)

    def read(self, node: ast.expr, label: str, depth: int = 0) -> Any:
        try:
            return plain(self.evaluate(node))
        except (NotAllowed, Broken) as refused:
            written = self.text.segment(node)
            reason = self.because(node, refused)
            raise self.text.refuse(
                node, "value followed", label=label, written=written, reason=reason
            ) from None


def plain(value: Any) -> Any:
    """A value as it can be sent: what came from an SDK in its own classes goes back as it came, without what was not
    there. Raises `NotAllowed` for what cannot."""
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(plain(one) for one in value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if value is None or isinstance(value, str | bool | int | float):
        return str(value) if isinstance(value, str) else value
    if callable(dump := getattr(value, "model_dump", None)):  # pydantic's, on which both SDKs are built
        return dump(mode="json", exclude_unset=True)
    raise NotAllowed("value")


class Whole(Program):
    """The program of a learner. `told` is the id of the provider whose API it uses where it does not say."""

    def __init__(self, text: Text, told: str) -> None:
        self.text, self.program = text, WholeProgram(text, provider_id=told)
        self.api = {call.node: call for call in self.program.calls}
        packages = {
            module
            for home in vendors.homes()
            for module in (home.sdk.errors_module, *home.sdk.errors.modules)
        }
        super().__init__(text.tree, self.api, packages)
        self.made = True  # from here on: whatever fails or prints does so in life too
        self.speakers = self._leading(lambda call: called(call) in {"print", "pprint"})
        self.callers = self._leading(lambda call: call in self.api)
        self.reasons: dict[str, tuple[int, str]] = {}

    def _leading(self, directly: Callable[[ast.Call], bool]) -> set[str]:
        """The names of the functions and methods that make such a call, themselves or through each other."""
        found: set[str] = set()
        functions = [*self.program.all(ast.FunctionDef, ast.AsyncFunctionDef)]
        inside = {id(one): [c for c in ast.walk(one) if isinstance(c, ast.Call)] for one in functions}
        while True:
            more = {
                one.name for one in functions
                if any(directly(call) or called(call) in found for call in inside[id(one)])
            } - found  # fmt: skip
            if not more:
                return found
            found |= more

    def call_of(self, asked: Asked) -> Call:
        """The call that the program makes. Raises `NotUnderstood`, with the line, where it cannot be made here."""
        api, node = self.api[asked.node], asked.node
        methods = api.provider.methods
        parse.not_raw(self.text, node, spelled(node.func), methods)
        if api.old or api.method not in methods:
            raise parse.no_call(self.program, methods)
        base = parse.base_of(node, api.method)
        parse.not_beta(self.text, node, base, api.method)
        known = Known(self.text, Names(self.program, node), asked.value, self.because)
        arguments = parse.named(known, node)
        clients.nowhere_else(arguments, node, known, api.provider.sdk)
        return Call(
            api.provider.id,
            api.method,
            arguments,
            self._client(base, asked),
            tuple(parse.positional(known, node)),
        )

    def _client(self, base: ast.expr, asked: Asked) -> dict[str, Any]:
        try:
            client = asked.value(base)
        except (NotAllowed, Broken):
            return {}
        return dict(client.arguments) if isinstance(client, Client) else {}

    # The client

    def asks(self, call: ast.Call) -> bool:
        return super().asks(call) or self._home(call) is not None or self._changes_options(call)

    def _home(self, call: ast.Call) -> Any:
        return vendors.of_client(spelled(call.func)) if called(call) not in self.walk.names else None

    def _changes_options(self, call: ast.Call) -> bool:
        return isinstance(call.func, ast.Attribute) and call.func.attr in clients.OPTIONS

    def ended(self, call: ast.Call, step: Ask) -> Any:
        if self._home(call) is None and not self._changes_options(call):
            return super().ended(call, step)
        assert step.value is not None
        before = self._before(call, step.value)
        if not isinstance(before, Client):
            return before.copy() if type(before) in (list, dict) else UNKNOWN
        home = self._home(call)
        known = Known(self.text, Names(self.program, call), step.value, self.because)
        if call.args:
            raise self.text.refuse(call.args[0], "client by-name")
        found = clients.of_one(call, known, home[0].sdk if home else None, before.arguments)
        return Client({**before.arguments, **found})

    def _before(self, call: ast.Call, value: Callable[[ast.expr], Any]) -> Any:
        """What is copied, such as a client whose options change; a client without arguments where one is made."""
        if not (isinstance(call.func, ast.Attribute) and self._changes_options(call)):
            return Client({})
        try:
            return value(call.func.value)
        except (NotAllowed, Broken):
            return UNKNOWN

    # What cannot be followed

    def failed(self, statement: ast.stmt, guarded: bool) -> bool:
        return True

    def lost(self, lost: Lost) -> None:
        """A value that nobody asks for may stay unknown; the way to a call may not."""
        statement = lost.statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = [
                one.name for one in statement.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            self._unknown([statement.name, *inside], lost)
        elif self._leads_on(statement):
            raise self.refusal(lost)
        else:
            self._unknown([name for one in ast.walk(statement) for name in touched(one)], lost)
            if speaks(statement, self.speakers):
                self.note(lost.node.lineno, None)

    def _unknown(self, names: list[str], lost: Lost) -> None:
        self.reasons |= dict.fromkeys(names, (lost.node.lineno, self._reason(lost)))

    def _leads_on(self, statement: ast.stmt) -> bool:
        inside = list(ast.walk(statement))
        if not isinstance(statement, ast.Return) and any(isinstance(one, _WAYS_OUT) for one in inside):
            return True
        calls = (one for one in inside if isinstance(one, ast.Call))
        return any(call in self.api or called(call) in self.callers for call in calls)

    def because(self, node: ast.AST, reason: object) -> str:
        """Why what stands there is not known: for what was not known before, where that is so."""
        names = [one.id if isinstance(one, ast.Name) else called(one) for one in ast.walk(node)
                 if isinstance(one, ast.Name | ast.Call)]  # fmt: skip
        known = next((name for name in names if name in self.reasons), None)
        if known is None:
            return str(reason)
        line, said = self.reasons[known]
        return WORDS.line("label because", name=known, line=line, reason=said)

    def _reason(self, lost: Lost) -> str:
        inside = ast.walk(lost.statement)
        typed = any(isinstance(one, ast.Call) and called(one) == "input" for one in inside)
        return WORDS.line("label typed") if typed else self.because(lost.statement, lost.reason)

    def refusal(self, lost: Lost) -> NotUnderstood:
        """Why the program cannot be followed from here: by what was called, where that is known."""
        written = self.text.segment(lost.node)
        return self.text.refuse(lost.node, "follow lost", written=written, reason=self._reason(lost))


@dataclass
class Followed:
    """A program to be led on: `next` with what the call before gave."""

    whole: Whole
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        self.course = self.whole.course()

    def next(self, came: Came | BaseException | None = None) -> Call | Printed | None:
        """The next call that the program makes, or text that it prints; `None` at its end.

        Raises `NotUnderstood`, with the line, where it cannot be followed.
        """
        try:
            step = self.course.send(came)
        except StopIteration:
            return None
        return self.whole.call_of(step) if isinstance(step, Asked) else step


def followed(source: str, told: str) -> Followed:
    """A program, ready to be followed. `told` is the id of the provider whose API it uses where it does not say.

    Raises `NotUnderstood` where it is not Python, or makes no call.
    """
    whole = Whole(read(source), told)
    if not whole.api:
        provider = whole.program.provider
        assert provider is not None
        raise parse.no_call(whole.program, provider.methods)
    return Followed(whole)


@shared()
def refused(source: str, told: str) -> NotUnderstood | None:
    """Why a program cannot be followed to its first call; `None` where it can."""
    try:
        going = followed(source, told)
        while (step := going.next()) is not None:
            if isinstance(step, Call):
                return None
    except NotUnderstood as error:
        return error
    return going.whole.text.refuse(next(iter(going.whole.api)), "follow not-reached")
