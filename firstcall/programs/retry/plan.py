"""The controls of a retry program: what they show of it, and the program after one was moved."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firstcall import providers
from firstcall.programs.change.patch import patch
from firstcall.programs.patience import TooMuch, shared
from firstcall.programs.read.spelling import spelled
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.program import Retry, read_retry
from firstcall.programs.retry.write import Caught, Plan, caught, classes_code, render_retry, statuses_code

if TYPE_CHECKING:
    from firstcall.providers import Errors, Provider


@shared()
def plan_of(retry: Retry) -> Plan:
    """What a program does, in the numbers that the controls show. Raises `NotUnderstood`."""
    done = habits(retry)
    errors = providers.get(retry.call.provider).sdk.errors
    plan = replace(done.plan, retries_on=_retries_on(retry, done, errors))
    longest, growth = _longest(retry), _growth(retry)
    if longest is not None:
        plan = replace(plan, longest_wait=longest)
    # What so few attempts do not show is taken from how the wait is written.
    if growth is not None and len(done.waits) < 2:
        plan = replace(plan, factor=growth[1])
    if growth is not None and not done.waits:
        plan = replace(plan, first_wait=growth[0])
    if not done.waits:
        said = [node.value for node in retry.tree.all(ast.Constant)]
        honours = errors.asked_wait is None or errors.asked_wait.field in said
        plan = replace(plan, jitter=bool(_draws(retry)), honours_retry_after=honours)
    return plan


def changed(retry: Retry, wanted: Plan, provider: Provider) -> str:
    """The program after the controls say `wanted`: one value changed where that is enough, else anew."""
    with shared():
        if set(wanted.retries_on or ()) == set(provider.sdk.errors.worth):
            wanted = replace(wanted, retries_on=None)
        small = _changed_a_little(retry, wanted, provider)
    return render_retry(wanted, retry.call, provider) if small is None else small


def _changed_a_little(retry: Retry, wanted: Plan, provider: Provider) -> str | None:
    now = plan_of(retry)
    if now == wanted:
        return retry.source
    for source in _small_changes(retry, now, wanted, provider):
        try:
            if plan_of(read_retry(source, provider.id, provider.methods, provider.sdk.client)) == wanted:
                return source
        except TooMuch:
            return None
        except NotUnderstood:
            continue
    return None


def _small_changes(retry: Retry, now: Plan, wanted: Plan, provider: Provider) -> Iterator[str]:
    if (now.max_retries, now.timeout) != (wanted.max_retries, wanted.timeout):
        yield _client(retry, wanted, provider)
    if now.retries_on != wanted.retries_on:
        yield from _caught_else(retry, caught(now, provider), caught(wanted, provider), provider)
    for name in ("attempts", "first_wait", "factor", "longest_wait"):
        old, new = getattr(now, name), getattr(wanted, name)
        if old != new and old is not None and new is not None:
            for node in _numbers(retry):
                for more in (0, -1, 1) if name == "attempts" else (0,):
                    if node.value == old + more:
                        yield _put(retry, node, _number(new + more, like=node.value))


def _client(retry: Retry, wanted: Plan, provider: Provider) -> str:
    client = provider.sdk.patience.written(retry.call.client, wanted.max_retries, wanted.timeout)
    return patch(retry.source, provider.id, provider.methods, replace(retry.call, client=client))


def _number(value: float, like: object) -> str:
    return repr(int(value)) if isinstance(like, int) and float(value).is_integer() else repr(float(value))


def _put(retry: Retry, node: ast.expr, code: str) -> str:
    start, end = retry.text.span(node)
    source = retry.text.source
    return source[:start] + code + source[end:]


@dataclass(frozen=True)
class _Caught:
    """The classes after `except`, without the SDK's package, and where they are written together."""

    names: tuple[str, ...]
    node: ast.expr | None


def _caught(retry: Retry) -> _Caught:
    """The classes that lead to another try, as they are written around the call."""
    clauses = [
        clause
        for node in reversed(list(_around_call(retry)))
        for clause in node.handlers
        if not isinstance(clause.body[0], ast.Raise)
    ]
    if any(clause.type is None for clause in clauses):
        return _Caught(("BaseException",), None)
    nodes = [retry.tree.origin(clause.type) for clause in clauses if clause.type is not None]
    names = [name for node in nodes for name in _names(retry, node)]
    return _Caught(tuple(dict.fromkeys(names)), nodes[0] if len(nodes) == 1 else None)


