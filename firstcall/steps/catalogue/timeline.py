"""What ends when, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from firstcall import models
from firstcall.running.ends import End
from firstcall.steps.catalogue import WORDS
from firstcall.ui.charts.chart import ROWS, Chart, chart, legend
from firstcall.ui.charts.palette import provider_colour

_TOLD = 6
"""Ends that the text beside the picture names."""


def draw(ends: Sequence[End], today: date | None = None) -> Chart:
    """A mark for each: a circle where a model is switched off, a diamond where its price changes."""
    day = today or datetime.now(UTC).date()
    traces = [
        _marks([end for end in ends if end.provider == provider and end.price == price], day)
        for provider in dict.fromkeys(end.provider for end in ends)
        for price in (False, True)
    ]
    last = max((end.day for end in ends), default=day)
    room = max(12, (last - day).days // 5)  # for the words beside the last mark, on a phone too
    axis = {"type": "date", "range": [f"{day - timedelta(days=room // 8)}", f"{last + timedelta(days=room)}"]}
    layout: dict[str, Any] = {"xaxis": axis, "yaxis": ROWS | {"categoryarray": [_name(end) for end in ends]}}
    drawn = [trace for trace in traces if trace["x"]]
    height = 70 + 21 * len({_name(end) for end in ends})
    return chart(drawn, legend() | layout, height, alt=_alt(ends, day), nothing=WORDS.line("ends/nothing"))


def _marks(ends: Sequence[End], day: date) -> dict[str, Any]:
    of = ends[0] if ends else None
    vendor = models.vendor(of.provider).name if of else ""
    kind = "ends/price" if of and of.price else "ends/off"
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": WORDS.line(kind, vendor=vendor),
        "x": [f"{end.day}" for end in ends],
        "y": [_name(end) for end in ends],
        "text": [WORDS.line("ends/in", days=(end.day - day).days) for end in ends],
        "textposition": "middle right",
        "hovertext": [f"{escape(end.id)}<br>{end.day:%d %b %Y}" for end in ends],
        "hoverinfo": "text",
        "marker": {
            "size": 11,
            "color": provider_colour(of.provider if of else None),
            "symbol": "diamond-open" if of and of.price else "circle",
            "line": {"width": 2},
        },
    }


def _name(end: End) -> str:
    return escape(end.id)


def _alt(ends: Sequence[End], day: date) -> str:
    if not ends:
        return WORDS.line("ends/nothing")
    told = [
        WORDS.line("alt/price" if end.price else "alt/off", model=end.id, day=f"{end.day:%d %b %Y}")
        for end in ends[:_TOLD]
    ]
    more = len(ends) - len(told)
    return "; ".join(told) + (f"; {WORDS.line('alt/more', more=more)}" if more else "") + "."
