"""Pictures of money and tokens: what calls add up to by step, provider or model; one call on every
model; the same sentence in several writings.

Pictures of the single calls are in `charts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import log10
from typing import Any

from firstcall.ledger.prices import money
from firstcall.ledger.statement import Kind, Statement
from firstcall.ledger.sums import Sum, Totals
from firstcall.steps.tokens_cost import WORDS
from firstcall.steps.tokens_cost.worked_price import Otherwise, Part, Priced
from firstcall.ui import formats
from firstcall.ui.charts.chart import ROWS, Chart, chart
from firstcall.ui.charts.palette import INPUT_COLOUR, provider_colour

_LOG_FROM = 20
"""A log scale when the most expensive is so many times the cheapest; else the small bars could be seen."""
_TENS = {"visible": True, "dtick": 1, "showgrid": True, "showticklabels": False, "title": None}
"""An axis with a line wherever the price is ten times that of the line before."""


@dataclass(frozen=True, slots=True)
class Group:
    """Calls with something in common, added up. `provider` colours the bar, where it is one provider's."""

    name: str
    totals: Totals
    provider: str | None = None


def grouped(statement: Statement, by: Callable[[Kind], str]) -> list[Group]:
    """The calls by step, provider or model, the dearest group first."""
    inside: dict[str, dict[Kind, Sum]] = {}
    for kind, of_kind in statement.kinds.items():
        inside.setdefault(by(kind), {})[kind] = of_kind
    groups = [_group(name, kinds) for name, kinds in inside.items()]
    return sorted(groups, key=lambda group: (-(group.totals.usd or Decimal(0)), group.name))


def _group(name: str, kinds: Mapping[Kind, Sum]) -> Group:
    providers = {kind.provider for kind in kinds}
    together = sum(kinds.values(), Sum()).totals
    return Group(name, together, providers.pop() if len(providers) == 1 else None)


def spent_by(groups: Sequence[Group], labels: Mapping[str, str] | None = None) -> Chart:
    """What each group cost, as lying bars, the dearest on top."""
    shown = [group for group in groups if group.totals.usd is not None]
    bars = _bars(
        names=[(labels or {}).get(group.name, group.name) for group in shown],
        values=[float(group.totals.usd or 0) for group in shown],
        texts=[money(group.totals.usd) for group in shown],
        colours=[provider_colour(group.provider) for group in shown],
        hover=[
            WORDS.line("alt/calls", calls=group.totals.calls, tokens=f"{group.totals.usage.total_tokens:,}")
            for group in shown
        ],
    )
    return _lying(bars, _spent_alt(groups, labels or {}))


def _spent_alt(groups: Sequence[Group], labels: Mapping[str, str]) -> str:
    said = [
        WORDS.line(
            "alt/spent",
            name=labels.get(group.name, group.name),
            usd=money(group.totals.usd),
            calls=group.totals.calls,
        )
        for group in groups
    ]
    return "; ".join(said) + "." if said else WORDS.line("alt")


def every_model(priced: Sequence[Priced], own: str = "") -> Chart:
    """The same call on every model that has a price, the cheapest on top; `own` is the model it was made on."""
    known = [one for one in priced if one.usd is not None]
    marks = _dots if wide_range(priced) else _bars
    bars = marks(
        names=[one.model.id for one in known],
        values=[float(one.usd or 0) for one in known],
        texts=[
            money(one.usd) + (f" ◀ {WORDS.line('alt/own')}" if one.model.id == own else "") for one in known
        ],
        colours=[provider_colour(one.model.provider) for one in known],
        hover=["" for _ in known],
    )
    return _lying(bars, _models_alt(known), log=wide_range(priced))


def wide_range(priced: Sequence[Priced]) -> bool:
    """Whether these prices lie so far apart that the picture has a log scale."""
    known = [one.usd for one in priced if one.usd is not None]
    return bool(known) and 0 < _LOG_FROM * min(known) < max(known)


def _models_alt(known: Sequence[Priced]) -> str:
    if not known:
        return WORDS.line("alt/no_prices")
    cheapest, dearest = known[0], known[-1]
    return WORDS.line(
        "alt/models",
        count=len(known),
        least=money(cheapest.usd),
        cheapest=cheapest.model.id,
        most=money(dearest.usd),
        dearest=dearest.model.id,
    )


