"""A learner's statement: what all of their calls come to, and the latest of them one by one.

It is as large after a hundred thousand calls as after a hundred. What has ended changes no more, so a `Sheet`
adds each call up once, when it ends; only a call that was cut off can still turn out otherwise.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from firstcall.calls import Mode, Record
from firstcall.ledger.entries import Entry
from firstcall.ledger.reading import Reading
from firstcall.ledger.sums import Line, Sum, Totals

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


class Extreme(NamedTuple):
    """The same of a call that may lie far back, of which no more is known than a line."""

    number: int
    line: Line


@dataclass(frozen=True, eq=False)
class Statement:
    """What a learner's calls come to. `kinds` are the sums of those with everything in common.

    `own_live` are the live calls of the session that asks, and what was cut off in another within a day: it may
    have cost something. `latest` are the last `LATEST`, oldest first. Of several calls that used the most tokens,
    cost the most or took the longest the first is named. Texts, where they are kept, come with the last call only.
    """

    kinds: Mapping[Kind, Sum] = field(default_factory=dict)
    own_live: Totals = field(default_factory=lambda: Sum().totals)
    latest: tuple[Numbered, ...] = ()
    most_tokens: Extreme | None = None
    dearest: Extreme | None = None
    slowest: Extreme | None = None

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
        return self._modes[mode].totals

    def usd_before(self, mode: Mode) -> Decimal:
        """What the calls of a mode have cost that are not among the latest, as far as that is known."""
        latest = (call.record.usd or Decimal(0) for call in self.latest if call.record.mode == mode)
        return self._modes[mode].usd - sum(latest, Decimal(0))

    @cached_property
    def _modes(self) -> Mapping[Mode, Sum]:
        modes: dict[Mode, Sum] = {"live": Sum(), "practice": Sum()}
        for kind, of_kind in self.kinds.items():
            modes[kind.mode] += of_kind
        return modes


@dataclass
class Sheet:
    """The calls of a learner that have ended, added up as they come in, in any order; `session` is the one that asks."""

    session: str
    kinds: dict[Kind, Sum] = field(default_factory=dict)
    own_live: Sum = field(default_factory=Sum)
    latest: list[Record] = field(default_factory=list)
    most_tokens: Line | None = None
    dearest: Line | None = None
    slowest: Line | None = None
    ids: array[int] = field(default_factory=lambda: array("q"))

    def add(self, entries: Sequence[Entry]) -> None:
        """Some more. They may have begun before others that are here."""
        own = [one for one in entries if one.session == self.session or still_counts(one.record)]
        self.add_up([Line.of(one.record) for one in entries], [Line.of(one.record) for one in own])
        records = sorted([*self.latest, *(one.record for one in entries)], key=_place)[-LATEST:]
        # A text may be long, and is shown of the last call alone.
        self.latest = [*(replace(one, prompt=None, reply=None) for one in records[:-1]), *records[-1:]]

    def add_up(self, lines: Sequence[Line], own: Sequence[Line]) -> None:
        """The sums of some more, `own` of them of the session that asks."""
        by_kind: dict[Kind, list[Line]] = {}
        for line in lines:
            insort(self.ids, line.id)
            by_kind.setdefault(self._kind(line), []).append(line)
        for kind, of_kind in by_kind.items():
            self.kinds[kind] += Sum.of(of_kind)
        self.own_live += Sum.of([line for line in own if line.mode == "live"])
        counted = [line for line in lines if line.usage is not None]
        priced = [line for line in lines if line.usd is not None]
        self.most_tokens = _first_of_most(self.most_tokens, counted, _tokens)
        self.dearest = _first_of_most(self.dearest, priced, _usd)
        self.slowest = _first_of_most(self.slowest, lines, lambda line: line.seconds)

    def _kind(self, line: Line) -> Kind:
        kind = Kind(line.step, line.provider, line.server, line.model, line.mode)
        if kind not in self.kinds:
            if len(self.kinds) >= MOST_KINDS:
                kind = kind._replace(server=kind.server and _OTHERS, model=_OTHERS)
            self.kinds.setdefault(kind, Sum())
        return kind

    def with_more(self, entries: Sequence[Entry]) -> Sheet:
        """This one with those, which may yet turn out otherwise."""
        more = replace(self, kinds=dict(self.kinds), ids=self.ids[:])
        more.add(entries)
        return more

    def statement(self) -> Statement:
        """What this comes to."""

        def extreme(line: Line | None) -> Extreme | None:
            return None if line is None else Extreme(self._number(line.id), line)

        return Statement(
            kinds=dict(self.kinds),
            own_live=self.own_live.totals,
            latest=tuple(Numbered(self._number(_place(record)), record) for record in self.latest),
            most_tokens=extreme(self.most_tokens),
            dearest=extreme(self.dearest),
            slowest=extreme(self.slowest),
        )

    def _number(self, id: int) -> int:
        return bisect_right(self.ids, id)


def still_counts(record: Record) -> bool:
    """Whether a call of another session was cut off so lately that it counts in this one."""
    return record.cut_off and record.mode == "live" and record.at > datetime.now(UTC) - CUT_OFF_SHOWN


def _place(record: Record) -> int:
    return record.id or 0


def _tokens(line: Line) -> int:
    return line.usage.total_tokens if line.usage else 0


def _usd(line: Line) -> Decimal:
    return line.usd or Decimal(0)


def _first_of_most(
    so_far: Line | None, lines: Iterable[Line], amount: Callable[[Line], float | Decimal]
) -> Line | None:
    found = [line for line in (so_far, *lines) if line is not None]
    most = max(map(amount, found), default=None)
    return min((line for line in found if amount(line) == most), key=lambda line: line.id, default=None)


class Kept:
    """A statement that is carried on: what is newer is read and added, the rest is remembered.

    `state` says to which state of what is read this belongs; where that is another, it is made anew.
    """

    def __init__(self, session: str, state: Hashable) -> None:
        self.state = state
        self._sheet = Sheet(session)
        self._last_id: int | None = None
        self._open: dict[str, Entry] = {}
        self._told: tuple[object, Statement] | None = None

    def carried_on(self, reading: Reading) -> Statement:
        """The statement as it stands now."""
        if self._last_id is None:
            self._last_id = self._begin(reading)
        for entry in (newer := list(reading.newer(self._last_id))):
            self._last_id = _place(entry.record)
            if entry.writer is not None:
                self._open[entry.uid] = entry
        ended = [entry for entry in newer if entry.writer is None]
        cut_off: list[Entry] = []
        if self._open:
            late = reading.ended(self._open.values())
            for entry in late:
                del self._open[entry.uid]
            ended += late
            alive = reading.alive()
            cut_off = [entry.cut_off() for entry in self._open.values() if entry.writer not in alive]
        if ended:
            self._sheet.add(ended)
            self._told = None
        # A call that was cut off counts in a later session for a day: that passes without anything new.
        as_of = [(entry.uid, still_counts(entry.record)) for entry in cut_off]
        if self._told is None or self._told[0] != as_of:
            sheet = self._sheet.with_more(cut_off) if cut_off else self._sheet
            self._told = (as_of, sheet.statement())
        return self._told[1]

    def _begin(self, reading: Reading) -> int:
        """Add up what lies so far back that it is not listed; gives the last id of that."""
        old = reading.old(LATEST)
        if old.lines:
            self._sheet.add_up(old.lines, old.own)
        self._open = {entry.uid: entry for entry in old.on_their_way}
        return old.last_id
