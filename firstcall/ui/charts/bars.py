"""Lying bars in several plots of one figure, one below the other, with a row for each call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


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
