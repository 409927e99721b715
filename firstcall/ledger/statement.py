"""A learner's statement: what all of their calls come to, and the latest of them one by one.

It is as large after a hundred thousand calls as after a hundred. What has ended changes no more, so a `Sheet`
adds each call up once, when it ends; only a call that was cut off can still turn out otherwise.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from firstcall.calls import Mode, Record
from firstcall.ledger.entries import Entry, Sum, Totals
from firstcall.ledger.reading import Reading

LATEST = 100
"""So many calls a statement lists one by one."""

CUT_OFF_SHOWN = timedelta(days=1)
"""For so long calls that were cut off in an earlier session count as those of a session."""

MOST_KINDS = 500
"""So many kinds of calls are told apart: a learner can type any number of model ids."""
_OTHERS = "…"


class Kind(NamedTuple):
    """What calls can have in common. `server` is as in `Record`."""

    step: str
    provider: str
    server: str
    model: str
    mode: Mode


class Numbered(NamedTuple):
    """A call and its number, counted from the learner's first that has ended."""

    number: int
    record: Record


@dataclass(frozen=True)
class Statement:
    """What a learner's calls come to. `kinds` are the sums of those with everything in common.

    `own_live` are the live calls of the session that asks, and what was cut off in another within a day: it may
    have cost something. `latest` are the last `LATEST`, oldest first. Of several calls that used the most tokens,
    cost the most or took the longest the first is named.
    """

    kinds: Mapping[Kind, Sum] = field(default_factory=dict)
    own_live: Totals = field(default_factory=lambda: Sum().totals)
    latest: tuple[Numbered, ...] = ()
    latest_counted: Numbered | None = None
    most_tokens: Numbered | None = None
    dearest: Numbered | None = None
    slowest: Numbered | None = None

    @cached_property
    def sum(self) -> Sum:
        """All calls together."""
        return sum(self.kinds.values(), Sum())

    @cached_property
    def totals(self) -> Totals:
        """All calls together, as the page tells it."""
        return self.sum.totals

    def of_mode(self, mode: Mode) -> Totals:
        """The live or the practice calls together."""
        return self._of_mode(mode).totals

    def usd_before(self, mode: Mode) -> Decimal:
        """What the calls of a mode have cost that are not among the latest, as far as that is known."""
        latest = (call.record.usd or Decimal(0) for call in self.latest if call.record.mode == mode)
        return self._of_mode(mode).usd - sum(latest, Decimal(0))

    def _of_mode(self, mode: Mode) -> Sum:
        return sum((of_kind for kind, of_kind in self.kinds.items() if kind.mode == mode), Sum())


@dataclass
class Sheet:
    """The calls of a learner that have ended, added up as they come in, in any order; `session` is the one that asks."""

    session: str
    kinds: dict[Kind, Sum] = field(default_factory=dict)
    own_live: Sum = field(default_factory=Sum)
    latest: list[Record] = field(default_factory=list)
    latest_counted: Record | None = None
    most_tokens: Record | None = None
    dearest: Record | None = None
    slowest: Record | None = None
    ids: array[int] = field(default_factory=lambda: array("q"))

    def add(self, entry: Entry) -> None:
        """One more. It may have begun before others that are here."""
        record = entry.record
        insort(self.ids, _place(record))
        kind = self._kind(record)
        self.kinds[kind] = self.kinds.get(kind, Sum()) + Sum.of(record)
        if record.mode == "live" and (entry.session == self.session or still_counts(record)):
            self.own_live += Sum.of(record)
        insort(self.latest, record, key=_place)
        del self.latest[:-LATEST]
        if record.usage is not None:
            self.latest_counted = max(self.latest_counted or record, record, key=_place)
            self.most_tokens = _first_of_most(self.most_tokens, record, _tokens)
        if record.usd is not None:
            self.dearest = _first_of_most(self.dearest, record, _usd)
        self.slowest = _first_of_most(self.slowest, record, lambda one: one.seconds)

    def _kind(self, record: Record) -> Kind:
        kind = Kind(record.step, record.provider, record.server, record.model, record.mode)
        if kind in self.kinds or len(self.kinds) < MOST_KINDS:
            return kind
        return kind._replace(server=kind.server and _OTHERS, model=_OTHERS)

    def with_more(self, entries: Iterable[Entry]) -> Sheet:
        """This one with those, which may yet turn out otherwise."""
        more = copy(self)
        more.kinds, more.latest, more.ids = dict(self.kinds), list(self.latest), self.ids[:]
        for entry in entries:
            more.add(entry)
        return more

    def statement(self) -> Statement:
        def numbered(record: Record | None) -> Numbered | None:
            return None if record is None else Numbered(bisect_right(self.ids, _place(record)), record)

        first = len(self.ids) - len(self.latest) + 1
        return Statement(
            kinds=dict(self.kinds),
            own_live=self.own_live.totals,
            latest=tuple(Numbered(number, record) for number, record in enumerate(self.latest, first)),
            latest_counted=numbered(self.latest_counted),
            most_tokens=numbered(self.most_tokens),
            dearest=numbered(self.dearest),
            slowest=numbered(self.slowest),
        )


def still_counts(record: Record) -> bool:
    """Whether a call of another session was cut off so lately that it counts in this one."""
    return record.cut_off and record.mode == "live" and record.at > datetime.now(UTC) - CUT_OFF_SHOWN


def _place(record: Record) -> int:
    return record.id or 0


def _tokens(record: Record) -> int:
    return record.usage.total_tokens if record.usage else 0


def _usd(record: Record) -> Decimal:
    return record.usd or Decimal(0)


def _first_of_most(
    so_far: Record | None, record: Record, amount: Callable[[Record], float | Decimal]
) -> Record:
    if so_far is None:
        return record
    return min(so_far, record, key=lambda one: (-amount(one), _place(one)))


class Kept:
    """A statement that is carried on: what is newer is read and added, the rest is remembered.

    `state` says to which state of what is read this belongs; where that is another, it is made anew.
    """

    def __init__(self, session: str, state: Hashable) -> None:
        self.state = state
        self._sheet = Sheet(session)
        self._last_id = 0
        self._open: dict[str, Entry] = {}
        self._changes = 0
        self._told: tuple[object, Statement] | None = None

    def carried_on(self, reading: Reading) -> Statement:
        """The statement as it stands now."""
        for entry in reading.newer(self._last_id):
            self._last_id = entry.record.id or 0
            if entry.writer is None:
                self._take(entry)
            else:
                self._open[entry.uid] = entry
        cut_off: list[Entry] = []
        if self._open:
            for entry in reading.ended(self._open.values()):
                del self._open[entry.uid]
                self._take(entry)
            alive = reading.alive()
            cut_off = [entry.cut_off() for entry in self._open.values() if entry.writer not in alive]
        # A call that was cut off counts in a later session for a day: that passes without anything new.
        as_of = (self._changes, [(entry.uid, still_counts(entry.record)) for entry in cut_off])
        if self._told is None or self._told[0] != as_of:
            self._told = (as_of, self._sheet.with_more(cut_off).statement())
        return self._told[1]

    def _take(self, entry: Entry) -> None:
        self._sheet.add(entry)
        self._changes += 1
