"""Where a learner's calls are written down: a row when one begins, finished when it ends, within the caps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from firstcall.calls import Failure
from firstcall.ledger import entries, operators_cap
from firstcall.ledger.entries import Entry
from firstcall.ledger.ledger import Ledger
from firstcall.ledger.operators_cap import Caps
from firstcall.ledger.worst_case import reserved
from firstcall.running.runs import Run


@dataclass(frozen=True)
class Account:
    """One learner's part of the ledger, for `runs.start`: `begin` and `end` may be called from any thread.

    `caps` are the operator's, for calls with the operator's key. With `keeps_texts` prompts and replies are
    written down too.
    """

    book: Ledger
    session: str
    learner: str = ""
    caps: Caps | None = None
    keeps_texts: bool = False
    _open: dict[Run, Entry] = field(default_factory=dict)

    def begin(self, run: Run) -> Failure | None:
        """Write down that a call begins, its most reserved; says why not, where the operator's caps are against it."""
        live = run.mode == "live"
        entry = Entry(
            self.session, run.bare_record(), self.learner,
            owners=live and run.owners, counts=reserved(run.call) if live and not run.server else None,
        )  # fmt: skip
        may = (
            partial(operators_cap.refusal, self.caps, run.call, server=run.server)
            if self.caps and entry.owners
            else None
        )
        refusal = self.book.begin(entry, may)
        if refusal is None:
            self._open[run] = entry
        return refusal

    def end(self, run: Run) -> None:
        """Write down how a call has ended; its record gets its id."""
        entry, record = self._open.pop(run), run.record
        if record is None:
            return
        if self.keeps_texts:
            record = replace(record, prompt=entries.prompt_of(run.call), reply=run.text)
        billed = [exchange.may_be_billed for exchange in run.recorder.exchanges]
        counts = operators_cap.settled(record, run.call, billed) if run.mode == "live" else None
        run.record = self.book.finish(entry, record, counts)
