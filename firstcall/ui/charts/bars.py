"""Lying bars in several plots of one figure, one below the other, with a row for each call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firstcall.ledger.prices import money
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, heading, legend
from firstcall.ui.charts.palette import NEUTRAL

_MILLION = 1_000_000


def bar(
    names: Sequence[str], values: Sequence[float], name: str, colour: str, axis: str, hatch: str = ""
) -> dict[str, Any]:
    """The bars of all rows in the plot whose axes have this number, empty for the first; `name` for the legend, where
    they have several parts, and `hatch` to tell these apart without colour."""
    fill = {"color": colour, "pattern": {"shape": hatch, "fgopacity": 1, "size": 6}}
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(names),
        "name": name,
        "marker": fill,
    }
    place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "width": 0.6}
    hover = f"{name}: %{{x:,}}<extra></extra>" if name else "%{y}<extra></extra>"
    return bars | place | {"hovertemplate": hover}


def across(anchor: str, values: Sequence[float], room: float) -> dict[str, Any]:
    """The axis along such bars, so many times as long as the longest of them: its value is said beside it."""
    top = max([*values, 0]) * room or 1
    return {"anchor": anchor, "title": None, "range": [0, top], "showticklabels": False, "fixedrange": True}


def texts(said: Sequence[str]) -> dict[str, Any]:
    """What stands at the ends of bars, a part of them."""
    return {"text": list(said), "textposition": "outside", "cliponaxis": False, "showlegend": False}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call came to: its tokens, its price in US dollars, its time in seconds."""

    tokens: int
    usd: Decimal | None
    seconds: float

    @property
    def time(self) -> str:
        return f"{self.seconds:.2f} s"


def costs(
    names: Sequence[str],
    made: Sequence[Cost],
    parts: Sequence[dict[str, Any]],
    colour: str,
    headings: tuple[str, str, str],
    alt: str,
) -> Chart:
    """For each call, one below the other: its tokens, its price in this colour, its time, under these three headings.
    `parts` are the `bar`s of the tokens by what they were, in the plot "3"."""
    price = bar(names, [float((one.usd or 0) * _MILLION) for one in made], "", colour, "2")
    price |= texts([money(one.usd) for one in made])
    seconds = bar(names, [one.seconds for one in made], "", NEUTRAL, "")
    seconds |= texts([one.time for one in made])
    layout = {
        "barmode": "stack",
        "xaxis3": across("y3", [one.tokens for one in made], 1.25),
        "yaxis3": ROWS | {"anchor": "x3", "domain": [0.68, 0.94]},
        "xaxis2": across("y2", price["x"], 1.35),
        "yaxis2": ROWS | {"anchor": "x2", "domain": [0.34, 0.56]},
        "xaxis": across("y", seconds["x"], 1.25),
        "yaxis": ROWS | {"anchor": "x", "domain": [0.0, 0.24]},
        "annotations": [
            *(heading(said, at) for said, at in zip(headings, (0.945, 0.57, 0.25), strict=True)),
            *(
                beside(name, one.tokens, f"{one.tokens:,}", xref="x3", yref="y3")
                for name, one in zip(names, made, strict=True)
            ),
        ],
    }
    traces = [*parts, price, seconds] if made else []
    return chart(traces, legend(1.0) | layout, 190 + 66 * len(made), alt=alt)
