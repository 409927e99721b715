"""What a model thinks aloud before it answers: more of it, the harder it is told to think."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.practice.model import tokens
from firstcall.practice.model.limits import thinking_tokens
from firstcall.practice.model.replies import lines
from firstcall.practice.model.sampler import ordinary
from firstcall.practice.model.speaker import Asked, Token


class Thought(Token):
    """A token of thinking."""

    __slots__ = ()


def thought(effort: str, asked: Asked) -> Iterator[Thought]:
    """The tokens of thinking about a request: whole sentences, about as many tokens as the effort is worth."""
    before = ""
    for piece in tokens.split(_sentences(thinking_tokens(effort, asked))):
        ways = ordinary(before, piece) if asked.alternatives else ()
        yield Thought(piece, next((logprob for way, logprob in ways if way == piece), 0.0), ways)
        before = piece


def _sentences(most: int) -> str:
    said: list[str] = []
    left = most
    for sentence in lines("small_talk/thought aloud"):
        left -= tokens.count(f" {sentence}")
        if said and left < 0:
            break
        said.append(sentence)
    return " ".join(said)
