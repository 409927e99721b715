"""Small changes to the entries between two brackets, leaving comments and spacing where they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from firstcall.programs.read.source import Text

_BLANK = " \t\n\f\\"
_COMMENT = re.compile(r"#.*|//.*|/\*(?:.|\n)*?\*/")
"""Of Python, and of JavaScript: neither can begin anything else where an entry may begin or end."""


class Overlap(Exception):
    """Two changes want the same place of the text."""


@dataclass(frozen=True)
class Edit:
    """`text` in place of the characters from `start` up to `end`. It is Python, or the program's `own` language."""

    start: int
    end: int
    text: str
    own: bool = False


@dataclass(frozen=True)
class Item:
    """One entry between brackets: from its first to its last character, its comma, its value.

    `start` and `end` include parentheses around the entry; `comma` is `None` where none follows.
    """

    key: object
    value: ast.expr
    start: int
    end: int
    comma: int | None


@dataclass(frozen=True)
class Brackets:
    """The entries of a call, list or dict, from `opener` (after the first bracket) to `closer` (the last).

    `last` is what may stand behind the last entry; `own` says that the text is no Python."""

    source: str
    opener: int
    closer: int
    items: tuple[Item, ...]
    last: str = ","
    own: bool = False

    @property
    def indent(self) -> str:
        """The spaces that begin the line of the first bracket."""
        return _indentation(self.source, self.opener)

    @property
    def one_line(self) -> bool:
        return "\n" not in self.source[self.opener : self.closer]

    def entry_indent(self) -> str | None:
        """How entries that begin a line are indented, `None` if none does."""
        return next((_indentation(self.source, i.start) for i in self.items if self._leads(i)), None)

    def insert(self, after: Item | None, before: Item | None, entries: Sequence[str]) -> list[Edit]:
        """New entries after one item, or before another where there is none to come after."""
        indent = self.entry_indent()
        if after is None:
            first = before.start if before else self.opener
            glue = ", " if indent is None or not before or not self._leads(before) else ",\n" + indent
            return [self._edit(first, first, "".join(entry + glue for entry in entries))]
        if indent is None:
            return [self._edit(after.end, after.end, "".join(f", {entry}" for entry in entries))]
        rest = self._rest_of_line(after)
        # Behind the comment of the line before, for a comment belongs to the entry that it stands beside.
        if rest is None:
            return [self._edit(after.end, after.end, "".join(f",\n{indent}{entry}" for entry in entries))]
        comma = [self._edit(after.end, after.end, ",")] if after.comma is None else []
        text = "".join(f"\n{indent}{entry}," for entry in entries)
        return [*comma, self._edit(rest, rest, text if after.comma is not None else text[:-1] + self.last)]

    def delete(self, gone: Iterable[Item]) -> list[Edit]:
        """The text without some items; a comment on an item's own line goes with it."""
        places = sorted(self.items.index(item) for item in gone)
        runs = [
            [place for _, place in run]
            for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])
        ]
        return [edit for run in runs for edit in self._delete_run(run)]

    def _delete_run(self, run: list[int]) -> list[Edit]:
        first, last = self.items[run[0]], self.items[run[-1]]
        before = self.items[run[0] - 1] if run[0] else None
        alone = [self._line(self.items[place]) for place in run]
        # The last entries of a line take the comma before them along, or it would be left hanging.
        if last.comma is None and before and before.comma is not None and not (all(alone) and self.last):
            if not _COMMENT.search(self.source[before.comma : first.start]):
                return [self._edit(before.comma, last.end, "")]
        return [self._delete_one(self.items[place]) for place in run]

    def _delete_one(self, item: Item) -> Edit:
        line = self._line(item)
        if line:
            return self._edit(*line, "")
        start, end = item.start, item.end if item.comma is None else item.comma + 1
        while self.source[end] in " \t":
            end += 1
        # What ended its line leaves no blanks behind.
        while self.source[end] == "\n" and self.source[start - 1] in " \t":
            start -= 1
        return self._edit(start, end, "")

    def _line(self, item: Item) -> tuple[int, int] | None:
        """The whole lines of an item that shares them with nothing but a comment."""
        rest = self._rest_of_line(item)
        if rest is None or not self._leads(item):
            return None
        return self.source.rfind("\n", 0, item.start) + 1, rest + 1

    def _leads(self, item: Item) -> bool:
        begin = self.source.rfind("\n", 0, item.start) + 1
        return begin > self.opener - 1 and not self.source[begin : item.start].strip()

    def _rest_of_line(self, item: Item) -> int | None:
        """The end of the line if nothing but a comment follows the item on it."""
        here = item.end if item.comma is None else item.comma + 1
        end = self.source.find("\n", here)
        rest = self.source[here:end].strip()
        return end if here <= end < self.closer and (not rest or rest.startswith(("#", "//"))) else None

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(start, end, text, self.own)


