"""The languages in which programs are read: how, by which rules, in which words, and which fixes can be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from firstcall.programs.change.edits import Edit
from firstcall.programs.lint import WORDS, other
from firstcall.programs.lint.other import curl as curl_rules
from firstcall.programs.lint.other import javascript as javascript_rules
from firstcall.programs.lint.rules import Fault, Rule, every
from firstcall.programs.read import curl, javascript, source
from firstcall.programs.read.source import Text
from firstcall.programs.read.text_kind import TextKind
from firstcall.programs.refusals import NotUnderstood
from firstcall.text import Words


@dataclass(frozen=True)
class Language:
    """`words` are looked into one after the other. `is_read` says that a text is read to its end; `literal`, that what
    fixes put in is either written in this language or a value, which is `adapted` to the place where it stands."""

    read: Callable[[str], Text]
    is_read: Callable[[str], bool]
    rules: Callable[[], tuple[Rule, ...]]
    words: tuple[Words, ...]
    literal: bool = False
    adapted: Callable[[str, int, str, bool], str] | None = None

    def title(self, fault: Fault) -> str:
        found = (
            words.title(id, **fault.values) for id in (fault.says, fault.rule) for words in self._having(id)
        )
        return next(filter(None, found), "")

    def line(self, fault: Fault, part: str = "") -> str:
        """The words of a fault, or of its rule where the case leaves them out."""
        for id in (fault.says + part, fault.rule + part):
            for words in self._having(id):
                if words.section(id).body:
                    return words.line(id, **fault.values)
        return ""

    def _having(self, id: str) -> list[Words]:
        return [words for words in self.words if words.find(id) is not None]

    def edits(self, source: str, changes: Sequence[Edit]) -> tuple[Edit, ...]:
        """Edits that were worked out for Python as they are made in this language; none where they cannot be."""
        if self.literal and not all(
            one.own or javascript_rules.LITERAL.fullmatch(one.text) for one in changes
        ):
            return ()
        if self.adapted is None:
            return tuple(changes)
        return tuple(replace(one, text=self.adapted(source, one.start, one.text, one.own)) for one in changes)


def _is_python(text: str) -> bool:
    try:
        source.read(text)
    except NotUnderstood:
        return False
    return True


PYTHON = Language(source.read, _is_python, every, (WORDS,))
JAVASCRIPT = Language(
    javascript.read, javascript.is_whole, lambda: javascript_rules.RULES, (other.WORDS, WORDS), literal=True
)


CURL = Language(
    curl.read,
    curl.is_whole,
    lambda: curl_rules.RULES,
    (other.WORDS, WORDS),
    literal=True,
    adapted=curl.adapted,
)
KINDS: Mapping[TextKind, Language] = {"python": PYTHON, "javascript": JAVASCRIPT, "curl": CURL}
"""The kinds of texts that are read as programs."""


def of(kind: TextKind) -> Language:
    return KINDS.get(kind, PYTHON)
