"""The learner's text as a syntax tree, with the way back from the tree to the text. Runs nothing."""

from __future__ import annotations

import ast
import io
import re
import sys
import threading
import tokenize
import warnings
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice
from typing import Literal, Protocol

from firstcall.programs.read.f_strings import quotes_inside, with_other_quotes
from firstcall.programs.refusals import WORDS, NotUnderstood

MAX_CHARACTERS = 2 * 1024 * 1024
MAX_NODES = 50_000
MAX_TOKENS = 100_000
_SHORT = 20_000
"""Trees of longer programs take some ten megabytes each; few of those are kept."""
_TOKEN = re.compile(r"\w+|[^\w\s]")

_HINTS = (
    ("was never closed", "closing"),
    ("unmatched", "unmatched"),
    ("does not match opening", "order"),
    ("unterminated", "quote"),
    *((curly, "curly") for curly in "\u201c\u201d\u2018\u2019"),
    ("forgot a comma", "comma"),
    ("indent", "indent"),
    ("null byte", "invisible"),
    ("invalid character", "character"),
    ("invalid non-printable", "invisible"),
)
"""What Python's own message holds, and which advice fits it."""
_NEWER = re.compile(r"\s*(?:type \w+(?:\[.*\])? =|(?:async )?def \w+\[|class \w+\[)")
"""Types as statements and in brackets, since 3.12: https://docs.python.org/3/whatsnew/3.12.html"""
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The Python of this app."""
# Python's parser is shared by all threads of the app, and so are the warning filters below.
_one_at_a_time = threading.Lock()


class Placed(Protocol):
    """Any node of a syntax tree that knows where it stands."""

    @property
    def lineno(self) -> int: ...
    @property
    def col_offset(self) -> int: ...
    @property
    def end_lineno(self) -> int | None: ...
    @property
    def end_col_offset(self) -> int | None: ...


Language = Literal["python", "javascript", "json"]
"""How a program writes its calls: as Python or JavaScript does, or as the body of a request."""


@dataclass(frozen=True, eq=False)
class Text:
    """A program's text (line ends are `\\n`), its tree, and offsets in characters.

    One text is read once and shared by everybody who asks for it, so nobody may change its tree.
    """

    source: str
    tree: ast.Module
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    language: Language = "python"
    newer: tuple[int, ...] = ()
    """Where quotes stand in f-strings that only a newer Python takes there; the tree is read as by that one."""
    _bytes: dict[int, list[int]] = field(default_factory=dict, repr=False)

    def offset(self, line: int, byte_column: int) -> int:
        """Where a place of the tree stands in the text; the tree counts columns in bytes of UTF-8."""
        text = self.lines[line - 1]
        column = byte_column if text.isascii() else bisect_left(self._bytes_of(line), byte_column)
        return self.starts[line - 1] + column

    def _bytes_of(self, line: int) -> list[int]:
        """How many bytes stand before each character of a line."""
        if line not in self._bytes:
            sizes = (len(character.encode()) for character in self.lines[line - 1])
            self._bytes[line] = list(accumulate(sizes, initial=0))
        return self._bytes[line]

    def span(self, node: Placed) -> tuple[int, int]:
        """First character of the node, and the one after its last."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def segment(self, node: Placed, most: int = 40) -> str:
        """The node as it is written, on one line and shortened, for a message."""
        start, end = self.span(node)
        words = " ".join(self.source[start : min(end, start + 4 * most)].split())
        return words if len(words) <= most else words[: most - 1] + "…"

    def refuse(self, node: Placed, says: str, **values: object) -> NotUnderstood:
        column = self.offset(node.lineno, node.col_offset) - self.starts[node.lineno - 1] + 1
        return NotUnderstood(says, node.lineno, column, **values)


def read(source: str) -> Text:
    """The program as a tree. Raises `NotUnderstood` where it is not Python, or too long or deep.

    The one place where a program is parsed: the box, its controls, its marks and what it prints all
    come here for the same text, and only the first of them has it read.
    """
    if len(source) > MAX_CHARACTERS:
        raise NotUnderstood("program long")
    found = _read(source) if len(source) <= _SHORT else _read_long(source)
    if isinstance(found, NotUnderstood):  # a fresh one: whoever catches it adds a traceback to it
        raise found.afresh()
    return found


