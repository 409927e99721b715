"""What all pictures share: the palette, headings, units, and what stands where there is nothing to show.

Backgrounds and fonts are left to the page's theme, so that a figure is readable on light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from firstcall import providers

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

# The colours of Okabe and Ito, told apart by colour-blind eyes: https://jfly.uni-koeln.de/color/
# A provider that can be called says its own, out of the same palette.
_NOT_CALLED_HERE = {"google": "#0072B2", "ollama": "#CC79A7"}
INPUT_COLOUR, OUTPUT_COLOUR = "#56B4E9", "#E69F00"
NEUTRAL = "#808890"

CONFIG = {"displayModeBar": False}
"""For `st.plotly_chart(config=)`."""


def provider_colour(id: str | None) -> str:
    """A provider's colour, the same in every picture. Grey for one that is not known."""
    provider = providers.every().get(id or "")
    return provider.colour if provider else _NOT_CALLED_HERE.get(id or "", NEUTRAL)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unit_for(largest_usd: Decimal) -> tuple[int, str]:
    """The unit that gives amounts up to this one as small whole numbers: how many are a dollar, and its name."""
    if largest_usd < Decimal("0.001"):
        return 1_000_000, "millionths of a dollar"
    return (100, "cents") if largest_usd < 1 else (1, "dollars")


def distinct(tokens: Sequence[str]) -> list[str]:
    """Tokens as a chart's axis can name them: blanks made visible, no name twice."""
    names: list[str] = []
    for token in tokens:
        name = escape(token.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")) or "(nothing)"
        while name in names:
            name += " "
        names.append(name)
    return names


def heading(text: str, y: float, **more: Any) -> dict[str, Any]:
    """A line above one of several plots in a figure; `y` is the top of that plot."""
    place = {"x": 0, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return place | {"text": text, "showarrow": False, "font": {"size": 13}} | more


def frame(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
    }


def figure(traces: list[dict[str, Any]], layout: dict[str, Any], nothing: str = "No calls yet") -> Figure:
    from plotly.graph_objects import Figure

    if not traces or not any(trace["x"] for trace in traces):
        notice = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "text": nothing, "showarrow": False}
        hidden = {"visible": False}
        return Figure([], frame(160) | {"xaxis": hidden, "yaxis": hidden, "annotations": [notice]})
    return Figure(traces, layout)
