"""Programs as nobody would write them: those of the tutorial, mutated. A number says which, so each comes again.

`python -m tests.programs.fuzz FIRST LAST` reads those from FIRST up to LAST and says what they cost.
"""

from __future__ import annotations

import ast
import copy
import random
import re
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from firstcall import providers
from firstcall.calls import Call
from firstcall.programs import Came, NotUnderstood, followed, parse, patch, patience, printed, render
from firstcall.programs.lint.findings import count_calls, lint, mend
from firstcall.programs.retry.habits import habits
from firstcall.programs.retry.plan import plan_of
from firstcall.programs.retry.program import read_retry
from firstcall.providers import Provider
from firstcall.steps.failures import lesson, retrying
from firstcall.steps.good_habits import exercises
from tests import own_sdk
from tests.running.test_practised import FOLLOWED, IDS, written

ROOT = Path(providers.__file__).parent.parent
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
ODD_TOKENS = (
    "4.5", "-1", "0", "10**400", "1e400", '"a"', "None", "[]", "{}", "()", "lambda: 0", "await", "yield", "break",
    "return", "raise", "try:", "except:", "for i in range(10**9):\n    ", "while True: ", "def f(", "class A: ", "*",
    "**", "...", "f'{", "\\", "\n", "    ", "\t", "\x00", "\ud800", "é", "\u200b", "“", "#", '"""', ":=", "@", "->",
    "range(1, 5, 0)", "enumerate(x, 'a')", "a, /, b", "match x:\n  case [1, *_]: pass", "\r\n", "🦆", "del x", "global x",
)  # fmt: skip
ODD_VALUES = (
    4.5, -1, 0, 10**30, 1e308, float("inf"), "", "a" * 5000, None, True, b"x", 1j, ..., "\ud800", "é🦆\u200b",
    [[[[[]]]]], {"a": [1, {"b": None}]}, (1,) * 50, "def", "__class__", {1: 2}, -0.0,
)  # fmt: skip
GROWN = (2, 7, 40)


@cache
def corpus() -> tuple[tuple[Provider, str], ...]:
    """Every program of the tutorial with the provider that it is about."""
    every = own_sdk.every()
    found = [
        (every[0], file.read_text(encoding="utf-8")) for file in sorted(ROOT.rglob("programs/**/*.py.txt"))
    ]
    found += [(providers.get(bug.provider), bug.source) for bug in exercises.BUGS]
    for provider in every:
        files = sorted((Path(providers.__file__).parent / provider.id).rglob("programs/*.py*"))
        found += [(provider, file.read_text(encoding="utf-8")) for file in files]
        found += [(provider, retrying.fresh(provider, plan)) for plan in lesson.examples(provider).values()]
        call = Call(
            provider.id,
            provider.sdk.methods[0],
            {"model": "x", "messages": [{"role": "user", "content": "hi"}]},
        )
        found.append((provider, render(call, provider)))
    found += [(providers.get(id), written(shape, id)) for shape in FOLLOWED.values() for id in IDS]
    return tuple(found)


def program(number: int) -> tuple[Provider, str]:
    """The mutated program of this number."""
    chance = random.Random(number)
    provider, source = chance.choice(corpus())
    for _ in range(chance.choice((1, 1, 2, 3))):
        source = chance.choice(MUTATIONS)(chance, source)
    return provider, source[:20_000]


def _tokens(chance: random.Random, source: str) -> str:
    pieces = TOKEN.findall(source) or [""]
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(5):
        case 0:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 1:
            del pieces[at]
        case 2:
            pieces.insert(at, pieces[other])
        case 3:
            pieces.insert(at, chance.choice(ODD_TOKENS))
        case _:
            pieces[at] = chance.choice(ODD_TOKENS)
    return "".join(pieces)


def _values(chance: random.Random, source: str) -> str:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
        return _tokens(chance, source)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    if constants:
        node = chance.choice(constants)
        span = f"\x01{chance.randrange(10**9)}\x01"
        node.value = span
        try:
            whole = ast.unparse(tree)
        except ValueError:  # an f-string that Python cannot write out again
            return _tokens(chance, source)
        return whole.replace(repr(span), repr(copy.copy(chance.choice(ODD_VALUES))))
    return source


