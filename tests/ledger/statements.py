"""Statements and sums of calls that a test makes up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstcall.calls import Record
from firstcall.ledger.entries import Entry
from firstcall.ledger.statement import Sheet, Statement
from firstcall.ledger.sums import Sum, Totals


def statement_of(records: Iterable[Record]) -> Statement:
    """The statement of a session that made these calls in this order."""
    sheet = Sheet("session")
    sheet.add([Entry("session", replace(record, id=id)) for id, record in enumerate(records, 1)])
    return sheet.statement()


def totals(records: Iterable[Record]) -> Totals:
    return Sum.of(list(records)).totals
