"""A reply in exactly so many words that is whole: not a longer one cut off in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstcall.practice.model.replies import lines
from firstcall.practice.model.sampler import Span


def whole_in(spans: Sequence[Span], bare: Sequence[Span], count: int) -> list[Span] | None:
    """The reply, a sentence of it, or its bare answer after a few words more, whichever has `count` words first.

    `None` where none has.
    """
    if _words(spans) == count:
        return list(spans)
    for sentence in _sentences(spans):
        if _words(sentence) == count:
            return sentence
    return _led(bare, count)


def _words(spans: Sequence[Span]) -> int:
    return len("".join(span.text for span in spans).split())


def _sentences(spans: Sequence[Span]) -> list[list[Span]]:
    """The sentences whose ends are those of spans or stand within them."""
    found: list[list[Span]] = [[]]
    for span in spans:
        *ended, rest = re.split(r"(?<=[.!?])\s+", span.text)
        for part in ended:
            found[-1].append(Span(part, span.alternatives if part == span.text else ()))
            found.append([])
        if rest:
            found[-1].append(Span(rest, span.alternatives if rest == span.text else ()))
    return [_trimmed(sentence) for sentence in found]


def _trimmed(sentence: list[Span]) -> list[Span]:
    return sentence[1:] if sentence and not sentence[0].text.strip() else sentence


def _led(bare: Sequence[Span], count: int) -> list[Span] | None:
    """`In short: Paris.` for three words, of which one is the answer."""
    more = count - _words(bare)
    leads = lines("chance/briefly")
    if not bare or not 0 <= more <= len(leads):
        return None
    end = [] if bare[-1].text.rstrip()[-1:] in ".!?" else [Span(".")]
    return [*([Span(leads[more - 1] + " ")] if more else ()), *bare, *end]