def _around_call(retry: Retry) -> Iterator[ast.Try]:
    """Every `try` whose body makes the call, the innermost first."""
    inside: ast.AST = retry.reading.node
    for above in retry.tree.ancestors(inside):
        if isinstance(above, ast.Try) and inside in above.body:
            yield above
        inside = above


def _names(retry: Retry, node: ast.expr) -> list[str]:
    entries = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    found = []
    own = providers.get(retry.call.provider).sdk.errors_module.rpartition(".")[2]
    for entry in entries:
        start, end = retry.text.span(entry)
        written = retry.text.source[start:end]
        module, _, name = written.rpartition(".")
        found.append(name if module == own else written)
    return found


def _retries_on(retry: Retry, done: Habits, errors: Errors) -> tuple[str, ...] | None:
    """The names of what leads to another try, `None` for what is worth it. Of a class for all error answers that are
    not all tried again, those that are stand for it."""
    names = _caught(retry).names
    statuses = [str(status) for status in errors.statuses]
    tried = done.retries if done.waits else _listed(retry, statuses)
    if errors.answered in names and not tried >= set(statuses):
        others = (name for name in names if name != errors.answered)
        names = (*(status for status in statuses if status in tried), *others)
    return None if set(names) == set(errors.worth) else names


def _listed(retry: Retry, statuses: Sequence[str]) -> frozenset[str]:
    """The statuses that a program lists, all of them where it has no such list: what one try alone does not show."""
    listed = [frozenset(map(str, _numbered(node))) for node in retry.tree.all(ast.Tuple)]
    return next((found for found in listed if found and found <= set(statuses)), frozenset(statuses))


def _caught_else(retry: Retry, now: Caught, wanted: Caught, provider: Provider) -> Iterator[str]:
    """The program with other classes after `except`, and other statuses where it has a list of them."""
    node = _caught(retry).node
    source = retry.source
    if bool(now.statuses) != bool(wanted.statuses):
        return
    if now.statuses != wanted.statuses:
        lists = [one for one in retry.tree.all(ast.Tuple) if _numbered(one) == now.statuses]
        if len(lists) != 1:
            return
        source = _put(retry, lists[0], statuses_code(wanted))
    if now.classes != wanted.classes:
        if node is None or source != retry.source:
            return
        source = _put(retry, node, classes_code(wanted, provider))
    yield source


def _numbered(node: ast.Tuple) -> tuple[int, ...]:
    """The numbers in a tuple of nothing else."""
    values = [one.value for one in node.elts if isinstance(one, ast.Constant)]
    return tuple(value for value in values if isinstance(value, int)) if len(values) == len(node.elts) else ()


def _longest(retry: Retry) -> float | None:
    """The number that `min(…)` holds a wait down to."""
    for node in retry.tree.all(ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "min":
            for argument in node.args:
                if (value := _said(retry, argument)) is not None:
                    return value
    return None


def _growth(retry: Retry) -> tuple[float, float] | None:
    """First wait and factor where they are written as `first * factor ** …`."""
    for node in retry.tree.all(ast.BinOp):
        match node:
            case ast.BinOp(left=first, op=ast.Mult(), right=ast.BinOp(left=factor, op=ast.Pow())):
                numbers = _said(retry, first), _said(retry, factor)
                if numbers[0] is not None and numbers[1] is not None:
                    return numbers[0], numbers[1]
    return None


def _said(retry: Retry, node: ast.expr) -> float | None:
    """The number that stands there, or behind the name that stands there."""
    found = retry.tree.origin(node)
    value = found.value if isinstance(found, ast.Constant) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _draws(retry: Retry) -> list[ast.Call]:
    """The calls that draw a random number."""
    return [
        call
        for call in retry.tree.all(ast.Call)
        if ".".join(spelled(call.func)).startswith(("random", "uniform"))
    ]


def _numbers(retry: Retry) -> list[ast.Constant]:
    """The numbers of a program, those inside the API call and inside a draw of chance left out."""
    inside = {id(node) for call in [retry.reading.node, *_draws(retry)] for node in ast.walk(call)}
    numbers = (node for node in retry.tree.all(ast.Constant) if type(node.value) in (int, float))
    return [node for node in numbers if id(node) not in inside]
