"""What is said when a tool has been called and its result is there."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pieces import Fixed, Pieces
from firstcall.practice.model.request import Request
from firstcall.practice.model.tools import Result, about, in_words


def told(request: Request) -> Answer | None:
    """The results of the calls since the question, one sentence each."""
    if not request.results:
        return None
    pieces: Pieces = ()
    for result in _last_of_each(request.results):
        pieces += (*((Fixed(" "),) if pieces else ()), *_one(result).pieces)
    last = in_words(request.results[-1].said)
    return Answer(pieces, word=(Fixed(last, quoted=True),), fields={"answer": last})


def _last_of_each(results: Sequence[Result]) -> list[Result]:
    """Without the errors of calls that were made once more."""
    return [
        one
        for at, one in enumerate(results)
        if not one.passes
        or not any((later.name, later.arguments) == (one.name, one.arguments) for later in results[at + 1 :])
    ]


def _one(result: Result) -> Answer:
    said = in_words(result.said).rstrip(".") or "nothing"
    if result.went_wrong:
        return reply("tools/failed", tool=result.name, result=said)
    if subject := about(result.arguments):
        return reply("tools/result", tool=result.name, about=subject, result=said)
    return reply("tools/result without words", tool=result.name, result=said)