def _nodes(chance: random.Random, source: str) -> str:
    """Statements exchanged, doubled, taken out, put into one another."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
        return _lines(chance, source)
    bodies = [
        node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list) and node.body
    ]
    if not bodies:
        return source
    one, other = chance.choice(bodies), chance.choice(bodies)
    try:
        statement = copy.deepcopy(chance.choice(one))
    except RecursionError:
        return source
    other.insert(chance.randrange(len(other) + 1), statement)
    if chance.random() < 0.5 and len(one) > 1:
        del one[chance.randrange(len(one))]
    try:
        return ast.unparse(tree)
    except (RecursionError, ValueError, MemoryError):
        return source


def _lines(chance: random.Random, source: str) -> str:
    lines = source.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines[at:at] = [lines[at]] * chance.choice(GROWN)
        case 1:
            lines[at] = "    " * chance.choice((1, 2, 25)) + lines[at]
        case 2:
            del lines[at]
        case _:
            lines.insert(chance.randrange(len(lines)), lines[at])
    return "\n".join(lines)


def _splice(chance: random.Random, source: str) -> str:
    other = chance.choice(corpus())[1]
    here, there = chance.randrange(len(source) + 1), chance.randrange(len(other) + 1)
    return source[:here] + other[there:]


def _nested(chance: random.Random, source: str) -> str:
    pieces = TOKEN.findall(source) or [""]
    at, depth = chance.randrange(len(pieces)), chance.choice((3, 30, 90, 300))
    before, after = chance.choice(
        (("(", ")"), ("[", "]"), ("{1: ", "}"), ("f(", ")"), ("-", ""), ("", ".a"), ("", "[0]"))
    )
    pieces[at] = before * depth + pieces[at] + after * depth
    return "".join(pieces)


def _looped(chance: random.Random, source: str) -> str:
    """Some lines inside a loop that goes round far too often."""
    lines = source.split("\n")
    begin = chance.randrange(len(lines))
    end = min(len(lines), begin + chance.choice((1, 3, 9)))
    head = chance.choice(
        ("for i in range(10**9):", "while True:", "for i in 'a' * 190000:", "try:", "def f(x=f):")
    )
    return "\n".join([*lines[:begin], head, *(f"    {line}" for line in lines[begin:end]), *lines[end:]])


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    _tokens, _tokens, _values, _values, _nodes, _lines, _splice, _nested, _looped,
)  # fmt: skip


def readers(provider: Provider, source: str) -> list[Callable[[], object]]:
    """What pages work out about one text."""
    sdk = provider.sdk
    return [
        lambda: patch(source, provider.id, sdk.methods, parse(source, provider.id, sdk.methods).call),
        lambda: provider.read(parse(source, provider.id, sdk.methods).call),
        lambda: plan_of(read_retry(source, provider.id, sdk.methods, sdk.client)),
        lambda: habits(read_retry(source, provider.id, sdk.methods, sdk.client)),
        lambda: printed(source, {"message": 1, "response": 1}, "x", sdk.methods),
        lambda: led(source, provider.id),
        lambda: lint(source, provider.id),
        lambda: count_calls(source),
    ]


@patience.shared()
def led(source: str, told: str) -> None:
    """The program led through its first calls, each with a reply that is none."""
    program, came, many = followed(source, told), None, 0
    while many < 5 and (step := program.next(came)) is not None:
        came = Came({"message": 1, "response": 1}, "x") if isinstance(step, Call) else None
        many += isinstance(step, Call)


def ask(reader: Callable[[], object]) -> None:
    """Nothing but `NotUnderstood` comes out."""
    try:
        reader()
    except NotUnderstood as refused:
        assert refused.message


def read_everywhere(provider: Provider, source: str) -> None:
    """All of it, as in one run of the pages."""
    with patience.together():
        for reader in readers(provider, source):
            ask(reader)


def fixed(provider: Provider, source: str) -> None:
    """All fixes applied, and each by itself."""
    for found in lint(source, provider.id):
        assert found.message and (found.fixed is None or found.fixed != source)
    mend(source, provider.id)


def tried(first: int, last: int, until: float = float("inf")) -> tuple[int, float, list[str]]:
    """How many programs were read before the clock said `until`, the worst time in seconds, what went wrong."""
    worst, wrong = 0.0, list[str]()
    for number in range(first, last):
        if time.monotonic() > until:
            return number - first, worst, wrong
        provider, source = program(number)
        try:
            before = time.process_time()
            read_everywhere(provider, source)
            worst = max(worst, time.process_time() - before)
            if number % 10 == 0:
                fixed(provider, source)
        except Exception as error:
            wrong.append(f"{number}: {type(error).__name__}: {str(error)[:150]}")
            print(wrong[-1], flush=True)
        if number % 1000 == 999:
            print(f"{number + 1 - first} programs, the worst took {worst:.2f} s", flush=True)
    return last - first, worst, wrong


if __name__ == "__main__":
    tried(int(sys.argv[1]), int(sys.argv[2]))
