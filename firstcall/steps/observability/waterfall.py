"""A trace as a picture: a bar for the call, and below it one for each request and for each function that was run for it, on
the clock of the call."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from firstcall.running import telemetry
from firstcall.steps.observability import WORDS
from firstcall.ui import formats
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

_FAILED = "#D55E00"
_THINNEST = 0.004
"""Seconds that a bar is wide at least: some of what a program does takes no time that could be seen."""


def draw(spans: Sequence[ReadableSpan]) -> Chart:
    """The spans of one trace, the call first; blank between two requests is the wait before the next try."""
    ordered = sorted(spans, key=lambda span: (span.parent is not None, span.start_time or 0))
    begin = min((span.start_time or 0 for span in ordered), default=0)
    bars = [_bar(number, span, begin) for number, span in enumerate(ordered)]
    longest = max((end for *_, end in map(_times, bars)), default=1.0)
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "xaxis": {"title": {"text": WORDS.line("waterfall/axis")}, "range": [0, longest * 1.18 or 1]},
        "yaxis": ROWS,
        "annotations": [
            beside(bar["y"][0], _times(bar)[1], formats.seconds(_seconds(span)))
            for bar, span in zip(bars, ordered, strict=True)
        ],
    }
    return chart(
        bars,
        layout,
        90 + 44 * max(1, len(bars)),
        alt=_alt(ordered, begin),
        nothing=WORDS.line("waterfall/nothing"),
    )


def label(number: int, span: ReadableSpan) -> str:
    """What a span is called in the picture: a request or a function with its number, and what it was answered."""
    if span.parent is None:
        return span.name
    said = telemetry.row(span)
    if telemetry.is_tool(span):
        return f"  {number}. {span.name} {said.get('error.type', '')}".rstrip()
    status = said.get("http.response.status_code") or said.get("error.type") or "…"
    return f"  {number}. {span.name} {status}"


def _bar(number: int, span: ReadableSpan, begin: int) -> dict[str, Any]:
    start, end = ((at or begin) - begin for at in (span.start_time, span.end_time))
    failed = "error.type" in telemetry.row(span)
    below = NEUTRAL if telemetry.is_tool(span) else INPUT_COLOUR
    colour = _FAILED if failed else OUTPUT_COLOUR if span.parent is None else below
    return {
        "type": "bar",
        "orientation": "h",
        "y": [escape(label(number, span))],
        "base": [start / 1e9],
        "x": [max((end - start) / 1e9, _THINNEST)],
        "width": 0.55,
        "marker": {
            "color": colour,
            "line": {"color": NEUTRAL, "width": 1 if failed or telemetry.is_tool(span) else 0},
        },
        "hovertemplate": f"{escape(span.name)}: {_seconds(span):.3f} s<extra></extra>",
    }


def _seconds(span: ReadableSpan) -> float:
    return ((span.end_time or 0) - (span.start_time or 0)) / 1e9


def _times(bar: dict[str, Any]) -> tuple[float, float]:
    return bar["base"][0], bar["base"][0] + bar["x"][0]


def _alt(spans: Sequence[ReadableSpan], begin: int) -> str:
    said = [
        WORDS.line(
            "waterfall/span",
            name=label(number, span).strip(),
            start=f"{((span.start_time or begin) - begin) / 1e9:.2f}",
            end=f"{((span.end_time or begin) - begin) / 1e9:.2f}",
        )
        for number, span in enumerate(spans)
    ]
    return " ".join(said) or WORDS.line("waterfall/nothing")