def texts_compared(counts: Mapping[str, tuple[int, int]]) -> Chart:
    """Tokens for a hundred characters of each text; `counts` gives (tokens, characters) by name."""
    rates = {name: 100 * tokens / max(characters, 1) for name, (tokens, characters) in counts.items()}
    bars = _bars(
        names=list(rates),
        values=list(rates.values()),
        texts=[f"{rate:.0f}" for rate in rates.values()],
        colours=[INPUT_COLOUR] * len(rates),
        hover=[
            WORDS.line("alt/length", tokens=tokens, characters=characters)
            for tokens, characters in counts.values()
        ],
    )
    said = ", ".join(f"{name} {rate:.0f}" for name, rate in rates.items())
    return _lying(bars, WORDS.line("alt/rates", rates=said))


def bill(parts: Sequence[Part]) -> list[dict[str, str]]:
    """The lines of a bill as a table shows them, the sum last."""
    rows = [
        {
            "": part.kind,
            "Tokens": f"{part.tokens:,}",
            "Dollars per million": f"{part.usd_per_million:f}",
            "Amount in dollars": f"{part.usd.normalize():f}",
        }
        for part in parts
    ]
    total = sum((part.usd for part in parts), Decimal(0))
    tokens = sum(part.tokens for part in parts)
    blank = {"Dollars per million": "", "Amount in dollars": f"**{total.normalize():f}**"}
    return [*rows, {"": "**Price of the call**", "Tokens": f"**{tokens:,}**", **blank}]


def ways(found: Sequence[Otherwise], tier: str) -> list[dict[str, str]]:
    """The ways in which a call can be charged as a table shows them; that in which it was, `tier`, in bold."""
    own = next((one.usd for one in found if tier in one.ways), None)
    return [
        {
            "Served": "; ".join(WORDS.line(f"ways/{way}") for way in one.ways),
            "Price": f"**{formats.markdown(one.usd)}**" if one.usd == own else formats.markdown(one.usd),
            "Against yours": f"× {one.usd / own:.2f}" if own else "",
        }
        for one in found
    ]


def _bars(
    names: list[str], values: list[float], texts: list[str], colours: list[str], hover: list[str]
) -> dict[str, Any]:
    """A trace of lying bars. Plotly reads names as HTML, and a model id is whatever a learner typed."""
    names = [escape(name[:40]) for name in names]
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": names,
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colours},
        "hovertext": [
            f"<b>{name}</b><br>{text}" + (f"<br>{more}" if more else "")
            for name, text, more in zip(names, texts, hover, strict=True)
        ],
        "hoverinfo": "text",
    }


def _dots(
    names: list[str], values: list[float], texts: list[str], colours: list[str], hover: list[str]
) -> dict[str, Any]:
    """The same as dots, for a log scale: it has no zero from which a bar could begin."""
    dots = _bars(names, values, texts, colours, hover)
    del dots["orientation"]
    return dots | {
        "type": "scatter",
        "mode": "markers+text",
        "textposition": "middle right",
        "marker": {"color": colours, "size": 11},
    }


def _lying(bars: dict[str, Any], alt: str, *, log: bool = False) -> Chart:
    layout: dict[str, Any] = {
        "xaxis": {"visible": False, "type": "log" if log else "linear", "fixedrange": True},
        "yaxis": ROWS | {"fixedrange": True},
    }
    if bars["x"]:
        layout["xaxis"]["range"] = _log_range(bars["x"]) if log else [0, 1.45 * max(bars["x"]) or 1]
        layout["xaxis"] |= _TENS if log else {}
    return chart([bars], layout, 60 + 30 * max(len(bars["x"]), 1), alt=alt)


def _log_range(values: Sequence[float]) -> list[float]:
    """From a little under the smallest value, so that its dot is seen, to room for the text at the right."""
    low, high = log10(min(values)), log10(max(values))
    return [low - 0.15 * (high - low), high + 0.6 * (high - low)]
