"""The linter's rules, one small function each: a program in, faults out. Found, not registered.

A module of this package names its functions in `RULES`. A rule looks at the `Program` and yields a
`Fault` for each place; it neither runs nor changes anything. Facts about models come from
`firstcall.models`, whose client, address or key it is from `firstcall.providers`, what an SDK takes from
its installed version.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from firstcall.programs.change.edits import Edit
from firstcall.programs.read.replies import Replies
from firstcall.programs.read.whole_program import WholeProgram

Severity = Literal["error", "warning", "info"]
"""error: fails today; warning: a bad habit; info: worth knowing."""


@dataclass
class Program(WholeProgram):
    """A program with what its names hold of replies, on a day: models retire."""

    today: date = date.min

    @cached_property
    def replies(self) -> Replies:
        return Replies(self)

    def role(self, message: ast.expr) -> object:
        """The role of one entry of `messages`."""
        return self.value(self.entries(message).get("role"))


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken. `mend` gives the edits of the one-click fix `fix`."""

    rule: str
    node: ast.AST
    severity: Severity
    message: str
    why: str
    fix: str | None = None
    mend: Callable[[], Iterable[Edit]] | None = None


Rule = Callable[[Program], Iterator[Fault]]


@cache
def every() -> tuple[Rule, ...]:
    """All rules found in this package, by module name."""
    found: list[Rule] = []
    for name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        found += importlib.import_module(f"{__name__}.{name}").RULES
    return tuple(found)
