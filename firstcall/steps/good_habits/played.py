"""Programs that are led through failures, answers and turns, to see what they do. Nothing is run or sent."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from firstcall import programs
from firstcall.programs import NotUnderstood
from firstcall.programs.follow.scope import Scope
from firstcall.programs.follow.steps import Ask, Clock, Endless, Failed, Lost, Raised
from firstcall.programs.follow.values import Values
from firstcall.programs.follow.walk import Walk
from firstcall.programs.read.spelling import chain, method_of
from firstcall.programs.retry.habits import MOST_ASKS, Habits, error_of, habits
from firstcall.programs.retry.program import Retry, read_retry
from firstcall.providers import Provider

__all__ = ["BUSY", "MOST_ASKS", "REFUSED", "SAID", "TURNS", "fails", "habits_of", "is_seen", "turns"]
BUSY = "429"
REFUSED = "400"
SAID = "My name is Ada."
"""What a person types, turn after turn, into a program that asks."""
TURNS = 3
_TYPED = f"def input(prompt=''):\n    return {SAID!r}\n"


def habits_of(source: str, provider: Provider) -> Habits:
    """What a program does about failures. Raises `NotUnderstood` where it cannot be followed."""
    return habits(_retry(source, provider))


def is_seen(source: str, provider: Provider, sign: str) -> bool:
    """Whether a program that meets a failure once ends with an error."""
    steps = _retry(source, provider).steps(lambda: 0.5)
    error, step = error_of(provider.id, sign), None
    try:
        step = next(steps)
        for _ in range(MOST_ASKS):
            step = steps.send(error if isinstance(step, Ask) else None)
    except StopIteration:
        return False
    except Raised:
        return True
    return False


def _retry(source: str, provider: Provider) -> Retry:
    return read_retry(_called(source, provider.methods), provider.id, provider.methods, provider.sdk.client)


def _called(source: str, methods: Sequence[str]) -> str:
    """The program with its call where it can be met: a function around it asks about one thing, and is called."""
    tree = ast.parse(source)
    for function in [one for one in tree.body if isinstance(one, ast.FunctionDef)]:
        if not any(_is_call(node, methods) for node in ast.walk(function)):
            continue
        given = [ast.parse(f"{one.arg} = 'What is an API?'").body[0] for one in function.args.args]
        function.args = ast.arguments([], [], None, [], [], None, [])
        function.body = [*given, *function.body]
        if not any(_calls(statement, function.name) for statement in tree.body):
            tree.body.append(ast.parse(f"{function.name}()").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def _calls(statement: ast.stmt, name: str) -> bool:
    """Whether a statement outside of functions calls one of this name."""
    return not isinstance(statement, ast.FunctionDef) and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(statement)
    )


def _is_call(node: ast.AST, methods: Sequence[str]) -> bool:
    names = chain(node.func) if isinstance(node, ast.Call) else []
    return len(names) > 1 and method_of(names, methods) is not None


def fails(source: str, provider: Provider, answers: Sequence[Any]) -> bool:
    """Whether one of a program's tests fails when its calls are answered like this, one after the other."""
    tests = [
        node.name for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
    ]  # fmt: skip
    written = source + "".join(f"\n{name}()" for name in tests)
    coming = iter(answers)
    try:
        for _ in _asks(written, provider, lambda: next(coming, answers[-1])):
            continue
    except Raised:
        return True
    return False


def turns(source: str, provider: Provider, answer: Any) -> list[list[Any]]:
    """The messages that a program sends in its first turns, each answered like this."""
    sent: list[list[Any]] = []
    try:
        for messages in _asks(_TYPED + source, provider, lambda: answer):
            sent.append(list(messages))
            if len(sent) == TURNS:
                break
    except Raised:  # the program ended with an error of its own: what it had sent until then stands
        return sent
    return sent


def _asks(source: str, provider: Provider, answer: Callable[[], Any]) -> Iterator[Any]:
    """The messages that a program sends, call after call. Raises `Raised` where it ends with an error."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if _is_call(node, provider.methods)]
    scope = Scope((provider.sdk.errors_module, *provider.sdk.errors.modules), lambda: 0.5, Clock())
    walk = Walk(scope, lambda call: call in calls, lambda statement: True)
    steps, came = walk.block(tree.body), None
    try:
        while True:
            match steps.send(came):
                case Ask(call=ast.Call() as call):
                    yield _messages(call, walk, provider.messages)
                    came = answer()
                case Failed():
                    came = True
                case Lost(node=ast.Assert() as lost):
                    raise NotUnderstood("follow lost", lost.lineno, written=ast.unparse(lost), reason="")
                case _:
                    came = None
    except (StopIteration, Endless):
        return


def _messages(call: ast.Call, walk: Walk, name: str) -> Any:
    written = next((word.value for word in call.keywords if word.arg == name), None)
    try:
        return Values(walk.scope, {}, walk.budget).of(written) if written is not None else []
    except (programs.NotAllowed, *programs.ERRORS):
        return []


def text_of(node: ast.expr, tree: ast.Module) -> str:
    """The text that an expression stands for, given itself or by the one assignment to its name; else empty."""
    given = [
        one.value for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and isinstance(node, ast.Name)
        and any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets)
    ]  # fmt: skip
    found = given[0] if len(given) == 1 else node
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else ""
