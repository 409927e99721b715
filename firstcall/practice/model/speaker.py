"""What the practice server says: a reply to any request, token by token, from a grammar and a little memory.

There is no language model here. The question is matched against what `skills` know, the reply is
a text with weighted choices in it, and chance decides between them as temperature asks. Where
nothing matches, the reply says so. No input and no output, and bounded for every request.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, pairwise
from zlib import crc32

from firstcall.practice.model import tools
from firstcall.practice.model.asked import Asked as Asked
from firstcall.practice.model.asked import Token as Token
from firstcall.practice.model.at_hand import takes_long
from firstcall.practice.model.compose import Plan, compose, plan
from firstcall.practice.model.network import speaking
from firstcall.practice.model.replies import template
from firstcall.practice.model.request import Request, question_of
from firstcall.practice.model.sampler import Alternatives, Sampler, Span, ordinary, with_chosen
from firstcall.practice.model.schema import filled
from firstcall.practice.model.tokens import slices, split
from firstcall.practice.model.tools import Called

MOST_TOKENS = 4000
"""The longest reply there is."""

_WILD_FROM = 1.4
_MOST_AT_ONCE = 200


def speak(asked: Asked) -> Iterator[Token]:
    """The whole reply to its natural end; the joined texts are the reply.

    What is to be said is decided on now, which takes long for a long request. The words come one by one
    as they are taken, each at little cost, and of the request nothing is kept for them.
    """
    return speak_often(asked, 1)[0]


def speak_often(asked: Asked, times: int) -> list[Iterator[Token]]:
    """So many replies to one request, each by its own chance; the request is read once.

    A real model speaks one reply to a request; several are those written for the lessons.
    """
    network = speaking.get() if times == 1 else None
    if network is not None and (real := network.speak(asked)) is not None:
        return [islice(real, MOST_TOKENS)]
    known, seed = plan(asked), _seed(asked)
    return [_spoken(asked, known, seed if seed is None else seed + number) for number in range(times)]


def _spoken(asked: Asked, plan: Plan, seed: int | None) -> Iterator[Token]:
    rng = random.Random(seed)
    if asked.schema is not None:
        takes_long()
        said = json.dumps(
            filled(asked.schema, _about(plan.request), _filling(asked, rng)), ensure_ascii=False
        )
        return islice(_tokens([Span(said)], asked.alternatives), MOST_TOKENS)
    sampler = Sampler(asked.temperature, rng, asked.model, asked.alternatives, plan.odds)
    tokens = _tokens(compose(plan, sampler), asked.alternatives)
    if asked.temperature > _WILD_FROM:
        tokens = _wild(tokens, rng, asked.temperature)
    return islice(tokens, MOST_TOKENS)


def _about(request: Request) -> str:
    """What a reply in JSON is filled from: the question, and what came of the tools that were called for it."""
    return "\n".join((request.question, *(result.said for result in request.results)))


def _filling(asked: Asked, rng: random.Random) -> random.Random:
    """Chance, or for temperature 0 none: the same question is filled in the same way."""
    return rng if asked.temperature else random.Random(crc32(repr(asked.messages).encode("utf-8", "replace")))


def calls(asked: Asked) -> tuple[Called, ...]:
    """The tools that the reply calls; none for a reply in words."""
    if asked.offer.tools:
        takes_long()
    return tools.calls(asked.offer, question_of(asked.messages))


def say_calls(called: Iterable[Called]) -> Iterator[Token]:
    """The arguments of these calls as JSON, token by token."""
    for number, call in enumerate(called):
        yield Token("", 0.0, (), number)
        for token in _tokens([Span(call.json())], alternatives=False):
            yield token._replace(call=number)


def _seed(asked: Asked) -> int | None:
    if asked.seed is None:
        return None
    request = repr((asked.system, asked.messages)).encode("utf-8", "replace")
    return (asked.seed << 32) ^ crc32(request)


def _tokens(spans: Iterable[Span], alternatives: bool) -> Iterator[Token]:
    """Cuts spans into tokens exactly as `split` cuts the whole reply."""
    return _with_alternatives(spans) if alternatives else _alone(spans)


def _with_alternatives(spans: Iterable[Span]) -> Iterator[Token]:
    text, marks, before = "", {}, ""
    for span in spans:
        if span.alternatives:
            marks[len(text)] = span.alternatives
        text += span.text
        ready = _certain(text)
        if not ready:
            continue
        for token in _cut(text[:ready], marks, before):
            before = token.text
            yield token
        text, marks = text[ready:], {at - ready: ways for at, ways in marks.items() if at >= ready}
    yield from _cut(text, marks, before)


def _alone(spans: Iterable[Span]) -> Iterator[Token]:
    text = ""
    for span in spans:
        text += span.text
        if ready := _certain(text):
            yield from _cut_alone(text[:ready])
            text = text[ready:]
    yield from _cut_alone(text)


def _certain(text: str) -> int:
    """How much of the text can be cut already: whatever follows, a blank always starts a new token."""
    for at in range(len(text) - 1, 0, -1):
        if text[at].isspace() and not text[at - 1].isspace():
            return at
    return 0


def _cut(text: str, marks: dict[int, Alternatives], before: str) -> Iterator[Token]:
    at = 0
    for piece in split(text):
        start = next((place for place in range(at, at + len(piece)) if place in marks), None)
        ways = ordinary(before, piece) if start is None else _fitted(marks[start], piece, piece[: start - at])
        yield Token(piece, next(logprob for way, logprob in ways if way == piece), ways)
        before, at = piece, at + len(piece)


def _cut_alone(text: str) -> Iterable[Token]:
    if len(text) <= _MOST_AT_ONCE:
        return _known(text)
    return (_token(piece) for pieces in slices(text) for piece in pieces)


@lru_cache(maxsize=2048)
def _known(text: str) -> tuple[Token, ...]:
    """The texts of the replies come again and again, and so do their tokens."""
    return tuple(map(_token, split(text)))


@lru_cache(maxsize=8192)
def _token(piece: str) -> Token:
    return Token(piece, 0.0, ())


def _fitted(ways: Alternatives, piece: str, head: str) -> Alternatives:
    """The ways of a choice that began inside this token, completed by the beginning that they share."""
    whole = [(head + way, logprob) for way, logprob in ways]
    chosen = max(
        (way for way in whole if piece.startswith(way[0])), key=lambda way: len(way[0]), default=None
    )
    if chosen is None:
        return ordinary("", piece)
    return with_chosen([way for way in whole if way != chosen], piece, chosen[1])


def _wild(tokens: Iterator[Token], rng: random.Random, temperature: float) -> Iterator[Token]:
    """Far too much heat: the further above, the more words that do not belong."""
    share = min(0.75, 0.05 + temperature - _WILD_FROM)
    for token, following in pairwise(chain(tokens, (None,))):
        assert token is not None
        whole = (
            token.text[:1] == " "
            and token.text[1:].isalpha()
            and not (following and following.text[:1].isalpha())
        )
        yield _odd(token, rng) if whole and rng.random() < share else token


def _odd(token: Token, rng: random.Random) -> Token:
    """Another word in a token's place, one that was very unlikely there."""
    word, logprob = rng.choice(template("chance/odd words").split()), -7.0 - 2 * rng.random()
    text = f" {word.capitalize() if token.text[1].isupper() else word}"
    return Token(text, logprob, with_chosen(token.alternatives, text, logprob))