def apply(source: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Raises `Overlap` where two of them meet."""
    pieces, here = [], 0
    # Two parts of a fix may want the very same edit, such as an import: that is one edit, not an overlap.
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < here:
            raise Overlap
        pieces += [source[here : edit.start], edit.text]
        here = edit.end
    return "".join([*pieces, source[here:]])


def of_call(text: Text, node: ast.Call) -> Brackets:
    """The arguments of a call: those without a name first, keyed by their place, then the named ones."""
    if text.language != "python":
        return _of_object(text, node)
    # A tree does not say where its brackets are, and a comment between may hold brackets too.
    opener = _after(text.source, text.span(node.func)[1], "(")
    entries = [(place, value, text.span(value)) for place, value in enumerate(node.args)]
    named = [(word.arg, word.value, text.span(word)) for word in node.keywords]
    return _brackets(text, opener, text.span(node)[1] - 1, [*entries, *named])


def _of_object(text: Text, node: ast.Call) -> Brackets:
    """The entries of the object that a call is given. Raises `ValueError` where it is not written out there."""
    named: list[tuple[object, ast.expr, tuple[int, int]]] = [
        (word.arg, word.value, text.span(word)) for word in node.keywords
    ]
    for word in node.keywords:  # what is read as if it stood in an argument, and stands beside it
        for key, value in _moved(text, word.value):
            named.append((key.value, value, (text.span(key)[0], text.span(value)[1])))
    entries = [one for one in sorted(named, key=lambda one: one[2]) if _before(text, one[2][0]) in "{,"]
    first = (
        next(_begin(text, one[2][0]) for one in entries if _before(text, one[2][0]) == "{")
        if entries
        else None
    )
    if first is None:
        raise ValueError("no entries that are written out")
    end = entries[-1][2][1]
    return _brackets(text, first, text.source.index("}", end), entries)


def _moved(text: Text, node: ast.expr) -> list[tuple[ast.Constant, ast.expr]]:
    if not isinstance(node, ast.Dict):
        return []
    start, end = text.span(node)
    pairs = zip(node.keys, node.values, strict=True)
    return [
        (key, value) for key, value in pairs
        if isinstance(key, ast.Constant) and not start <= text.span(key)[0] < end
    ]  # fmt: skip


def _before(text: Text, start: int) -> str:
    """The character before a place, without what is blank."""
    return text.source[: _begin(text, start)].rstrip()[-1:] or " "


def _begin(text: Text, start: int) -> int:
    """Where an entry begins: with the `\\` before its quote, in a body that stands in the same quotes in a shell."""
    return start - 1 if text.language == "json" and text.source[start - 1 : start + 1] == '\\"' else start


def of_list(text: Text, node: ast.List) -> Brackets:
    start, end = text.span(node)
    return _brackets(
        text, start + 1, end - 1, [(place, e, text.span(e)) for place, e in enumerate(node.elts)]
    )


def of_dict(text: Text, node: ast.Dict, keys: Sequence[object]) -> Brackets:
    """The entries of a dict; `keys` are the values of its keys in order, `None` for what `**` puts in."""
    start, end = text.span(node)
    entries: list[tuple[object, ast.expr, tuple[int, int]]] = []
    for key, key_node, value in zip(keys, node.keys, node.values, strict=True):
        first = value if key_node is None else key_node
        entries.append((key, value, (text.span(first)[0], text.span(value)[1])))
    return _brackets(text, start + 1, end - 1, entries)


def _brackets(
    text: Text, opener: int, closer: int, entries: Sequence[tuple[object, ast.expr, tuple[int, int]]]
) -> Brackets:
    items, here = [], opener
    for key, value, (_, end) in entries:
        start = _skip(text.source, here, closer)
        end, comma = _comma(text.source, end, closer)
        items.append(Item(key, value, start, end, comma))
        here = closer if comma is None else comma + 1
    json = text.language == "json"
    return Brackets(text.source, opener, closer, tuple(items), "" if json else ",", text.language != "python")


def _skip(source: str, here: int, limit: int) -> int:
    """The next place that is neither blank nor in a comment."""
    while here < limit:
        if source[here] in _BLANK and not source.startswith(
            '\\"', here
        ):  # which belongs to a quote in a shell
            here += 1
        elif found := _COMMENT.match(source, here):
            here = found.end()
        else:
            break
    return here


def _comma(source: str, end: int, closer: int) -> tuple[int, int | None]:
    """Where an entry really ends (parentheses around it included), and its comma."""
    here = _skip(source, end, closer)
    # Parentheses around a value are no part of its node, but of the text that is moved or removed.
    while here < closer and source[here] == ")":
        end = here + 1
        here = _skip(source, end, closer)
    return end, here if here < closer and source[here] == "," else None


def _after(source: str, here: int, bracket: str) -> int:
    while source[here] != bracket:
        here = _skip(source, here + 1, len(source)) if source[here] != "#" else source.index("\n", here)
    return here + 1


def _indentation(source: str, here: int) -> str:
    begin = source.rfind("\n", 0, here) + 1
    line = source[begin:here]
    return line[: len(line) - len(line.lstrip())]
