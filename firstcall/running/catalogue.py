"""The catalogue as a table: each model that is offered, what is known of it on a day, and where that was read.

`None` stands for what is not known, never for no. What a vendor lists itself is laid over it with `merged`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from firstcall import models, programs, providers
from firstcall.calls import Call, Failure, Message, Settings
from firstcall.ledger import prices
from firstcall.models import Embedder, Model, Vendor
from firstcall.providers import Listed, Provider
from firstcall.running.listing import Listings, Question

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


_DATED = re.compile(r"-\d{4}-?\d\d-?\d\d$")

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
        "less_thinking": _less_thinking(model),
        "temperature": model.temperature,
        "tools": model.tools,
        "structured": model.structured,
        "images": model.images is not None,
        "dimensions": False,
        "released": _iso(model.released),
        "retires": _iso(model.retires),
    }
    said = _said(model, provider) if provider else {}
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
        facts["retires"] = Fact(_iso(gone), vendor.source, vendor.checked)
    return Row(
        model.id, vendor.id, vendor.name, vendor.at_home, model.note, facts | _priced(vendor, model.id, day)
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# Prices


def _priced(vendor: Vendor, model: str, day: date) -> dict[str, Fact]:
    """The prices of a day, and what is announced for later. Models at home have none."""
    listed = prices.rates(vendor.id, model, day)
    if vendor.at_home or listed is None:
        return {}
    changes = [
        {"on": _iso(change.on)} | _amounts(change.rates) for change in prices.changes(vendor.id, model, day)
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


# How a call says it


def _less_thinking(model: Model) -> list[str] | None:
    """The values that keep it from thinking before it answers, else the one with which it thinks least; empty where
    nothing does, `None` where it does not think anyway."""
    if not model.thinks:
        return None
    return list(model.thinking_off or model.effort[:1])


def _said(model: Model, provider: Provider) -> dict[str, str]:
    """How a call says temperature, stop, token limit, and that it should think less: what stands in it then, and
    not in the same call without."""
    quiet = model.quiet_effort if model.temperature == "effort-none" else None
    bare = Settings(model.id, (Message("user", "Hi"),), stream=False)
    asked = {
        "temperature": replace(bare, temperature=0.2, effort=quiet),
        "stop": replace(bare, stop=("END",)),
        "token_limit": replace(bare, max_tokens=300),
    }
    if model.temperature == "refused":
        del asked["temperature"]
    if model.stop is False:
        del asked["stop"]
    without = provider.compose(bare, None)
    code = {id: _more(provider.compose(settings, None), without) for id, settings in asked.items()}
    if less := _thinking_less(model, provider, bare):
        code["less_thinking"] = _more(less, without)
    return code


def _thinking_less(model: Model, provider: Provider, bare: Settings) -> Call | None:
    """The call that keeps a model from thinking, or lets it think least: by its effort, or by the kind of thinking."""
    if not model.thinks:
        return None
    effort = model.quiet_effort or (model.effort[0] if model.effort and not model.thinking_off else None)
    call = provider.compose(replace(bare, effort=effort), None)
    if effort is not None:
        return call
    thinking = next((kind.thinking for kind in provider.sdk.kinds if kind.thinking), None)
    if thinking is None or not model.thinking_off:
        return None
    told = {thinking.argument: {thinking.type: model.thinking_off[0]}}
    return replace(call, arguments={**call.arguments, **told})


def _more(call: Call, without: Call) -> str:
    """The arguments that a call has and another does not, as code on one line."""
    own = {name: value for name, value in call.arguments.items() if without.arguments.get(name) != value}
    return ", ".join(
        programs.arguments_code({name: value}, 0).strip().removesuffix(",") for name, value in own.items()
    )


# What the vendors list


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
        "released": _iso(model.released),
        "retires": _iso(model.retires),
    }
    return {id: Fact(value, source, today) for id, value in values.items() if value is not None}


# What ends


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
