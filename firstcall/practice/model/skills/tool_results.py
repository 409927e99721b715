"""What is said when a tool has been called and its result is there."""

from __future__ import annotations

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pieces import Fixed, Pieces
from firstcall.practice.model.request import Request
from firstcall.practice.model.tools import Result, about, in_words


def told(request: Request) -> Answer | None:
    """The results of the calls since the question, one sentence each."""
    if not request.results:
        return None
    pieces: Pieces = ()
    for result in request.results:
        pieces += (*((Fixed(" "),) if pieces else ()), *_one(result).pieces)
    last = in_words(request.results[-1].said)
    return Answer(pieces, word=(Fixed(last, quoted=True),), fields={"answer": last})


def _one(result: Result) -> Answer:
    said = in_words(result.said).rstrip(".") or "nothing"
    if result.failed:
        return reply("tools/failed", tool=result.name, result=said)
    if subject := about(result.arguments):
        return reply("tools/result", tool=result.name, about=subject, result=said)
    return reply("tools/result without words", tool=result.name, result=said)
