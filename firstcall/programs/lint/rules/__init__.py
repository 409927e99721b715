"""The linter's rules, one small function each: a program in, faults out. Found, not registered.

A module of this package names its functions in `RULES`. A rule looks at the `Program` and yields a
`Fault` for each place; it neither runs nor changes anything. Facts about models come from
`firstcall.models`, whose client, address or key it is and what its calls and replies look like from
`firstcall.providers`, what an SDK takes from its installed version. What is said is in `en.md` beside.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from firstcall.programs.change.edits import Edit
from firstcall.programs.read.replies import Replies
from firstcall.programs.read.whole_program import ApiCall, WholeProgram

Severity = Literal["error", "warning", "info"]
"""error: fails today; warning: a bad habit; info: worth knowing."""

INSTRUCTIONS = frozenset({"system", "developer"})
"""The roles of messages that tell the model how to answer, on every wire that has such a role
(`openai/types/chat/chat_completion_developer_message_param.py`)."""


@dataclass(eq=False)
class Program(WholeProgram):
    """A program with what its names hold of replies, on a day: models retire."""

    today: date = date.min

    @cached_property
    def replies(self) -> Replies:
        return Replies(self)

    @property
    def todays_calls(self) -> Iterator[ApiCall]:
        """The calls that are not of an SDK generation that is gone."""
        return (call for call in self.calls if not call.legacy)

    def role(self, message: ast.expr) -> str | None:
        """The role of one entry of `messages`, where it is plain text."""
        said = self.value(self.entries(message).get("role"))
        return said if isinstance(said, str) else None

    def messages(self, call: ApiCall) -> ast.List | None:
        """The list that a call sends, where it is written out and not empty."""
        given = call.words.get(call.kind.messages)
        node = self.origin(given) if given is not None else None
        return node if isinstance(node, ast.List) and node.elts else None

    def thinks(self, call: ApiCall) -> bool:
        """Whether the model surely thinks before it answers this call."""
        thinking = call.kind.thinking
        said = self.at(call, (thinking.argument, thinking.type)) if thinking else None
        off = thinking is not None and self.value(said) == thinking.off
        return call.model is not None and call.model.thinks and not off

    def asynchronous(self, call: ApiCall) -> bool:
        """Whether what a call gives is to be awaited."""
        made = self.names_of(call.client.func) if call.client is not None else []
        name = call.provider.sdk.asynchronous
        return (made or [""])[-1].startswith("Async") or bool(name and name in self.names_of(call.node.func))

    def at(self, call: ApiCall, path: Sequence[str]) -> ast.expr | None:
        """What a call gives at a path: an argument, or one and a key in its dict."""
        word, *keys = path or ("",)
        node = call.words.get(word)
        for key in keys:
            node = self.entries(node).get(key)
        return node


Mend = Callable[[], Iterable[Edit]]


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken.

    `says` is the id of its words: the rule, and the case where it has several. `values` go into them. `mend`
    gives the edits of the one-click fix.
    """

    says: str
    node: ast.AST
    severity: Severity
    mend: Mend | None
    values: Mapping[str, object]

    @property
    def rule(self) -> str:
        return self.says.partition(" ")[0]


def fault(says: str, node: ast.AST, severity: Severity, mend: Mend | None = None, **values: object) -> Fault:
    return Fault(says, node, severity, mend, values)


def own_words(call: ApiCall, says: str) -> str:
    """What the SDK's own vendor adds to a finding about its models; empty for another one on its wire."""
    return " ".join(call.provider.words.say(f"lint {says}").split()) if call.of_sdk else ""


Rule = Callable[[Program], Iterator[Fault]]


@cache
def every() -> tuple[Rule, ...]:
    """All rules found in this package, by module name."""
    found: list[Rule] = []
    for name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        found += importlib.import_module(f"{__name__}.{name}").RULES
    return tuple(found)
