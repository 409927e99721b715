"""Programs in the shapes in which beginners have them, each with what is found in it and how it runs before and after.

A file holds the programs of one shape. `=== name` begins one; lines with a word and a colon say how it runs, and then
comes its text. `#! rule` at the end of a line says that an error is found there, `#? rule` another finding. What a
program may say of itself:

before: the exception it ends with as it stands, or `runs`; left out where it has no errors, for then it runs as it is
after: what it prints when all fixes are made (`ahoy` where that is left out), or the exception it still ends with
alone: how it ends as it stands where its key is in `.env` alone
left: the rules of the errors that have no fix, which somebody has to mend by hand
never: rules of which it must not be accused
typed: what a person types, lines with `|` between
unrun: why it is not run here
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_SAYS = re.compile(r"(before|after|alone|left|never|typed|unrun): (.*)")
_MARK = re.compile(r"[ ]*#(?P<weight>[!?]) (?P<rules>[a-z0-9 ,-]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A program of the corpus. `errors` and `others` are the lines and rules of what is found."""

    name: str
    source: str
    errors: frozenset[tuple[int, str]]
    others: frozenset[tuple[int, str]]
    says: dict[str, str] = field(default_factory=dict)

    def rules(self, what: str) -> frozenset[str]:
        return frozenset(filter(None, self.says.get(what, "").split(", ")))


def every(server: str = "http://localhost:1234") -> list[Example]:
    """All programs. `server` is the address of a server on this machine, `{server}` in their texts."""
    return [example for file in sorted(HERE.glob("*.txt")) for example in _examples(file, server)]


def _examples(file: Path, server: str) -> Iterator[Example]:
    text = file.read_text(encoding="utf-8").replace("{server}", server)
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.rstrip().split("\n")
        says = dict[str, str]()
        while found := _SAYS.fullmatch(lines[0]):
            says[found[1]] = found[2]
            del lines[0]
        marked = "\n".join(lines) + "\n"
        yield Example(
            f"{file.stem}: {name}", _MARK.sub("", marked), _marks(marked, "!"), _marks(marked, "?"), says
        )


def _marks(marked: str, weight: str) -> frozenset[tuple[int, str]]:
    return frozenset(
        (number, rule)
        for number, line in enumerate(marked.split("\n"), 1)
        if (found := _MARK.search(line)) and found["weight"] == weight
        for rule in found["rules"].split(", ")
    )
