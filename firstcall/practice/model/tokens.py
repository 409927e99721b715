"""Cuts text into word-pieces the way a real tokenizer does, near enough for counting and for showing.

Written for practice: about four characters of English per token, a leading space belongs to the
word after it, long words fall into pieces. The numbers differ from every vendor's own tokenizer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

_L = "A-Za-z\u00c0-\u024f"
_ENDINGS = "ing|ings|tion|tions|ment|ments|ness|able|ible|ally|ized|ised|ity|ful|less|ers|ed|ly|ous|ive"
# Every repeat is either bounded or followed by nothing that could fail, so the time is linear.
_PIECE = re.compile(
    rf"'(?:s|t|re|ve|m|ll|d)(?![{_L}])"
    rf"| ?[{_L}]{{1,9}}(?![{_L}])"
    rf"| ?[{_L}]{{3,9}}?(?=(?:{_ENDINGS})(?![{_L}]))"
    rf"| ?[{_L}]{{5}}"
    r"| ?\d{1,3}"
    rf"| ?[^\W\d_{_L}]{{1,2}}"
    r"| ?[!-/:-@\[-`{-~]{1,3}"
    r"|(?:\r?\n){1,8}"
    r"|[^\S\r\n]{1,15}(?= )"
    r"|[^\S\r\n]{1,16}"
    r"| ?[^\w\s]"
    r"|[\s\S]"
)


_SLICE = 8192
_REACH = 32
"""A piece and all that decides where it ends are shorter than this."""


def slices(text: str) -> Iterator[list[str]]:
    """The word-pieces of a text, some thousands at a time.

    Python cannot interrupt a regular expression: cut at once, a long text would stop every other thread.
    """
    at = 0
    while at < len(text):
        end = at + _SLICE
        pieces = _PIECE.findall(text, at, end)
        if end < len(text):
            unsure = 0
            while unsure < _REACH:
                unsure += len(pieces.pop())
            end -= unsure
        yield pieces
        at = end


def split(text: str) -> list[str]:
    """The word-pieces of a text; joined together they are the text again, for every text."""
    return list(chain.from_iterable(slices(text)))


def count(text: str) -> int:
    """How many word-pieces a text has."""
    return sum(map(len, slices(text)))
