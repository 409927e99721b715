"""What the model declines to do: a few dangerous requests that it knows by their words. A vendor's own judgement is finer,
and how a reply says that it declines is the wire's affair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from firstcall.practice.model.asked import Asked, Token
from firstcall.practice.model.replies import template
from firstcall.practice.model.tokens import split

_MOST_CHARACTERS = 4_000
"""So much of a question is looked at."""
_DANGEROUS = re.compile(
    r"\b(?:build|make|assemble)\s+(?:an?\s+)?(?:\w+\s+)?(?:bomb|explosives?|grenade)\b"
    r"|\b(?:synthesi[sz]e|cook)\s+(?:\w+\s+)?(?:sarin|nerve agent|meth(?:amphetamine)?)\b"
    r"|\bpoison\s+(?:someone|my\s+\w+|a\s+person)\b",
    re.IGNORECASE,
)


def is_dangerous(asked: Asked) -> bool:
    """Whether what is asked last is dangerous."""
    return bool(asked.messages and _DANGEROUS.search(asked.messages[-1][1][:_MOST_CHARACTERS]))


def decline() -> Iterator[Token]:
    """The sentence that declines, token by token."""
    return (Token(piece, 0.0, ()) for piece in islice(split(template("small_talk/declined")), 100))
