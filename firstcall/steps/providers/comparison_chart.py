"""The picture of one prompt sent to several models: how long each took, what each cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from firstcall.ledger.prices import money
from firstcall.steps.providers import WORDS
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, heading
from firstcall.ui.charts.palette import NEUTRAL, provider_colour


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one of the calls went: times in seconds after it was made, its price if there is one."""

    provider: str
    model: str
    first_token_seconds: float | None
    seconds: float
    usd: Decimal | None


def time_and_price(outcomes: Sequence[Outcome]) -> Chart:
    """Above, seconds: grey until the first token, in the provider's colour while it writes. Below, price."""
    names = [escape(outcome.model) for outcome in outcomes]
    colours = [provider_colour(outcome.provider) for outcome in outcomes]
    waits = [outcome.first_token_seconds or 0.0 for outcome in outcomes]
    writes = [outcome.seconds - wait for outcome, wait in zip(outcomes, waits, strict=True)]
    prices = [float((outcome.usd or 0) * 100) for outcome in outcomes]
    traces = [
        _bars(names, waits, [WORDS.line("alt/waits")] * len(names), NEUTRAL, "x"),
        _bars(names, writes, [WORDS.line("alt/writes")] * len(names), colours, "x"),
        _bars(names, prices, [money(outcome.usd) for outcome in outcomes], colours, "x2"),
    ]
    ends = [
        beside(name, outcome.seconds, f"{outcome.seconds:.1f} s")
        for name, outcome in zip(names, outcomes, strict=True)
    ] + [
        beside(name, price, money(outcome.usd), xref="x2", yref="y2")
        for name, price, outcome in zip(names, prices, outcomes, strict=True)
    ]
    longest = max((outcome.seconds for outcome in outcomes), default=1.0)
    layout = _layout(longest, max(prices, default=1.0), ends)
    height = 190 + 80 * max(1, len(outcomes))
    return chart(traces if outcomes else [], layout, height, alt=_alt(outcomes))


def _bars(names: list[str], lengths: list[float], said: list[str], colour: Any, axis: str) -> dict[str, Any]:
    seconds = axis == "x"
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": names,
        "xaxis": axis,
        "yaxis": "y" if seconds else "y2",
        "width": 0.6,
        "marker": {"color": colour},
        "hovertext": [
            f"{length:.2f} s {text}" if seconds else text for length, text in zip(lengths, said, strict=True)
        ],
        "hoverinfo": "text",
    }


def _layout(longest: float, dearest: float, ends: list[dict[str, Any]]) -> dict[str, Any]:
    room = 1.3
    return {
        "barmode": "stack",
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
        "xaxis": {"range": [0, longest * room or 1], "anchor": "y", "title": None},
        "yaxis": ROWS | {"domain": [0.62, 1.0]},
        "xaxis2": {"range": [0, dearest * room or 1], "anchor": "y2", "title": None},
        "yaxis2": ROWS | {"domain": [0.0, 0.38]},
        "annotations": [
            *ends,
            heading(WORDS.line("alt/seconds"), 1.0, yshift=4),
            heading(WORDS.line("alt/price"), 0.38, yshift=4),
        ],
    }


def _alt(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return WORDS.line("alt")
    fastest = min(outcomes, key=lambda outcome: outcome.seconds)
    said = [WORDS.line("alt/first", model=fastest.model, seconds=f"{fastest.seconds:.1f}")]
    priced = [(outcome.usd, outcome.model) for outcome in outcomes if outcome.usd is not None]
    if len(priced) > 1:
        usd, model = min(priced)
        most, dearest = max(priced)
        prices = {"least": money(usd), "most": money(most)}
        said.append(WORDS.line("alt/prices", cheapest=model, dearest=dearest, **prices))
    return " ".join(said)
