"""Pictures of streams: when a reader sees the first word and when the last; each event where it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Any

from firstcall.ui.charts import WORDS
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL

_WEBGL_ABOVE = 1_000

Chunk = tuple[float, str, int]
"""An event of a stream: seconds since the request left, label, bytes."""


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


def waits(shown: Sequence[Wait]) -> Chart:
    """A lying bar for each way: grey while there is nothing to read, blue while text arrives."""
    names = [wait.label for wait in shown]
    nothing = _bar(names, [wait.blank for wait in shown], NEUTRAL, "Nothing to read") | {
        "text": [f"{wait.blank:.1f} s" for wait in shown],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": "#10141a"},
    }
    reading = _bar(names, [wait.total - wait.blank for wait in shown], INPUT_COLOUR, "Text arriving") | {
        "text": [WORDS.line("all_there", seconds=f"{wait.total:.1f}") for wait in shown],
        "textposition": "none",
    }
    longest = max((wait.total for wait in shown), default=1.0)
    layout: dict[str, Any] = {
        "barmode": "stack",
        "xaxis": {"title": {"text": WORDS.line("waits_axis")}, "range": [0, longest * 1.16 or 1]},
        "yaxis": ROWS,
        "annotations": [beside(wait.label, wait.total, f"{wait.total:.1f} s") for wait in shown],
    }
    bars = [nothing, reading] if shown else []
    return chart(bars, legend() | layout, 120 + 52 * max(1, len(shown)), alt=_waits_alt(shown))


def _bar(names: list[str], seconds: list[float], colour: str, name: str) -> dict[str, Any]:
    bar = {"type": "bar", "orientation": "h", "x": seconds, "y": names, "name": name, "width": 0.6}
    return bar | {"marker": {"color": colour}, "hovertemplate": f"{name}: %{{x:.2f}} s<extra></extra>"}


def _waits_alt(shown: Sequence[Wait]) -> str:
    said = [
        WORDS.line("wait", label=wait.label, blank=f"{wait.blank:.1f}", total=f"{wait.total:.1f}")
        for wait in shown
    ]
    return " ".join(said) or WORDS.line("no_calls")


def event_timeline(chunks: Sequence[Chunk]) -> Chart:
    """Stream events where they arrived: seconds since the request left, label, bytes (the mark's size)."""
    labels = list(dict.fromkeys(label for _, label, _ in chunks))
    points = {
        "type": "scattergl" if len(chunks) > _WEBGL_ABOVE else "scatter",
        "mode": "markers",
        "x": [seconds for seconds, _, _ in chunks],
        "y": [escape(label) for _, label, _ in chunks],
        "hovertext": [
            f"<b>{escape(label)}</b><br>" + WORDS.line("event", seconds=f"{seconds:.3f}", bytes=f"{size:,}")
            for seconds, label, size in chunks
        ],
        "hoverinfo": "text",
        "marker": {
            "color": INPUT_COLOUR,
            "opacity": 0.75,
            "line": {"width": 1, "color": NEUTRAL},
            "size": [min(24.0, 6 + sqrt(size) / 3) for _, _, size in chunks],
        },
    }
    layout = {
        "xaxis": {"title": {"text": WORDS.line("events_axis")}, "rangemode": "tozero"},
        "yaxis": ROWS,
    }
    height = 90 + 34 * max(2, len(labels))
    return chart([points] if chunks else [], layout, height, alt=_events_alt(chunks))


def _events_alt(chunks: Sequence[Chunk]) -> str:
    if not chunks:
        return WORDS.line("no_events")
    size = sum(size for _, _, size in chunks)
    ends = {"first": f"{chunks[0][0]:.2f}", "last": f"{chunks[-1][0]:.2f}"}
    return WORDS.line("events", events=len(chunks), bytes=size, **ends)
