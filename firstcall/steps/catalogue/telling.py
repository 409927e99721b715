"""A model in words: its line in the table, its facts one by one, the call that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args
from urllib.parse import urlsplit

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.models import Temperature
from firstcall.providers import Provider
from firstcall.running.catalogue import FACTS, Fact, Row
from firstcall.steps.catalogue import WORDS
from firstcall.ui import wire

COLUMNS = (
    *("input_usd", "cached_usd", "output_usd", "days", "context_tokens", "output_tokens", "thinks"),
    *("temperature", "stop", "seed", "tools", "structured", "dimensions", "token_limit", "released"),
)
"""The facts that the table has beside a model's id and vendor; `days` are those until it is switched off."""


def lines(rows: Iterable[Row], today: date | None = None) -> list[dict[str, Any]]:
    """The lines of the table: numbers as numbers, so that they sort; the rest in a word."""
    words = {known: yes_or_no(known) for known in (None, False, True)}
    temperatures = {None: words[None]} | {id: WORDS.line(f"temperature/{id}") for id in get_args(Temperature)}
    return [_line(row, words, temperatures, today) for row in rows]


def _line(
    row: Row, words: Mapping[bool | None, str], temperatures: Mapping[str | None, str], today: date | None
) -> dict[str, Any]:
    values: dict[str, Any] = {"model": row.id, "vendor": row.vendor}
    for id in ("input_usd", "cached_usd", "output_usd"):
        usd = row.value(id)
        values[id] = None if usd is None else float(usd)
    for id in ("context_tokens", "output_tokens"):
        values[id] = row.value(id)
    for id in ("thinks", "stop", "seed", "tools", "structured", "dimensions"):
        known = row.value(id)
        values[id] = words[None if known is None else bool(known)]
    values["temperature"] = temperatures[row.value("temperature")]
    values["token_limit"] = ", ".join(row.value("token_limit") or ())
    values["released"] = _day(row.value("released"))
    values["days"] = days_left(row, today)
    return {name: values[name] for name in ("model", "vendor", *COLUMNS)}


def yes_or_no(value: object) -> str:
    if value is None:
        return WORDS.line("not_known")
    return WORDS.line("yes" if value else "no")


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def days_left(row: Row, today: date | None = None) -> int | None:
    """Days until the vendor switches it off, `None` where no day is announced."""
    end = _day(row.value("retires"))
    return None if end is None else (end - (today or datetime.now(UTC).date())).days


# Each fact with its source


def facts(row: Row) -> str:
    """Every fact as an entry of a list in Markdown: what, how a call says it, and small, where and when it was read."""
    return "\n".join(_fact(id, row.fact(id)) for id in FACTS if not (row.at_home and id in PRICES))


PRICES = frozenset(FACTS[:6])
"""The facts about money: of what runs at home there are none."""


def _fact(id: str, fact: Fact) -> str:
    code = f": `{fact.code}`" if fact.code else ""
    told = f"- **{WORDS.title(f'fact {id}')}:** {value(id, fact)}{code}"
    known = fact.value is not None or id == "retires"
    when = f", {fact.checked:%d %b %Y}" if fact.checked else ""
    return f"{told}  \n  :small[:gray[{source(fact)}{when}]]" if fact.source and known else told


def value(id: str, fact: Fact) -> str:
    """A fact's value in a few words, in Markdown. A vendor's list may say anything: none of it is Markdown."""
    said = fact.value
    if id in _LISTS:
        return _LISTS[id](said)
    if said is None:
        return WORDS.line("none_announced" if id == "retires" and fact.source else "not_known")
    if id == "temperature":
        return WORDS.line(f"temperature/{said}")
    if isinstance(said, bool):
        return yes_or_no(said)
    if id.endswith("_usd"):
        return dollars(said)
    if isinstance(said, int):
        return f"{said:,}"
    return wire.as_text(
        f"{date.fromisoformat(said):%d %b %Y}" if id in {"released", "retires"} else str(said)
    )


def _less(said: list[str] | None) -> str:
    if said is None:
        return WORDS.line("less/thinks_not")
    return ", ".join(map(wire.code, said)) or WORDS.line("less/never")


def _changes(said: list[Mapping[str, str]] | None) -> str:
    lines = [
        WORDS.line("change", day=f"{date.fromisoformat(one['on']):%d %b %Y}", **_in_and_out(one))
        for one in said or ()
    ]
    return "; ".join(lines) or WORDS.line("none_announced")


def _long(said: list[Mapping[str, Any]] | None) -> str:
    lines = [WORDS.line("long", tokens=f"{one['above_tokens']:,}", **_in_and_out(one)) for one in said or ()]
    return "; ".join(lines) or WORDS.line("long/same")


def _in_and_out(one: Mapping[str, Any]) -> dict[str, str]:
    return {name: dollars(one[f"{name}_usd"]) for name in ("input", "output")}


def dollars(usd: str) -> str:
    """An amount in Markdown, with the cents that people expect and no figure lost: `\\$0.50`, `\\$0.075`."""
    amount = Decimal(usd)
    cents = amount.quantize(Decimal("0.01"))
    return f"\\${cents if cents == amount else amount.normalize():f}"


def _names(said: list[str] | None) -> str:
    return ", ".join(map(wire.code, said or ())) or WORDS.line("not_known")


_LISTS: Mapping[str, Callable[[Any], str]] = {
    "less_thinking": _less,
    "price_changes": _changes,
    "long_prompts": _long,
    "token_limit": _names,
}


def source(fact: Fact) -> str:
    """Where a fact was read, in Markdown: a link with its host, or the name of a file."""
    parts = urlsplit(fact.source)
    if parts.scheme == "https":
        return f"[{parts.hostname}]({fact.source})"
    return wire.as_text(fact.source)


# The call


def two_lines(row: Row, provider: Provider) -> str:
    """A program of two lines that asks this model, and what it imports. It runs as it stands."""
    model = models.find(row.id)
    asked = Settings(row.id, (Message("user", WORDS.line("question")),), max_tokens=1024, stream=False)
    effort = model.quiet_effort if model and model.thinks else None
    call = provider.compose(replace(asked, effort=effort), None)
    whole = programs.render(call, provider).splitlines()
    client = next(line for line in whole if line.startswith("client = "))
    module = client.removeprefix("client = ").partition(".")[0]
    imports = next(
        line for line in whole if line.split()[:1] in (["import"], ["from"]) and line.endswith(f" {module}")
    )
    kind = provider.kind
    assert kind is not None
    arguments = ", ".join(
        programs.arguments_code({name: value}, 0).strip().removesuffix(",")
        for name, value in call.arguments.items()
    )
    asking = f"{kind.named} = client.{call.method}({arguments})"
    return f"{imports}\n\n{client}\n{asking}\nprint({kind.places['text'].path})\n"