@lru_cache(maxsize=32)
def _read(source: str) -> Text | NotUnderstood:
    try:
        return _text(source)
    except NotUnderstood as refused:
        return refused.afresh()


@lru_cache(maxsize=4)
def _read_long(source: str) -> Text | NotUnderstood:
    return _read.__wrapped__(source)


def _text(source: str) -> Text:
    source = plain(source)
    tree, newer = _tree(source)
    return of_tree(source, tree, newer=newer)


def plain(source: str) -> str:
    """A text without the mark with which editors on Windows begin, with one kind of line ends: Python takes three."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def of_tree(
    source: str, tree: ast.Module, language: Language = "python", newer: tuple[int, ...] = ()
) -> Text:
    """A text that is `plain` already, with its tree."""
    lines = tuple(source.split("\n"))
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return Text(source, tree, lines, tuple(starts), language, newer)


def quietly(source: str, mode: str) -> ast.AST:
    """Python's own parser, without its warnings about the learner's text; raises what it raises."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source, mode=mode)


def _has_many_parts(source: str) -> bool:
    """Whether the text has too many parts to make a tree of them, which cannot be stopped once begun."""
    if len(source) <= MAX_TOKENS:  # a part has a character at least
        return False
    if sum(1 for _ in islice(_TOKEN.finditer(source), MAX_TOKENS + 1)) <= MAX_TOKENS:
        return False
    count = 0  # slower, but for it a long text in quotes is one part
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            pieced = (
                token.type == tokenize.STRING and "f" in token.string.partition(token.string[-1])[0].lower()
            )
            count += sum(1 for _ in _TOKEN.finditer(token.string)) if pieced else 1
            if count > MAX_TOKENS:
                return True
    except (tokenize.TokenError, SyntaxError, RecursionError):
        return False  # not Python: the parser says why, and ends there too
    return False


def _tree(source: str) -> tuple[ast.Module, tuple[int, ...]]:
    """The tree, and where quotes stand that this Python refuses."""
    if _has_many_parts(source):
        raise NotUnderstood("program parts")
    try:
        tree, newer = _parsed(source)
    except SyntaxError as error:
        raise _friendly(error) from None
    except UnicodeEncodeError as error:
        line = source.count("\n", 0, error.start) + 1
        raise NotUnderstood("program half-character", line) from None
    except ValueError:
        raise NotUnderstood("program null") from None
    # SystemError: CPython 3.11 raises it in place of RecursionError for some deep trees.
    except (RecursionError, MemoryError, SystemError):
        raise NotUnderstood("program deep") from None
    # Every reader walks the whole tree, so its size bounds them all; the text's length does not.
    if any(count >= MAX_NODES for count, _ in enumerate(ast.walk(tree))):
        raise NotUnderstood("program parts")
    return tree, newer


def _parsed(source: str) -> tuple[ast.Module, tuple[int, ...]]:
    """By Python's own parser; where that refuses it, with the quotes inside of f-strings as older Pythons want them.
    Everything stands where it stood."""
    try:
        return _module(source), ()
    except SyntaxError as error:
        newer = quotes_inside(source)
        try:
            return _module(with_other_quotes(source, newer)), newer
        except SyntaxError:
            raise error from None


def _module(source: str) -> ast.Module:
    tree = quietly(source, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def _friendly(error: SyntaxError) -> NotUnderstood:
    said = (error.msg or "invalid syntax").rstrip("?.")  # a sentence of ours goes on behind it
    hint = next((hint for sign, hint in _HINTS if sign in said), "other")
    hint = "newer" if hint == "other" and _NEWER.match(error.text or "") else hint
    line = error.lineno or None
    values = {"said": said, "hint": WORDS.line(f"syntax/{hint}", running=RUNNING), "row": line}
    return NotUnderstood("syntax" if line else "syntax nowhere", line, error.offset or None, **values)
