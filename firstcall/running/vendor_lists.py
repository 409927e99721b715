"""The catalogue beside what the vendors list themselves: what is new there, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from firstcall import models
from firstcall.calls import Failure
from firstcall.providers import Listed
from firstcall.running.catalogue import Fact, Row, iso
from firstcall.running.listing import Listings, Question


def merged(known: Iterable[Row], listings: Listings | None) -> tuple[Row, ...]:
    """The rows with what the vendors' own lists say, and a row for each model that only a list has.

    A list of another server than a vendor's own says nothing of the vendor's models: it has its own, under its name.
    """
    if listings is None or not listings.finished:
        return tuple(known)
    lists = {
        question.provider.id: (question, listed)
        for question in listings.questions
        if not isinstance(listed := listings.found[question.provider.id], Failure)
    }
    own = {id: listed for id, (question, listed) in lists.items() if not question.server}
    laid = [_beside(row, own[row.provider]) if row.provider in own else row for row in known]
    return (*laid, *(row for question, listed in lists.values() for row in _new(question, listed)))


def _beside(row: Row, listed: Mapping[str, Listed]) -> Row:
    model = models.find(row.id)
    also = listed.get(row.id) or (listed.get(model.snapshot) if model and model.snapshot else None)
    return replace(row, listed=also, missing=also is None)


def _new(question: Question, listed: Mapping[str, Listed]) -> Iterator[Row]:
    """Models of a list that stand nowhere in the catalogue, not as another id or as one that is gone either."""
    vendor = models.vendor(question.provider.id)
    name = question.server or vendor.name
    for id, model in listed.items():
        if models.find(id) is None and id not in vendor.no_chat and id not in vendor.gone:
            yield Row(id, vendor.id, name, facts=_told(model, name), listed=model, new=True)


def _told(model: Listed, name: str) -> dict[str, Fact]:
    today, source = datetime.now(UTC).date(), f"GET models, {name}"
    values = {
        "context_tokens": model.context_tokens,
        "output_tokens": model.output_tokens,
        "released": iso(model.released),
        "retires": iso(model.retires),
    }
    return {id: Fact(value, source, today) for id, value in values.items() if value is not None}
