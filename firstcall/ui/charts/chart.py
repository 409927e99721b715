"""A chart: a figure and what to take away from it. What all figures share is written here.

Backgrounds and fonts are left to the page's theme, so that a figure is readable on light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

ROWS = {"type": "category", "autorange": "reversed", "title": None, "automargin": True}
"""The axis of lying bars: a name for each, from top to bottom."""

_NOTHING_HEIGHT = 160


@dataclass(frozen=True, slots=True)
class Chart:
    """`alt` says in words what the figure shows."""

    figure: Figure
    alt: str


def chart(
    traces: Sequence[dict[str, Any]], layout: dict[str, Any], height: int, *, alt: str, nothing: str = ""
) -> Chart:
    """A chart of these traces; without any, `nothing`, else what `alt` says, stands in their place."""
    from plotly.graph_objects import Figure

    if traces:
        return Chart(Figure(list(traces), _frame(height) | layout), alt)
    said = {"text": nothing or alt.removesuffix("."), "showarrow": False}
    notice = said | {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    hidden = {"visible": False}
    empty = {"xaxis": hidden, "yaxis": hidden, "annotations": [notice]}
    return Chart(Figure([], _frame(_NOTHING_HEIGHT) | empty), alt)


def _frame(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "showlegend": False,
    }


def legend(y: float = 1.02, anchor: str = "bottom") -> dict[str, Any]:
    """A legend lying above the plot, or under it with another place and anchor; part of a layout."""
    place = {"orientation": "h", "x": 0, "y": y, "xanchor": "left", "yanchor": anchor}
    return {"showlegend": True, "legend": place | {"title": None, "traceorder": "normal"}}


def heading(text: str, y: float, **more: Any) -> dict[str, Any]:
    """A line above one of several plots in a figure; `y` is the top of that plot."""
    place = {"x": 0, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return place | {"text": text, "showarrow": False, "font": {"size": 13}} | more


def beside(name: str, at: float, text: str, **more: Any) -> dict[str, Any]:
    """A word at the end of a lying bar."""
    return {"x": at, "y": name, "text": text, "showarrow": False, "xanchor": "left", "xshift": 6} | more
