"""What every protocol obeys alike: the thinking budget, the token limit, the stop sequences."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from zlib import crc32

from firstcall.practice.model.speaker import Asked, Token
from firstcall.practice.model.stops import StopWatch

MOST_REPLY_TOKENS = 20_000

Ending = Literal["natural", "limit", "stop"]

_THINKING = {"minimal": 8, "low": 16, "medium": 48, "high": 120, "xhigh": 250, "max": 500}


def thinking_tokens(effort: str | None, asked: Asked) -> int:
    """How long a model thinks about a request: grows with the effort, the same for the same request."""
    usual = _THINKING.get(effort or "", 0)
    if not usual:
        return 0
    said = crc32(repr((asked.system, asked.messages)).encode())
    return usual + usual * (said % 25 - 12) // 100


@dataclass(frozen=True, slots=True)
class Weight:
    """How many tokens a model counts for ten of ours: some count more for the same text than others."""

    tenths: int = 10

    def counted(self, tokens: int) -> int:
        return tokens * self.tenths // 10

    def fitting(self, limit: int) -> int:
        """The most of our tokens that count as no more than `limit`."""
        return (limit * 10 + 9) // self.tenths


class Piece(NamedTuple):
    """Text that leaves at once, and the token that it is (or is the beginning of); of several replies to one request
    `choice` says of which."""

    text: str
    token: Token
    choice: int = 0


class LimitedReply:
    """A reply as it is said, cut where the request says so. Iterate once; then `ending` is known.

    `token_count` counts the tokens made so far, those of a stop sequence included; `stop` is the stop
    sequence that ended the reply. Text that may yet become a stop sequence is held back.
    """

    def __init__(self, tokens: Iterable[Token], most: int, stops: Sequence[str] = ()) -> None:
        self._tokens = iter(tokens)
        self._most = min(most, MOST_REPLY_TOKENS)
        self._stops = tuple(stop for stop in stops if stop)
        self.token_count = 0
        self.ending: Ending = "natural"
        self.stop: str | None = None

    @property
    def in_a_row(self) -> int:
        return self.token_count

    def __iter__(self) -> Iterator[Piece]:
        return self._watching() if self._stops else map(_whole, self._limited())

    def _limited(self) -> Iterator[Token]:
        for token in self._tokens:
            if self.token_count >= self._most:
                self.ending = "limit"
                return
            self.token_count += 1
            yield token

    def _watching(self) -> Iterator[Piece]:
        watch = StopWatch(self._stops)
        held: deque[Token] = deque()
        for token in self._limited():
            held.append(token)
            found = watch.hear(token.text)
            if found is not None:
                place, self.stop = found
                self.ending = "stop"
                yield from _up_to(held, place)
                return
            while held and watch.free >= len(held[0].text):
                said = held.popleft()
                watch.let_go(len(said.text))
                yield _whole(said)
        yield from map(_whole, held)


class Together:
    """Replies that are said at the same time, a piece of each in turn.

    Iterate once; then each has its ending.
    """

    def __init__(self, replies: Sequence[LimitedReply]) -> None:
        self.replies = tuple(replies)

    @property
    def token_count(self) -> int:
        """Of all of them."""
        return sum(reply.token_count for reply in self.replies)

    @property
    def in_a_row(self) -> int:
        """Of the longest, for they are said side by side."""
        return max([reply.token_count for reply in self.replies])

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.replies[0]) if len(self.replies) == 1 else self._in_turn()

    def _in_turn(self) -> Iterator[Piece]:
        waiting = deque(enumerate(map(iter, self.replies)))
        while waiting:
            choice, pieces = waiting.popleft()
            piece = next(pieces, None)
            if piece is not None:
                waiting.append((choice, pieces))
                yield piece._replace(choice=choice)


def shared(most: int, replies: int) -> int:
    """How many tokens each of so many replies may have, if one alone may have `most`: together they are bounded."""
    return most if replies == 1 else min(most, max(1, MOST_REPLY_TOKENS // replies))


def _whole(token: Token) -> Piece:
    return Piece(token.text, token)


def _up_to(tokens: Iterable[Token], place: int) -> Iterator[Piece]:
    for token in tokens:
        if place <= 0:
            return
        yield Piece(token.text[:place], token)
        place -= len(token.text)
