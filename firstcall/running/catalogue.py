"""The catalogue as a table: each model that is offered, what is known of it on a day, and where that was read.

`None` stands for what is not known, never for no. What a vendor lists itself is laid over it in `vendor_lists`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from firstcall import models, providers
from firstcall.ledger import prices
from firstcall.models import Embedder, Model, Vendor
from firstcall.providers import Listed, Provider
from firstcall.running import spelling

FACTS = (
    *("input_usd", "cached_usd", "cache_write_usd", "output_usd", "price_changes", "long_prompts"),
    *("context_tokens", "output_tokens", "token_limit", "thinks", "less_thinking"),
    *("temperature", "stop", "seed", "tools", "structured", "images", "dimensions"),
    *("released", "retires"),
)
"""The facts of a row, in the order in which they are told. Prices are US dollars for a million tokens."""

STEERED = frozenset({"accepted", "effort-none", "old-version"})
"""The words for a temperature that has an effect."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known: a value that JSON can hold, the `code` with which a call says it, where it was read, and when."""

    value: Any
    source: str = ""
    checked: date | None = None
    code: str = ""


NOT_KNOWN = Fact(None)


@dataclass(frozen=True)
class Row:
    """A model, with its facts by id. `listed` is what its vendor's own list says of it, where that was asked;
    `new` says that nothing else is known, `missing` that the list does not have it."""

    id: str
    provider: str
    vendor: str
    at_home: bool = False
    note: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    listed: Listed | None = None
    new: bool = False
    missing: bool = False

    def fact(self, id: str) -> Fact:
        return self.facts.get(id, NOT_KNOWN)

    def value(self, id: str) -> Any:
        return self.fact(id).value


def rows(on: date | None = None) -> tuple[Row, ...]:
    """Every model that is offered on a day (today in UTC, unless told), with the prices of that day."""
    day = on or datetime.now(UTC).date()
    found: list[Row] = []
    for vendor in models.vendors().values():
        provider = providers.every().get(vendor.id)
        found += [_row(model, vendor, provider, day) for model in models.offered(vendor.id, day)]
        found += [_row_of_embedder(model, vendor, day) for model in vendor.embedders.values()]
    return tuple(found)


def _row(model: Model, vendor: Vendor, provider: Provider | None, day: date) -> Row:
    plain = {name: getattr(model, name) for name in ("context_tokens", "output_tokens", "stop", "seed")}
    values = plain | {
        "token_limit": list(model.token_limit),
        "thinks": model.thinks,
        "less_thinking": spelling.less_thinking(model),
        "temperature": model.temperature,
        "tools": model.tools,
        "structured": model.structured,
        "images": model.images is not None,
        "dimensions": False,
        "released": iso(model.released),
        "retires": iso(model.retires),
    }
    said = spelling.code(model, provider) if provider else {}
    read = {"less_thinking": "effort"}
    facts = {
        id: Fact(value, model.source_of(read.get(id, id)), vendor.checked, said.get(id, ""))
        for id, value in values.items()
    }
    facts |= _priced(vendor, model.id, day)
    return Row(model.id, vendor.id, vendor.name, vendor.at_home, model.note, facts)


def _row_of_embedder(model: Embedder, vendor: Vendor, day: date) -> Row:
    values = {"context_tokens": model.input_tokens, "dimensions": model.dimensions}
    values |= dict.fromkeys(("thinks", "stop", "seed", "tools", "structured"), False)
    facts = {id: Fact(value, model.source, vendor.checked) for id, value in values.items()}
    gone = vendor.gone.get(model.id)
    if gone:
        facts["retires"] = Fact(iso(gone), vendor.source, vendor.checked)
    return Row(
        model.id, vendor.id, vendor.name, vendor.at_home, model.note, facts | _priced(vendor, model.id, day)
    )


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# Prices


def _priced(vendor: Vendor, model: str, day: date) -> dict[str, Fact]:
    """The prices of a day, and what is announced for later. Models at home have none."""
    listed = prices.rates(vendor.id, model, day)
    if vendor.at_home or listed is None:
        return {}
    changes = [
        {"on": iso(change.on)} | _amounts(change.rates) for change in prices.changes(vendor.id, model, day)
    ]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    long = [
        {"above_tokens": one.tokens, "input_usd": f"{one.input_usd:f}", "output_usd": f"{one.output_usd:f}"}
        for one in prices.long_prompts(vendor.id, model, at=noon)
    ]
    told = _amounts(listed) | {"price_changes": changes, "long_prompts": long}
    return {id: Fact(value, prices.source()) for id, value in told.items()}


def _amounts(rates: prices.Rates) -> dict[str, Any]:
    names = ("input_usd", "cached_usd", "cache_write_usd", "output_usd")
    return {name: f"{getattr(rates, name).normalize():f}" for name in names}
