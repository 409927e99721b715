"""Pictures of "Streaming": when a reader sees the first word and when the last, buffered and streamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from firstcall.charts import INPUT_COLOUR, NEUTRAL

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

CONFIG = {"displayModeBar": False}
"""For `st.plotly_chart(config=)`."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One way of making a call, in seconds after it was made: when its first text could be read, and
    when it was all there. `first` is `None` where nothing could be read at all."""

    label: str
    first: float | None
    total: float

    @property
    def blank(self) -> float:
        """How long there was nothing to read."""
        return self.total if self.first is None else self.first


def waits(shown: Sequence[Wait]) -> Figure:
    """A lying bar for each way: grey while there is nothing to read, blue while text arrives."""
    from plotly.graph_objects import Figure

    names = [wait.label for wait in shown]
    nothing = _bar(names, [wait.blank for wait in shown], NEUTRAL, "Nothing to read") | {
        "text": [f"{wait.blank:.1f} s" for wait in shown],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": "#10141a"},
    }
    reading = _bar(names, [wait.total - wait.blank for wait in shown], INPUT_COLOUR, "Text arriving") | {
        "text": [f"all there after {wait.total:.1f} s" for wait in shown],
        "textposition": "none",
    }
    longest = max((wait.total for wait in shown), default=1.0)
    layout: dict[str, Any] = {
        "barmode": "stack",
        "height": 120 + 52 * max(1, len(shown)),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"title": {"text": "Seconds after the call was made"}, "range": [0, longest * 1.16 or 1]},
        "yaxis": {"type": "category", "autorange": "reversed", "title": None, "automargin": True},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "xanchor": "left",
            "yanchor": "bottom",
            "title": None,
        }
        | {"traceorder": "normal"},
        "annotations": [
            {"x": wait.total, "y": wait.label, "text": f"{wait.total:.1f} s", "showarrow": False}
            | {"xanchor": "left", "xshift": 6}
            for wait in shown
        ],
    }
    return Figure([nothing, reading] if shown else [], layout)


def _bar(names: list[str], seconds: list[float], colour: str, name: str) -> dict[str, Any]:
    bar = {"type": "bar", "orientation": "h", "x": seconds, "y": names, "name": name, "width": 0.6}
    return bar | {"marker": {"color": colour}, "hovertemplate": f"{name}: %{{x:.2f}} s<extra></extra>"}


def waits_alt(shown: Sequence[Wait]) -> str:
    """What the picture of waiting says, in words."""
    return (
        " ".join(
            f"{wait.label}: nothing to read for {wait.blank:.1f} seconds, all there after {wait.total:.1f}."
            for wait in shown
        )
        or "No calls yet."
    )
