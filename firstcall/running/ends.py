"""What ends when: models that are switched off, prices that change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from firstcall import models
from firstcall.ledger import prices

_DATED = re.compile(r"-\d{4}-?\d\d-?\d\d$")


@dataclass(frozen=True, slots=True)
class End:
    """The day on which a model is switched off, or its price changes."""

    day: date
    id: str
    provider: str
    price: bool = False


def ends(after: date | None = None) -> tuple[End, ...]:
    """The models to talk to that end after a day (today, unless told), and the prices that change then, the nearest
    first. Of a model and its dated id the shorter is told."""
    day = after or datetime.now(UTC).date()
    found: dict[str, End] = {}
    for vendor in models.vendors().values():
        last = {id: end for id, end in vendor.gone.items() if id not in vendor.no_chat}
        last |= {model.id: model.retires for model in vendor.models if model.retires}
        found |= {id: End(end, id, vendor.id) for id, end in last.items() if end > day}
    offered = [model for vendor in models.vendors() for model in models.offered(vendor, day)]
    dearer = [
        End(change.on, model.id, model.provider, price=True)
        for model in offered
        for change in prices.changes(model.provider, model.id, day)
    ]
    own = [end for id, end in found.items() if _DATED.sub("", id) not in found.keys() - {id}]
    return tuple(sorted([*own, *dearer], key=lambda end: (end.day, end.provider, end.id)))
