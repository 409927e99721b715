"""Statements of calls that a test makes up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstcall.calls import Record
from firstcall.ledger.entries import Entry
from firstcall.ledger.statement import Sheet, Statement


def statement_of(records: Iterable[Record]) -> Statement:
    """The statement of a session that made these calls in this order."""
    sheet = Sheet("session")
    for id, record in enumerate(records, 1):
        sheet.add(Entry("session", replace(record, id=id)))
    return sheet.statement()
