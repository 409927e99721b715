"""Decides what is said: takes pieces and a temperature, gives tokens with their probabilities.

A choice is made with its weights raised to 1 / temperature, so 0 always takes the likeliest way.
The log-probabilities are those of temperature 1, as the vendors report them.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate
from zlib import crc32

from firstcall.practice.model.pieces import Choice, Fixed, Option, Pieces, Recall
from firstcall.practice.model.replies import lines, template

Alternatives = tuple[tuple[str, float], ...]
MOST_ALTERNATIVES = 10
_MOST_ODDS = 200
"""Of one reply that is remembered, for some temperatures."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some text that was decided on. `alternatives` are the ways that its first token could have gone."""

    text: str
    alternatives: Alternatives = ()


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely the ways of a choice are: their weights, and the sums of these once the temperature has changed
    them; no sums where it always takes the likeliest."""

    weights: Sequence[float]
    sums: Sequence[float]

    @classmethod
    def of(cls, weights: Sequence[float], temperature: float) -> Odds:
        if temperature < 0.01:
            return cls(weights, ())
        if temperature == 1:
            return cls(weights, list(accumulate(weights)))
        top = max(weights)
        return cls(weights, list(accumulate((weight / top) ** (1 / temperature) for weight in weights)))

    def draw(self, rng: random.Random) -> int:
        """The place of the way that is taken."""
        if not self.sums:
            return max(range(len(self.weights)), key=self.weights.__getitem__)
        return bisect(self.sums, rng.random() * self.sums[-1], hi=len(self.sums) - 1)


@dataclass
class Sampler:
    """Walks through pieces and decides. One sampler per reply: it remembers names and used ways.

    Without `alternatives` its spans say what was decided and not what else could have been: the same text
    for less than half of the work. `odds` are those of the choices of a reply that is remembered, by identity and
    temperature: they are worked out once.
    """

    temperature: float
    rng: random.Random
    model: str = ""
    alternatives: bool = True
    odds: dict[tuple[int, float], Odds] | None = None
    said: dict[str, str] = field(default_factory=dict)
    used: dict[str, set[int]] = field(default_factory=dict)

    def spans(self, pieces: Pieces) -> Iterator[Span]:
        for piece in pieces:
            if isinstance(piece, Fixed):
                yield Span(piece.text)
            elif isinstance(piece, Recall):
                yield Span(self.said.get(piece.name, ""))
            else:
                yield from self._named(piece)

    def _named(self, choice: Choice) -> Iterator[Span]:
        if not choice.name or choice.fresh:
            yield from self._chosen(choice)
            return
        spans = list(self._chosen(choice))
        self.said[choice.name] = "".join(span.text for span in spans)
        yield from spans

    def _chosen(self, choice: Choice) -> Iterator[Span]:
        odds, places = self._odds(choice), self._open(choice)
        if len(places) < len(odds.weights):
            odds = Odds.of([odds.weights[place] for place in places], self.temperature)
        place = places[odds.draw(self.rng)]
        if choice.fresh:
            self.used.setdefault(choice.name, set()).add(place)
        rest = choice.options[place].pieces
        if not self.alternatives:
            yield from self.spans(rest)
            return
        lead = choice.options[place].lead()
        told = 0
        for token, alternatives in _forks(lead, [choice.options[at].lead() for at in places], odds.weights):
            told += len(token)
            yield Span(token, alternatives)
        if told and isinstance(rest[0], Fixed):
            rest = (Fixed(rest[0].text[told:]), *rest[1:])
        yield from self.spans(rest)

    def _open(self, choice: Choice) -> Sequence[int]:
        """The places of the ways that may still be taken; all of them again once none is left."""
        every = range(len(choice.options))
        used = self.used.get(choice.name, set()) if choice.fresh else set()
        if len(used) >= len(choice.options):
            used.clear()
        return [place for place in every if place not in used] if used else every

    def _odds(self, choice: Choice) -> Odds:
        """Of all ways of a choice."""
        name = (id(choice), self.temperature)
        odds = self.odds.get(name) if self.odds is not None else None
        if odds is None:
            odds = Odds.of([self._weight(option) for option in choice.options], self.temperature)
            if self.odds is not None and len(self.odds) < _MOST_ODDS:
                self.odds[name] = odds
        return odds

    def _weight(self, option: Option) -> float:
        """Models differ in taste: each shifts every weight a little, always the same way."""
        return max(option.weight, 1e-9) * (0.9 + 0.2 * _taste(self.model, option.lead()))


@lru_cache(maxsize=4096)
def _taste(model: str, lead: tuple[str, ...]) -> float:
    return crc32(f"{model}|{lead}".encode("utf-8", "replace")) / 2**32


def _forks(
    lead: tuple[str, ...], leads: list[tuple[str, ...]], weights: Sequence[float]
) -> Iterator[tuple[str, Alternatives]]:
    """The tokens of the chosen way up to where no other way shares its beginning any more."""
    ways = list(zip(leads, weights, strict=True))
    for place, token in enumerate(lead):
        if len(ways) < 2:
            return
        total = sum(weight for _, weight in ways)
        shares: dict[str, float] = {}
        for other, weight in ways:
            if len(other) > place:
                shares[other[place]] = shares.get(other[place], 0.0) + weight / total
        yield token, _ranked(shares, token)
        ways = [(other, weight) for other, weight in ways if len(other) > place and other[place] == token]


def _ranked(shares: dict[str, float], chosen: str) -> Alternatives:
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    kept = ranked[:MOST_ALTERNATIVES]
    if all(text != chosen for text, _ in kept):
        kept[-1] = (chosen, shares[chosen])
    return tuple((text, math.log(share)) for text, share in kept)


_MARKS = (".", ",", "!", ";", ":", " and", " –", "?")


@cache
def _kin() -> Mapping[str, list[str]]:
    """Words that may stand in each other's place."""
    return {word: line.split() for line in lines("chance/kin") for word in line.split()}


@cache
def _common_words() -> list[str]:
    return template("chance/common words").split()


@lru_cache(maxsize=16384)
def ordinary(before: str, token: str) -> Alternatives:
    """What else could have stood where a fixed token stands. Invented, but always the same for the same place."""
    luck = crc32(f"{before}|{token}".encode("utf-8", "replace"))
    share = 0.72 + 0.27 * (luck % 997) / 997
    others = [other for other in _kindred(token, luck) if other != token][:5]
    left = 1 - share
    ways = [(token, math.log(share))]
    for other in others:
        left *= 0.5
        ways.append((other, math.log(left)))
    return tuple(ways)


def _kindred(token: str, luck: int) -> list[str]:
    bare = token.strip()
    space = token[: len(token) - len(token.lstrip())]
    if not bare:
        return ["\n\n", "\n", " ", "."]
    if bare.isdecimal():
        return [f"{space}{(int(bare[:3]) + step) % 10 ** len(bare[:3])}" for step in (1, 2, 5, 3, 7)]
    if not bare[0].isalpha():
        return list(_MARKS)
    common = _common_words()
    kin = _kin().get(bare.lower()) or [common[(luck // 7 + 13 * step) % len(common)] for step in range(6)]
    return [space + (word.capitalize() if bare[0].isupper() else word) for word in kin]


def with_chosen(alternatives: Iterable[tuple[str, float]], chosen: str, logprob: float) -> Alternatives:
    """The same alternatives with one more in its place, the least likely left out if they are too many."""
    kept = [way for way in alternatives if way[0] != chosen][: MOST_ALTERNATIVES - 1]
    return tuple(sorted([*kept, (chosen, logprob)], key=lambda way: -way[1]))
