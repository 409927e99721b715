"""However a program is mutated: reading it raises nothing else, runs nothing, writes nothing, and ends soon.

`FIRSTCALL_FUZZ` says how many programs the attack reads, and `FIRSTCALL_FUZZ_SECONDS` for how long at most.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from typing import Any

import pytest

from firstcall.programs.follow import budget
from firstcall.programs.lint.findings import lint
from firstcall.programs.read import vendors
from tests.programs import fuzz

pytestmark = pytest.mark.long
# Read here, for a test sees none of these variables.
MOST = int(os.environ.get("FIRSTCALL_FUZZ", "1000000"))
MOST_SECONDS = float(os.environ.get("FIRSTCALL_FUZZ_SECONDS", "1200"))
FOUND = [
    'client.messages.create(messages=[{"role": [1], "content": "a"}])',
    'h = []\nwhile 1:\n    h.append({"role": [1]})\n    client.messages.create(messages=h)',
]
"""One of each kind that the attack has found."""
_FORBIDDEN = {"os.system", "os.exec", "subprocess.Popen", "socket.connect", "ctypes.dlopen"}
_LOOKED_AT = _FORBIDDEN | {"open", "exec"}
_watching = False
_seen: list[str] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _LOOKED_AT or not _watching:  # a walk through a program raises thousands of others
        return
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    # The rules of plural forms are made into a function by `gettext`, from text of ours; modules are imported.
    maker = sys._getframe(1).f_globals.get("__name__")
    runs = event == "exec" and maker not in {"gettext", "importlib._bootstrap"}
    if writes or runs or event in _FORBIDDEN:
        _seen.append(f"{event} {str(arguments)[:200]}")


def _warm() -> None:
    """Whatever is imported by the first reader of its kind is imported before anybody watches."""
    for kind in vendors.kinds():
        module, _, name = kind.owner.rpartition(".")
        getattr(importlib.import_module(module), name)  # the SDKs load their parts when they are asked for
    for number in range(150):
        fuzz.read_everywhere(*fuzz.program(number))


@pytest.mark.parametrize("many", [2_000, pytest.param(10_000, marks=pytest.mark.attack)])
def test_mutated_programs_are_read_or_not_understood(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    global _watching
    # Smaller budgets, for they are what most of the time goes into; the attack has the real ones.
    monkeypatch.setattr(budget, "MAX_STEPS", 2_000)
    monkeypatch.setattr(budget, "MAX_WORK", 60_000)
    _warm()
    sys.addaudithook(_hook)
    _watching = True
    try:
        for number in range(many):
            readers = fuzz.readers(*fuzz.program(number))
            fuzz.ask(readers[number % len(readers)])
    finally:
        _watching = False
    assert _seen == []


@pytest.mark.parametrize("source", FOUND)
def test_what_was_found_once_is_read(source: str) -> None:
    for provider in {provider.id: provider for provider, _ in fuzz.corpus()}.values():
        fuzz.read_everywhere(provider, source)
    lint(source)


@pytest.mark.attack
def test_a_million_mutated_programs_are_read_each_within_a_second() -> None:
    until = time.monotonic() + MOST_SECONDS
    _warm()
    first = time.time_ns() % 10**9
    count, worst, wrong = fuzz.tried(first, first + MOST, until)
    print(f"{count} programs from {first} on were read, the worst took {worst:.2f} s of the processor")
    assert wrong == []
    assert worst < 2.5
