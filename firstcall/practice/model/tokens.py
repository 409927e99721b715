"""Cuts text into word-pieces the way a real tokenizer does, near enough for counting and for showing.

Written for practice: about four characters of English per token, a leading space belongs to the
word after it, long words fall into pieces. The numbers differ from every vendor's own tokenizer.
"""

from __future__ import annotations

import re

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


def split(text: str) -> list[str]:
    """The word-pieces of a text; joined together they are the text again, for every text."""
    return _PIECE.findall(text)


def count(text: str) -> int:
    """How many word-pieces a text has."""
    return len(_PIECE.findall(text))
